package program

import (
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"redis-tutor/lessons/websession/compare"
)

// progress returns what shows on standard error how far a comparison is, and
// what takes that away again: a bar on a terminal, a line for each round where
// it should be plain, and nothing where nobody looks.
func (a *app) progress() (tell func(compare.Progress), done func()) {
	switch {
	case !onTerminal(a.Err):
		return nil, func() {}
	case a.plain():
		return a.plainProgress(), func() {}
	}
	bar := progressbar.NewOptions(1,
		progressbar.OptionSetWriter(a.Err),
		progressbar.OptionSetTheme(a.barTheme()),
		progressbar.OptionFullWidth(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(false), // arms differ too much to foretell
		progressbar.OptionClearOnFinish(),
	)
	var mu sync.Mutex
	return func(p compare.Progress) {
		mu.Lock()
		defer mu.Unlock()
		bar.ChangeMax(p.InAll)
		bar.Describe(fmt.Sprintf("%s, %d/%d", p.Load, p.Round, p.Of))
		_ = bar.Set(min(p.Done, p.InAll-1)) // the last one would end it, and others may be late
	}, func() { _ = bar.Clear() }
}

func (a *app) barTheme() progressbar.Theme {
	if a.ascii() {
		return progressbar.Theme{Saucer: "#", SaucerHead: "#", SaucerPadding: ".", BarStart: "[", BarEnd: "]"}
	}
	return progressbar.Theme{Saucer: "█", SaucerHead: "█", SaucerPadding: "░"}
}

// plainProgress writes a line when a round begins.
func (a *app) plainProgress() func(compare.Progress) {
	var mu sync.Mutex
	said := ""
	return func(p compare.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if text := fmt.Sprintf("%s, round %d of %d\n", p.Load, p.Round, p.Of); text != said {
			said = text
			fmt.Fprint(a.Err, text)
		}
	}
}
