package pager_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl/pager"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
)

// thirty are so many lines, each with its number.
func thirty() string {
	var text strings.Builder
	for i := range 30 {
		fmt.Fprintf(&text, "line %d.\n", i+1)
	}
	return text.String()
}

// show shows a text in a window of 20 columns and 10 rows.
func show(t *testing.T, text string, program func(context.Context, string) error, keys ...string) *terminaltest.Fake {
	term := terminaltest.New(keys...)
	term.Columns, term.Rows = 20, 10
	p := pager.Pager{Terminal: term, Screen: screen.New(term, screen.Options{}), Program: program}
	p.Show(t.Context(), text)
	return term
}

func TestKeys(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		last int
	}{
		"q":            {[]string{"q"}, 9},
		"a page":       {[]string{" ", "q"}, 18},
		"a line":       {[]string{"", "", "q"}, 11},
		"to the end":   {[]string{"G"}, 30},
		"other keys":   {[]string{"x", " ", "q"}, 18},
		"Ctrl-C":       {[]string{" ", terminaltest.CtrlC}, 18},
		"all of it":    {[]string{" ", " ", " "}, 30},
		"end of input": {nil, 9},
	} {
		t.Run(name, func(t *testing.T) {
			term := show(t, thirty(), nil, tt.keys...)
			if want := fmt.Sprintf("line %d.\n", tt.last); !strings.HasSuffix(term.Output(), want) {
				t.Errorf("it ends before %q\n%s", want, term.Output())
			}
			if said := fmt.Sprintf("-- more lines: %d; Space goes on", 30-9); !strings.Contains(strings.Join(term.Statuses(), "\n"), said) {
				t.Errorf("no %q in %q", said, term.Statuses())
			}
		})
	}
}

// TestProgram hands a program what does not fit. What becomes of a text when
// that fails is seen here.
func TestProgram(t *testing.T) {
	var paged []string
	program := func(err error) func(context.Context, string) error {
		return func(_ context.Context, text string) error {
			paged = append(paged, text)
			return err
		}
	}
	wide := strings.Repeat("x", 200) + "\n" // ten rows
	for _, text := range []string{"short\n", wide[20:], thirty(), wide} {
		show(t, text, program(nil))
	}
	if !slices.Equal(paged, []string{thirty(), wide}) {
		t.Errorf("paged: %q", paged)
	}
	for err, said := range map[error]string{errors.New("gone"): "error: the pager: gone", pager.ErrNone: ""} {
		out := show(t, thirty(), program(err), "G").Output()
		if !strings.HasPrefix(out, said) || said == "" && strings.Contains(out, "error") || !strings.HasSuffix(out, "line 30.\n") {
			t.Errorf("%v: %s", err, out)
		}
	}
}
