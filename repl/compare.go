package repl

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/chart"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/typing"
)

// Compare readies the Redises of a comparison, and runs it. When ctx ends, the
// result is what was measured by then.
type Compare func(ctx context.Context, s compare.Setting, run CompareRun) (*compare.Result, error)

// CompareRun is what a comparison does: compare.Run measures, compare.Describe
// tells how.
type CompareRun func(ctx context.Context, s compare.Setting) (*compare.Result, error)

// compare measures where web sessions may be kept and draws the result, or only
// tells how that is done. Ctrl-C ends it, and what was measured by then is drawn.
func (s *Session) compare(ctx context.Context, args []string) {
	said := strings.ReplaceAll(" "+strings.ToLower(strings.Join(args, " ")), " --", " ") // the flags of the command line
	name, method := strings.CutSuffix(said, " method")
	size, known := compare.Named(cmp.Or(strings.TrimSpace(name), "quick"))
	switch {
	case !known:
		s.Screen.Error(fmt.Errorf("compare cannot be %q", strings.Join(args, " ")), "`compare` alone takes ten seconds to half a minute, `compare usual` a minute or two, `compare full` some ten minutes", "`compare method`, or `compare usual method`, tells how it is done")
		return
	case s.Config.Compare == nil:
		s.Screen.Error(fmt.Errorf("nothing can be compared here"), "redis-tutor compare does it on its own")
		return
	}
	setting, run := compare.Setting{Size: size}, CompareRun(compare.Describe)
	draw := chart.Method
	if !method {
		s.Screen.Note("Comparing. Your keys are left alone. Ctrl-C stops it and shows what there is by then.")
		setting.Tell, run = s.sayProgress(), compare.Run
		draw = func(out *screen.Screen, r *compare.Result) { chart.Draw(out, r, methodOf(r)) }
	}
	result, err := s.Config.Compare(ctx, setting, run)
	s.Terminal.Status("")
	switch {
	case result != nil && len(result.Workloads) > 0:
		s.long(context.WithoutCancel(ctx), func(out *screen.Screen) error {
			draw(out, result)
			return nil
		})
	case err == nil || ctx.Err() != nil:
		s.Screen.Note("Stopped before there was anything to show.")
	}
	if err != nil && ctx.Err() == nil {
		s.Screen.Error(err)
	}
}

// afterCompare is what may follow a size.
func afterCompare(first string) []typing.Choice {
	if first == "method" {
		return nil
	}
	return oneOf("method")(nil)
}

// methodOf is the line that tells how a result came about.
func methodOf(r *compare.Result) string {
	if r.Size == "quick" {
		return "compare method"
	}
	return "compare " + r.Size + " method"
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
