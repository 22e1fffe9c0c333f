package lessons

import (
	"context"
	"slices"
	"strings"
)

// Web is the web app of a lesson and the browsers that visit it. A Redis may
// be one as well: then the lines "app …", "visit …" and "cookies …" can be
// played with it, and the words that stand for keys of the app have a meaning.
type Web interface {
	// Browse plays such a line. Nobody looks at what comes of it.
	Browse(ctx context.Context, args []string) error
	// SessionKey returns the key that a word stands for: $session that of the
	// session of who has visited last, $session:NAME that of a browser which
	// was given a name, $sessions:USER the index of a user's. It is "" when there is no such
	// session, and ok is false for every other word.
	SessionKey(word string) (key string, ok bool)
	// Forget empties the browsers and removes what the app has made.
	Forget(ctx context.Context) error
}

// webWords are the tutor words of which a lesson may have lines.
var webWords = []string{"app", "visit", "cookies"}

// standsForKey reports whether a word stands for a key of the app's.
func standsForKey(word string) bool {
	return word == "$session" || strings.HasPrefix(word, "$session:") || strings.HasPrefix(word, "$sessions:")
}

// Filled returns a command with the keys that its words stand for. A word
// without a session stays: there is no key of that name.
func Filled(web Web, args []string) []string {
	if !slices.ContainsFunc(args, standsForKey) {
		return args
	}
	args = slices.Clone(args)
	for i, word := range args {
		if key, _ := web.SessionKey(word); key != "" {
			args[i] = key
		}
	}
	return args
}

// filled is Filled for commands, with the web app of a Redis, where it has one.
func filled(r Redis, commands [][]string) [][]string {
	web, ok := r.(Web)
	if !ok {
		return commands
	}
	commands = slices.Clone(commands)
	for i, args := range commands {
		commands[i] = Filled(web, args)
	}
	return commands
}

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
	if err := web.Browse(ctx, c.Web); err != nil {
		return a.problem(c.Line, "> %s: %v", c.Text, err)
	}
	return nil
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
	v, answers, err := a.judge(ctx)
	if err == nil && !v.Passed {
		v.Advice, v.OnWay = a.advice(ctx, answers)
	}
	return v, err
}

// nobody says that a check is about a session that is not there, "" when it is
// not so.
func (a *Attempt) nobody(c Check) string {
	web, ok := a.setting.Redis.(Web)
	if !ok {
		return ""
	}
	since := " yet"
	if slices.ContainsFunc(a.step.Setup, func(c Command) bool { return c.Web != nil }) {
		since = " any more; `again` brings it back"
	}
	for _, word := range c.Args {
		key, stands := web.SessionKey(word)
		_, name, named := strings.Cut(word, ":")
		switch {
		case !stands || key != "" || strings.HasPrefix(word, "$sessions"):
		case named:
			return "the browser `" + name + "` has no session" + since
		default:
			return "the browser has no session" + since
		}
	}
	return ""
}
