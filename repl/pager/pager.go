// Package pager shows a text that is taller than the window page by page: with
// a program of the learner's choice, or else by itself.
//
// It promises that all of a text can be read, whatever becomes of the program.
// It refuses to know what the text is, and whether pages are wanted.
package pager

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// ErrNone is what a Program returns when the learner has none.
var ErrNone = errors.New("no pager is installed")

// Terminal is what a pager needs of one: see terminal.Terminal.
type Terminal interface {
	Size() (columns, rows int)
	Status(text string) bool
	ReadKey(ctx context.Context) (rune, error)
	Lend(run func() error) error
}

// Pager shows texts at a terminal.
type Pager struct {
	Terminal Terminal
	Screen   *screen.Screen // writes to the Terminal

	// Program shows a text with another program, which has the terminal
	// meanwhile and ends with ctx. Nil is none.
	Program func(ctx context.Context, text string) error
}

// Show writes text, page by page when it does not fit into the window, until
// the learner has seen enough or ctx ends.
func (p *Pager) Show(ctx context.Context, text string) {
	columns, rows := p.Terminal.Size()
	if height(text, columns) < rows {
		p.Screen.Raw(text)
		return
	}
	if p.Program != nil {
		err := p.Terminal.Lend(func() error { return p.Program(ctx, text) })
		if err == nil {
			return
		}
		if !errors.Is(err, ErrNone) {
			p.Screen.Error(fmt.Errorf("the pager: %w", err), "`pager off` shows long texts as they are")
		}
	}
	p.here(ctx, text)
}

// here is a pager that only goes forward: what was shown can be scrolled
// back to.
func (p *Pager) here(ctx context.Context, text string) {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	next := 0
	show := func(room, columns int) {
		for from := next; next < len(lines); next++ {
			if room -= height(lines[next], columns); room < 0 && next > from {
				return
			}
			p.Screen.Raw(strings.TrimSuffix(lines[next], "\n") + "\n")
		}
	}
	columns, rows := p.Terminal.Size()
	show(rows-1, columns)
	for next < len(lines) {
		more := fmt.Sprintf("-- more lines: %d; Space goes on, G to the end, q stops --", len(lines)-next)
		if !p.Terminal.Status(p.Screen.Paint(screen.Quiet, more)) {
			show(len(text), columns) // nobody could be told how to go on
			return
		}
		key, err := p.Terminal.ReadKey(ctx)
		p.Terminal.Status("")
		columns, rows = p.Terminal.Size()
		switch {
		case err != nil, key == 'q', key == 'Q':
			return
		case key == 'G':
			show(len(text), columns)
		case key == '\r', key == 'j':
			show(1, columns)
		case key == ' ', key == 'f':
			show(rows-1, columns)
		}
	}
}

// height is how many rows text takes on a screen of that many columns.
func height(text string, columns int) int {
	rows := 0
	for line := range strings.Lines(text) {
		rows += max(1, (cells.Width(strings.TrimSuffix(line, "\n"))+columns-1)/columns)
	}
	return rows
}
