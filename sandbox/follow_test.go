package sandbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// TestFollowGivenUp: a server that is silent, before the login of the feed or
// before its confirmation, leaves no feed to who stops waiting, and is no loss.
func TestFollowGivenUp(t *testing.T) {
	for name, protocol := range map[string]int{"in the login": 3, "before the confirmation": 2} {
		t.Run(name, func(t *testing.T) {
			o := sandboxtest.Server(t)
			o.Protocol = protocol
			s := open(t, o)
			says(t, s.Do, "CLIENT PAUSE 600000 ALL", "OK")
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(50*time.Millisecond, cancel)
			f, err := s.Follow(ctx, []string{"SUBSCRIBE", "a"}, func(v reply.Value, err error) {
				t.Errorf("told: %v, %v", v, err)
			})
			if f != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("Follow: %v, %v", f, err)
			}
		})
	}
}

// TestFollowWithoutPassword: who has logged in is let in again when the server
// has no password any more.
func TestFollowWithoutPassword(t *testing.T) {
	s := open(t, locked(t))
	says(t, s.Do, "AUTH secret", "OK")
	if _, err := s.Do(context.Background(), "CONFIG", "SET", "requirepass", ""); err != nil {
		t.Fatal(err)
	}
	f, err := s.Follow(context.Background(), []string{"MONITOR"}, func(reply.Value, error) {})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	bob, err := s.Another(context.Background(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	says(t, bob.Do, "GET k", "")
	if _, err := s.AnswerIn(context.Background(), 3, "PING"); err != nil {
		t.Error(err)
	}
}
