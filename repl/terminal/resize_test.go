package terminal

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestResizeLeavesNothing: after each change of the width the screen is as if
// the line had been typed at that width.
func TestResizeLeavesNothing(t *testing.T) {
	cfg := goingOn(Config{
		Paint: paintWords,
		Say: func(line string) (hint, fault string) {
			if strings.HasSuffix(line, "bad") {
				return "", "# \x1b[31mnothing of this kind\x1b[0m may follow here"
			}
			return "\x1b[2m key value [NX|XX] [EX seconds|PX milliseconds]\x1b[0m", ""
		},
		Complete: func(line string, pos int) (string, int, []string, bool) {
			return line, pos, []string{"SET\tKeep a text at a key, in place of what was there", "SETEX\tKeep a text"}, false
		},
	})
	tests := map[string]string{
		"a hint":            "SET",
		"a long line":       strings.Repeat("0123456789", 6),
		"its start":         strings.Repeat("0123456789", 6) + "\x01",
		"its middle":        strings.Repeat("0123456789", 6) + strings.Repeat("\x02", 25),
		"candidates":        "SE\t",
		"a fault":           "SET bad",
		"rows":              "SET \"" + strings.Repeat("one ", 9) + "\r" + strings.Repeat("two ", 9) + "\rthree",
		"the first of rows": "SET \"" + strings.Repeat("one ", 9) + "\r" + strings.Repeat("two ", 9) + "\rthree\x1b[A\x1b[A\x01",
	}
	for name, keys := range tests {
		t.Run(name, func(t *testing.T) { resizeLeavesNothing(t, cfg, keys, "", false) })
		t.Run(name+", blank rows kept", func(t *testing.T) {
			resizeLeavesNothing(t, cfg, keys, strings.Repeat("above\n", 11), true)
		})
	}
}

// resizeLeavesNothing changes the size of a screen at which keys have been
// typed below a text, again and again. blanks is the way of tmux, which would
// lose the cursor were there no rows above the line.
func resizeLeavesNothing(t *testing.T, cfg Config, keys, above string, blanks bool) {
	r := typedAt(t, 50, cfg, above, keys)
	r.screen.blanks = blanks
	r.answersWithin(time.Minute) // a busy machine is no terminal without an answer
	sizes := [][2]int{{49, 20}, {30, 20}, {41, 20}, {20, 20}, {70, 20}, {25, 20}, {60, 20}, {40, 6}, {40, 20}, {30, 15}, {60, 8}, {25, 9}, {90, 20}}
	if !blanks {
		sizes = append(sizes, [][2]int{{12, 20}, {50, 20}, {80, 20}, {10, 20}, {79, 20}, {40, 20}}...)
	}
	for _, size := range sizes {
		width, height := size[0], size[1]
		want, x, y := typedAt(t, width, cfg, above, keys).screen.all()
		r.resize(width, height)
		if got, gotX, gotY := r.screen.all(); got != want || gotX != x || gotY != y {
			t.Fatalf("%d columns, %d rows:\n%s\n%d, %d; want\n%s\n%d, %d", width, height, got, gotX, gotY, want, x, y)
		}
	}
}

// resize changes the size of the screen and waits until the line is drawn anew:
// what is drawn between a change and the word of it goes wrong at any terminal.
func (r *rig) resize(w, h int) {
	e := r.Terminal.(*editor)
	r.screen.resize(w, h)
	e.resized()
	r.until("rest", func() bool {
		e.disp.mu.Lock()
		defer e.disp.mu.Unlock()
		return !e.disp.place.pending && e.atRest()
	})
}

// answersWithin sets how long the place of the cursor is waited for.
func (r *rig) answersWithin(d time.Duration) {
	e := r.Terminal.(*editor)
	e.disp.mu.Lock()
	defer e.disp.mu.Unlock()
	e.disp.place.wait = d
}

func typedAt(t *testing.T, width int, cfg Config, above, keys string) *rig {
	t.Helper()
	r := newRig(t, width, 20, cfg)
	fmt.Fprint(r, above)
	r.ask()
	r.press(keys)
	r.settle()
	return r
}

// TestNoAnswer: a terminal that does not say where the cursor stands gets its
// line all the same, with what was typed and printed meanwhile.
func TestNoAnswer(t *testing.T) {
	for name, meanwhile := range map[string]func(*rig){
		"typed":   func(r *rig) { r.press("x") },
		"printed": func(r *rig) { r.press("x"); fmt.Fprintln(r, "news") },
		"cleared": func(r *rig) { r.press("x\x0c") },
	} {
		t.Run(name, func(t *testing.T) {
			resize := make(chan struct{})
			r := typedAt(t, 50, Config{Resize: resize}, "above\n", "abc")
			r.screen.answers = nil
			r.answersWithin(50 * time.Millisecond)
			r.screen.resize(40, 20)
			resize <- struct{}{}
			meanwhile(r)
			want := map[string]string{"typed": "above\n> abcx", "printed": "above\nnews\n> abcx", "cleared": "> abcx"}[name]
			r.until("line", func() bool { got, _, _ := r.screen.text(); return got == want })
		})
	}
}

// TestAnswerNobodyAskedFor: some terminals send for a function key what could
// be an answer, and an answer may come too late.
func TestAnswerNobodyAskedFor(t *testing.T) {
	r := newRig(t, 10, 6, Config{})
	fmt.Fprintln(r, "above")
	r.ask()
	r.press("0123456789")
	r.press("\x1b[1;2R\x1b[R\x1b[5R\x1b[0;1Ra")
	r.want(3, 2, "above", "> 01234567", "89a")
}

// TestEnterBeforeTheAnswer: the line is entered while the place of the cursor is
// being asked for.
func TestEnterBeforeTheAnswer(t *testing.T) {
	resize := make(chan struct{})
	r := typedAt(t, 50, Config{Resize: resize}, "above\n", "abc")
	r.screen.answers = nil
	r.answersWithin(time.Minute)
	r.screen.resize(40, 20)
	resize <- struct{}{}
	r.press("d\r")
	r.wantLine("abcd", nil)
	r.ask()
	r.press("\x1b[1;1Re")
	r.want(3, 2, "above", "> abcd", "> e")
}
