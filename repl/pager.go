package repl

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// What is taller than the screen is shown page by page: by a program of the
// learner's choice, or else here.

// long writes a text that may be taller than the window. It is made before
// any of it is written, so that it can be shown page by page, until ctx
// ends.
func (s *Session) long(ctx context.Context, draw func(out *screen.Screen) error) {
	var text strings.Builder
	err := draw(s.Screen.On(&text))
	s.page(ctx, text.String())
	switch {
	case err != nil && ctx.Err() != nil:
		s.Screen.Note("Stopped looking.")
	case err != nil:
		s.Screen.Error(err)
	}
}

// page prints text, page by page when it does not fit on the screen.
func (s *Session) page(ctx context.Context, text string) {
	columns, rows := s.Terminal.Size()
	if !s.Terminal.Interactive() || !s.Settings.On("pager") || height(text, columns) < rows {
		s.Screen.Raw(text)
		return
	}
	if s.Pager != nil {
		err := s.Terminal.Lend(func() error { return s.Pager(ctx, text) })
		if err == nil {
			return
		}
		if !errors.Is(err, ErrNoPager) {
			s.Screen.Error(fmt.Errorf("the pager: %w", err), "`pager off` shows long texts as they are")
		}
	}
	s.pageHere(ctx, text)
}

// pageHere is a pager that only goes forward: what was shown can be scrolled
// back to.
func (s *Session) pageHere(ctx context.Context, text string) {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	next := 0
	show := func(room, columns int) {
		for from := next; next < len(lines); next++ {
			if room -= height(lines[next], columns); room < 0 && next > from {
				return
			}
			s.Screen.Raw(strings.TrimSuffix(lines[next], "\n") + "\n")
		}
	}
	columns, rows := s.Terminal.Size()
	show(rows-1, columns)
	for next < len(lines) {
		more := fmt.Sprintf("-- more lines: %d; Space goes on, G to the end, q stops --", len(lines)-next)
		if !s.Terminal.Status(s.Screen.Paint(screen.Quiet, more)) {
			show(len(text), columns) // nobody could be told how to go on
			return
		}
		key, err := s.Terminal.ReadKey(ctx)
		s.Terminal.Status("")
		columns, rows = s.Terminal.Size()
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
