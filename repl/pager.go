package repl

import (
	"context"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/pager"
	"redis-tutor/repl/screen"
)

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

// page prints text, page by page where that is wanted, or keeps it for a
// program.
func (s *Session) page(ctx context.Context, text string) {
	if s.drawn != nil {
		s.drawn.WriteString(cells.Plain(text))
		return
	}
	if !s.Terminal.Interactive() || !s.Settings.On("pager") {
		s.Screen.Raw(text)
		return
	}
	pages := pager.Pager{Terminal: s.Terminal, Screen: s.Screen, Program: s.Pager}
	pages.Show(ctx, text)
}
