package lessons

import (
	"context"
	"errors"
	"slices"
)

// Web is the web app of a lesson and the browsers that visit it. A Redis may
// be one as well: then the lines "app …", "visit …" and "cookies …" can be
// played with it, and the words that stand for keys of the app have a meaning.
type Web interface {
	// Browse plays such a line. Nobody looks at what comes of it. The error is
	// a *BadLine when the line is to blame.
	Browse(ctx context.Context, args []string) error
	// SessionKey returns the key that a word stands for: see KeyWord. The
	// learner's own browser is that at the prompt, or one elsewhere while that
	// was the last of the two to visit. The key is "" when there is no such
	// session, and ok is false for every other word.
	SessionKey(word string) (key string, ok bool)
	// Forget empties the browsers and removes what the app has made.
	Forget(ctx context.Context) error
}

// BadLine says why a line for the web app cannot be played, where neither the
// app nor its Redis is to blame.
type BadLine struct{ Err error }

func (e *BadLine) Error() string { return e.Err.Error() }

func (e *BadLine) Unwrap() error { return e.Err }

// webWords are the tutor words of which a lesson may have lines.
var webWords = []string{"app", "visit", "cookies"}

// unfilled returns a command of the learner's with the words of the step in
// place of the keys that they stand for, so that it can be compared with the
// step's own.
func (a *Attempt) unfilled(args []string) []string {
	web, ok := a.setting.Redis.(Web)
	if !ok {
		return args
	}
	for _, word := range a.step.keyWords() {
		key, _ := web.SessionKey(word)
		for i := range args {
			if key != "" && args[i] == key {
				args = slices.Clone(args)
				args[i] = word
			}
		}
	}
	return args
}

// keyWords returns the words of a step's transcripts and checks that stand for
// keys.
func (s *Step) keyWords() []string {
	var all []string
	note := func(args []string) {
		for _, word := range args {
			if standsForKey(word) && !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	for _, c := range s.Examples() {
		note(c.Args)
	}
	for _, c := range s.Check {
		note(c.Args)
	}
	return all
}

// browse plays a line for the app or a browser.
func (a *Attempt) browse(ctx context.Context, r Redis, c Command) error {
	web, ok := r.(Web)
	if !ok {
		return a.problem(c.Line, "> %s needs a web app, and there is none", c.Text)
	}
	err := web.Browse(ctx, c.Web)
	if bad, ok := errors.AsType[*BadLine](err); ok {
		return a.problem(c.Line, "> %s: %v", c.Text, bad)
	}
	return err
}

// forget takes a lesson's web app back to where nobody has visited it.
func forget(ctx context.Context, r Redis) error {
	if web, ok := r.(Web); ok {
		return web.Forget(ctx)
	}
	return nil
}

// Visited judges after a request to the app, the learner's own or that of a
// browser of hers. It is an attempt at the step: a foreseen mistake is told
// its advice.
func (a *Attempt) Visited(ctx context.Context) (Verdict, error) {
	a.learner.visited = true
	v, answers, err := a.judge(ctx, nil)
	if err == nil && !v.Passed {
		v.Advice, v.OnWay = a.advice(ctx, answers)
	}
	return v, err
}

// since is how a session that is not there is told of: a step that begins with
// one has lost it.
func (a *Attempt) since() string {
	if slices.ContainsFunc(a.step.Setup, func(c Command) bool { return c.Web != nil }) {
		return " any more; `again` brings it back"
	}
	return " yet"
}
