package chart_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/chart"
	"redis-tutor/repl/screen"
)

var update = flag.Bool("update", false, "rewrite the pictures in testdata")

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestDraw draws on four kinds of terminal.
func TestDraw(t *testing.T) {
	at := func(width int) func() int { return func() int { return width } }
	for _, c := range []struct {
		name string
		o    screen.Options
	}{
		{"wide", screen.Options{Width: at(80)}},
		{"narrow", screen.Options{Width: at(40)}},
		{"ascii", screen.Options{Width: at(80), ASCII: true}},
		{"colour", screen.Options{Width: at(40), Color: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			out := screen.New(&b, c.o)
			chart.Draw(out, result(), "redis-tutor compare --method")
			out.Blank()
			chart.Method(out, result())
			for line := range strings.Lines(b.String()) {
				if w := uniseg.StringWidth(escapes.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")); w > c.o.Width() {
					t.Errorf("%d columns, want %d at most: %q", w, c.o.Width(), line)
				}
				if c.o.ASCII && strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
					t.Errorf("not ASCII: %q", line)
				}
			}
			golden(t, c.name+".txt", b.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// TestDrawLittle: a result with hardly anything in it is drawn as well.
func TestDrawLittle(t *testing.T) {
	var b strings.Builder
	out := screen.New(&b, screen.Options{})
	chart.Draw(out, &compare.Result{Workloads: []compare.Load{{Title: "Nobody came", Results: []compare.Measured{{Arm: "x"}}}}}, "compare method")
	if !strings.Contains(b.String(), "Nobody came") || strings.Contains(b.String(), "█") || strings.Contains(b.String(), "NaN") {
		t.Errorf("%s", b.String())
	}
}
