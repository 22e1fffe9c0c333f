package program

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"redis-tutor/sandbox/sandboxtest"
)

// TestCourseBesideKeys plays every step of the course, its examples, its
// solution and some free play, on a server that holds somebody's keys. Not one
// of them may be different afterwards, and nothing of the lessons may be left.
func TestCourseBesideKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole course")
	}
	t.Parallel()
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	furnish(t, owner)
	before := photograph(t, owner)
	if len(before) != 500 {
		t.Fatalf("%d keys, want 500", len(before))
	}
	state := t.TempDir()
	g, err := newGuest(t, o, state)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range g.course.Lessons {
		for _, st := range l.Steps {
			g.solve(t, st)
		}
		g.says(t, "play")
		g.says(t, "SET played:"+l.ID+" 1")
		g.says(t, "resume")
	}
	if text := g.leave(t); !strings.Contains(text, "own making stay: `played:strings`") {
		t.Errorf("at the end nothing is said about the keys made in play:\n%s", text)
	}
	after := photograph(t, owner)
	for _, l := range g.course.Lessons {
		if _, there := after["0 played:"+l.ID]; !there {
			t.Errorf("the learner's key played:%s is gone", l.ID)
		}
		delete(after, "0 played:"+l.ID)
	}
	if !maps.Equal(before, after) {
		for key, value := range before {
			if after[key] != value {
				t.Errorf("%s was changed", key)
			}
		}
		for key := range after {
			if _, there := before[key]; !there {
				t.Errorf("%s is left behind", key)
			}
		}
	}
	if files, _ := filepath.Glob(filepath.Join(state, "keys*")); len(files) > 0 {
		t.Errorf("a journal is left: %q", files)
	}
}

// TestOwnCommandsAreBounded sends what a bad course could have for a setup: all
// that reaches further than the keys that it names is refused.
func TestOwnCommandsAreBounded(t *testing.T) {
	o := sandboxtest.Server(t)
	owner := openServer(t, o)
	furnish(t, owner)
	before := photograph(t, owner)
	g, err := newGuest(t, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for _, line := range []string{
		"FLUSHALL", "FLUSHDB", "SWAPDB 0 1", "EVAL redis.call('flushall') 0", "EVAL redis.call('set',KEYS[1],'v') 1 counter",
		"CONFIG SET maxmemory 1", "SHUTDOWN NOSAVE", "FUNCTION FLUSH", "SET app:0 mine", "DEL app:0",
	} {
		if v, err := (layout{g.watch}).Observe(ctx, 0, strings.Fields(line)); err == nil {
			t.Errorf("%s was run: %v", line, v)
		}
		if strings.Contains(line, "app:0") || strings.HasPrefix(line, "SWAPDB") {
			continue // undo puts back what the learner did to her own, and is followed
		}
		if _, err := g.watch.Observe(ctx, 0, []string{"PING"}, strings.Fields(line)); err == nil {
			t.Errorf("%s was run among others", line)
		}
	}
	g.leave(t)
	if after := photograph(t, owner); !maps.Equal(before, after) {
		t.Errorf("somebody's keys have changed")
	}
}
