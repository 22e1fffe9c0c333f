package terminal

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ghostly(cfg Config) Config {
	cfg.Ghost = func(rest string) string { return "\x1b[2m" + rest + "\x1b[0m" }
	return cfg
}

func TestRecall(t *testing.T) {
	const right, end, left = "\x1b[C", "\x1b[F", "\x1b[D"
	say := func(line string) (hint, fault string) {
		if line == "SET" {
			return " key value", ""
		}
		return "", ""
	}
	tests := []struct{ name, keys, line string }{
		{"up finds what begins so", "G" + up, "GET b"},
		{"and again", "SET" + up + up, "SET a 1"},
		{"and no further", "SET" + up + up + up, "SET a 1"},
		{"down again", "SET" + up + up + down, "SET a 2"},
		{"down to what was typed", "SET" + up + up + down + down, "SET"},
		{"nothing begins so", "zz" + up + up, "zz"},
		{"another key begins anew", "S" + up + "\x7f" + up, "SET a 2"},
		{"what stands before the cursor counts", "SETx" + left + up, "SET a 2"},
		{"up alone, then all of the history", up + up, "SET a 2"},
		{"right takes the ghost", "GE" + right, "GET b"},
		{"end takes the ghost", "GE" + end, "GET b"},
		{"ctrl-e takes the ghost", "GE\x05", "GET b"},
		{"right inside the line does not", "GE" + left + right, "GE"},
		{"no ghost, right does nothing", "zz" + right, "zz"},
		{"a hint goes before the ghost", "SET" + right, "SET"},
		{"the newest goes first", "SE" + right, "SET a 2"},
		{"enter takes no ghost", "GE", "GE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, 80, 8, ghostly(Config{Say: say}))
			r.run("SET a 1", "SET a 2", "GET b")
			r.ask()
			r.press(test.keys + "\r")
			r.wantLine(test.line, nil)
		})
	}
}

// TestRecallEndsWithTheLine: the next line begins anew.
func TestRecallEndsWithTheLine(t *testing.T) {
	r := newRig(t, 80, 8, Config{})
	r.run("SET a 1", "GET b")
	for _, want := range []string{"SET a 1", "GET b"} {
		r.ask()
		r.press(want[:1] + up + "\r")
		r.wantLine(want, nil)
	}
}

func TestGhostIsShown(t *testing.T) {
	r := newRig(t, 12, 8, ghostly(Config{}))
	r.run("GET b", "GET abcdefgh")
	r.ask()
	r.press("G")
	r.want(3, 3, "> GET b", "> GET abcdef", "gh", "> GET abcd…") // one column is kept free
	r.press("ET b")
	r.want(7, 3, "> GET b", "> GET abcdef", "gh", "> GET b")
	r.press("\x7f\x1b[D")
	r.want(5, 3, "> GET b", "> GET abcdef", "gh", "> GET")
}

func TestGoneOn(t *testing.T) {
	for _, tt := range []struct{ past, line, rest string }{
		{"HGETALL h", "hgeta", "LL h"}, {"hgetall h", "HGETALL h", ""}, {"GET Foo", "get F", "oo"}, {"GET Foo", "get f", ""},
		{"GET a", "GET ab", ""}, {"é x", "É", " x"}, {"GET", "S", ""},
	} {
		if rest := goneOn(tt.past, tt.line); rest != tt.rest {
			t.Errorf("%q goes on with %q by %q, want %q", tt.past, tt.line, rest, tt.rest)
		}
	}
}

// TestGhostRefused: a painter that shows nothing offers nothing.
func TestGhostRefused(t *testing.T) {
	r := newRig(t, 40, 8, Config{Ghost: func(string) string { return "" }})
	r.run("yes")
	r.ask()
	r.press("y\x1b[C\r")
	r.wantLine("y", nil)
}

func TestRows(t *testing.T) {
	for _, tt := range []struct {
		items []string
		limit int
		part  bool
		want  []string
	}{
		{[]string{"a", "bb", "c"}, 5, false, []string{"a   bb  c"}},
		{[]string{"get\tone key", "键值\ttwo", "x"}, 5, false, []string{"get   one key", "键值  two", "x"}},
		{[]string{"a\t1", "b\t2", "c\t3", "d\t4"}, 3, false, []string{"a  1", "b  2", "... and 2 more"}},
		{[]string{"a", "bb", "c"}, 5, true, []string{"a   bb  c", "... and perhaps others"}},
		{[]string{"a\t1", "b\t2", "c\t3"}, 3, true, []string{"a  1", "b  2", "... and at least 1 more"}},
		{slices.Repeat([]string{"12345678"}, 12), 3, false, []string{strings.Repeat("12345678  ", 3) + "12345678", strings.Repeat("12345678  ", 3) + "12345678", strings.Repeat("12345678  ", 3) + "12345678"}},
		{slices.Repeat([]string{"12345678"}, 13), 2, true, []string{strings.Repeat("12345678  ", 3) + "12345678", "... and at least 9 more"}},
	} {
		if got := (candidates{tt.items, tt.part}).rows(40, tt.limit, "…"); !cmp.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.items, got, tt.want)
		}
	}
}
