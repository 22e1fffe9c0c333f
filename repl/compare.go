package repl

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/chart"
	"redis-tutor/repl/screen"
)

// compare measures where web sessions may be kept and draws the result. Ctrl-C
// ends it, and what was measured by then is drawn.
func (s *Session) compare(ctx context.Context, args []string) {
	name := strings.ToLower(strings.Join(args, " "))
	if name == "" {
		name = "quick"
	}
	size, known := compare.Named(name)
	switch {
	case !known:
		s.Screen.Error(fmt.Errorf("compare cannot be %q", name), "`compare` alone takes some ten seconds, `compare usual` a minute or two, `compare full` some ten minutes")
		return
	case s.Config.Compare == nil:
		s.Screen.Error(fmt.Errorf("nothing can be compared here"), "redis-tutor compare does it on its own")
		return
	}
	s.Screen.Note("Comparing. Your keys are left alone. Ctrl-C stops it and shows what there is by then.")
	result, err := s.Config.Compare(ctx, size, s.sayProgress())
	s.Terminal.Status("")
	switch {
	case result != nil && len(result.Workloads) > 0:
		s.long(context.WithoutCancel(ctx), func(out *screen.Screen) error {
			chart.Draw(out, result)
			return nil
		})
	case err == nil || ctx.Err() != nil:
		s.Screen.Note("Stopped before there was anything to show.")
	}
	if err != nil && ctx.Err() == nil {
		s.Screen.Error(err)
	}
}

// sayProgress returns what shows, on one row, how far a comparison is: a few
// times a second, or not at all where the terminal cannot take text back.
func (s *Session) sayProgress() func(compare.Progress) {
	var mu sync.Mutex
	var shown time.Time
	return func(p compare.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(shown) < 100*time.Millisecond {
			return
		}
		shown = time.Now()
		s.Terminal.Status(s.Screen.Paint(screen.Quiet, fmt.Sprintf("# %d%% · %s, round %d of %d", 100*p.Done/max(p.InAll, 1), p.Load, p.Round, p.Of)))
	}
}
