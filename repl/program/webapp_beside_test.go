package program

import (
	"maps"
	"strings"
	"testing"

	"redis-tutor/sandbox/sandboxtest"
)

// TestAppBesideKeys visits the app on a server where another app keeps
// sessions, of a user with the same name. None of them may be different
// afterwards, and nothing of ours may be left.
func TestAppBesideKeys(t *testing.T) {
	t.Parallel()
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	for _, line := range []string{
		"ZADD session:user:Anna 4102444800000 AAAAAAAAAAAAAAAAAAAAAAAAAA",
		"HSET session:AAAAAAAAAAAAAAAAAAAAAAAAAA _created 1 _deadline 4102444800000 _user Anna",
		"SET redis-tutor:session: theirs",
	} {
		if v, err := owner.Do(t.Context(), strings.Fields(line)...); err != nil || v.IsError() {
			t.Fatal(v, err)
		}
	}
	before := photograph(t, owner)
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Learn(t.Context(), "strings"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ line, shows string }{
		{"visit /login name=Anna", "You are logged in as Anna."},
		{"visit /login name=Anna as phone", "You are logged in as Anna."},
		{"visit /sessions", "phone"},
		{"HSET $session theme dark", "(integer) 1"},
		{"undo", "Taken back"},
		{"app stop", "still in Redis"},
		{"visit /", "You are logged in as Anna."},
		{"as bob EXPIRE $session 600", "(integer) 1"},
		{"visit /sessions", "phone"},
		{"visit /sessions/end-others", "(this one)"},
		{"show $sessions:Anna", "redis-tutor:test:session:user:Anna"},
	} {
		if got := g.says(t, step.line); !strings.Contains(got, step.shows) || strings.Contains(got, "AAAAAAAAAA") {
			t.Errorf("%s: no %q in\n%s", step.line, step.shows, got)
		}
	}
	if said := g.leave(t); strings.Contains(said, "stay") || strings.Contains(said, "error") {
		t.Errorf("at the end it says\n%s", said)
	}
	if after := photograph(t, owner); !maps.Equal(before, after) {
		t.Errorf("before %q\nafter %q", before, after)
	}
}
