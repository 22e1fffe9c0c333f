package lessons

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

func TestKeyWords(t *testing.T) {
	for word, want := range map[string]KeyWord{
		"$session": {}, "$session:phone": {Browser: "phone"}, "$sessions:Anna": {Index: true, User: "Anna"}, "$sessions:a:b": {Index: true, User: "a:b"},
	} {
		if got, ok := ParseKeyWord(word); got != want || !ok {
			t.Errorf("%s: %+v, %v", word, got, ok)
		}
	}
	for _, word := range []string{"", "session", "$sessio", "$sessionid", "$session:", "$sessions", "$sessions:", "$Session", "x$session"} {
		if _, ok := ParseKeyWord(word); ok {
			t.Errorf("%q stands for a key", word)
		}
	}
}

// restless is a web that somebody visits whenever it is asked for a key: the
// session is another one each time.
type restless struct {
	*sandbox.Sandbox
	asked int
	sent  [][]string
	wrong error // of Browse
}

func (r *restless) SessionKey(word string) (string, bool) {
	k, ok := ParseKeyWord(word)
	if !ok || k.Index {
		return "", ok
	}
	r.asked++
	return fmt.Sprint("session:", r.asked), true
}

func (r *restless) Browse(context.Context, []string) error { return r.wrong }
func (r *restless) Forget(context.Context) error           { return nil }

func (r *restless) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	r.sent = append(r.sent, commands...)
	return r.Sandbox.Observe(ctx, db, commands...)
}

// TestOneLookOneKey: all checks of a look, and what is said of them, are about
// the same key.
func TestOneLookOneKey(t *testing.T) {
	web := &restless{Sandbox: embedded(t)}
	a := beginWeb(t, "seen", web)
	web.sent = nil
	v, err := a.Saw(t.Context(), []string{"SET", "x", "1"}, reply.NewStatus("OK"))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, args := range web.sent {
		if !standsForKey(args[1]) { // nobody has an index
			keys[args[1]] = true
		}
	}
	if len(web.sent) < 4 || len(keys) != 1 {
		t.Errorf("one look is about the keys %v: %v", keys, web.sent)
	}
	for key := range keys {
		if !strings.Contains(v.Missing, key) {
			t.Errorf("of %q it is said: %s", key, v.Missing)
		}
	}
	got := Filled(Steady(web), []string{"RENAME", "$session", "$session"})
	if got[1] != got[2] || !slices.Equal(Filled(Steady(web), []string{"GET", "$sessions:Anna"}), []string{"GET", "$sessions:Anna"}) {
		t.Errorf("filled in: %q", got)
	}
}

// TestWhoseFault: what the app or its Redis cannot do is no fault of the lesson.
func TestWhoseFault(t *testing.T) {
	broken := errors.New("the port is taken")
	for _, wrong := range []error{broken, &BadLine{broken}} {
		web := &restless{Sandbox: embedded(t)}
		a := beginWeb(t, "go", web)
		web.wrong = wrong
		err := a.Again(t.Context())
		_, fault := errors.AsType[*Problem](err)
		_, line := errors.AsType[*BadLine](wrong)
		if err == nil || fault != line || !strings.Contains(err.Error(), "the port is taken") {
			t.Errorf("%T: %T %v", wrong, err, err)
		}
	}
}

// beginWeb begins a step of the course about a web site.
func beginWeb(t *testing.T, step string, r Redis) *Attempt {
	t.Helper()
	course, err := Load(os.DirFS("testdata/web"))
	if err != nil {
		t.Fatal(err)
	}
	_, found, err := course.Find("visits", step)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Begin(t.Context(), Setting{Step: found, Redis: r, Commands: commands(t)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
