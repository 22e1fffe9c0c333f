package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// TestOverhear hears exactly what went over the learner's connection, and not
// what anybody else sends.
func TestOverhear(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { overhears(t, sandbox.Options{}) })
	t.Run("server", func(t *testing.T) { overhears(t, sandboxtest.Server(t)) })
}

func overhears(t *testing.T, o sandbox.Options) {
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	var sent, received strings.Builder
	listen := func(s bool, p []byte) {
		if s {
			sent.Write(p)
		} else {
			received.Write(p)
		}
	}
	do := func(args ...string) {
		t.Helper()
		if _, err := box.Do(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args []string
		wire string
	}{
		{[]string{"SET", "k", "a\r\nb"}, "+OK\r\n"},
		{[]string{"GET", "k"}, "$4\r\na\r\nb\r\n"},
		{[]string{"GET", "none"}, "$-1\r\n"},
		{[]string{"BLPOP", "none", "0.01"}, "*-1\r\n"}, // a reply.Value does not tell the two nils apart
	} {
		sent.Reset()
		received.Reset()
		box.Overhear(listen)
		do(tt.args...)
		if _, err := sandboxtest.In(box, 0)(t.Context(), "PING"); err != nil {
			t.Fatal(err)
		}
		box.Overhear(nil)
		do("PING")
		want := fmt.Sprintf("*%d\r\n", len(tt.args))
		for _, arg := range tt.args {
			want += fmt.Sprintf("$%d\r\n%s\r\n", len(arg), arg)
		}
		if !strings.EqualFold(sent.String(), want) || received.String() != tt.wire {
			t.Errorf("%q: sent %q, received %q", tt.args, sent.String(), received.String())
		}
	}
}

// TestOverhearKeepsPasswords: when a connection is made anew, the login that
// goes before the command is not heard.
func TestOverhearKeepsPasswords(t *testing.T) {
	o := sandboxtest.Server(t, "--requirepass", "hunter2")
	o.Password = "hunter2"
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	if _, err := box.Do(t.Context(), "QUIT"); err != nil {
		t.Fatal(err)
	}
	var heard strings.Builder
	box.Overhear(func(_ bool, p []byte) { heard.Write(p) })
	if v, err := box.Do(t.Context(), "PING"); err != nil || v.Text != "PONG" {
		t.Fatal(v, err)
	}
	if strings.Contains(heard.String(), "hunter2") || !strings.Contains(heard.String(), "PONG") {
		t.Errorf("heard %q", heard.String())
	}
}

// TestAnswerIn gets both forms of a reply, with the learner's database and
// protocol as they were.
func TestAnswerIn(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { answersIn(t, sandbox.Options{}) })
	t.Run("server", func(t *testing.T) { answersIn(t, sandboxtest.Server(t)) })
}

func answersIn(t *testing.T, o sandbox.Options) {
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, args := range [][]string{{"SELECT", "2"}, {"ZADD", "z", "1.5", "a"}, {"MULTI"}} {
		if v, err := box.Do(t.Context(), args...); err != nil || v.IsError() {
			t.Fatal(v, err)
		}
	}
	was := box.State()
	for protocol, want := range map[int]string{2: "*2\r\n$1\r\na\r\n$3\r\n1.5\r\n", 3: "*1\r\n*2\r\n$1\r\na\r\n,1.5\r\n"} {
		got, err := box.AnswerIn(t.Context(), protocol, "ZRANGE", "z", "0", "-1", "WITHSCORES")
		if err != nil || string(got) != want {
			t.Errorf("RESP%d: %q, %v", protocol, got, err)
		}
	}
	if now := box.State(); fmt.Sprint(now) != fmt.Sprint(was) {
		t.Errorf("the learner was at %+v, and is at %+v", was, now)
	}
	if _, err := box.AnswerIn(t.Context(), 2, "MONITOR"); err == nil {
		t.Error("MONITOR has no single reply")
	}
}
