package browse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"redis-tutor/lessons"
)

// Browse carries out a line of a lesson, "app start", "visit /" or "cookies",
// and tells nobody. A page that the app refuses, or does not have, is no page to
// send learners to: the line is at fault, and not when Redis is away.
func (w *Web) Browse(ctx context.Context, args []string) error {
	w.quiet.Store(true)
	defer w.quiet.Store(false)
	switch args[0] {
	case "visit":
		return w.lineVisit(ctx, args[1:])
	case "app":
		return w.lineApp(ctx, args)
	case "cookies":
		if _, err := ParseAs(args[1:]); err != nil {
			return &lessons.BadLine{Err: err}
		}
		return nil
	}
	return unfit(args)
}

func (w *Web) lineVisit(ctx context.Context, args []string) error {
	o, err := ParseVisit(args)
	if err != nil {
		return &lessons.BadLine{Err: err}
	}
	page, err := w.Visit(ctx, o, Watch{})
	if _, unclear := errors.AsType[*Unclear](err); unclear {
		return &lessons.BadLine{Err: err}
	}
	if err != nil || page.Status < 400 {
		return err
	}
	err = fmt.Errorf("the app answers %d %s", page.Status, http.StatusText(page.Status))
	if page.Status == http.StatusServiceUnavailable {
		return err
	}
	return &lessons.BadLine{Err: err}
}

func (w *Web) lineApp(ctx context.Context, args []string) error {
	o, err := ParseApp(args[1:])
	switch {
	case err != nil || o.Addr != "": // the port may be taken
		return unfit(args)
	case o.Do == StartApp:
		return w.Open(ctx, "")
	case o.Do == StopApp:
		return w.Stop()
	}
	return unfit(args)
}

func unfit(args []string) error {
	return &lessons.BadLine{Err: fmt.Errorf("%q is nothing a lesson can do", strings.Join(args, " "))}
}
