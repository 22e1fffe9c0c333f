package lessons

import (
	"slices"

	"redis-tutor/sandbox/reply"
)

// learner is what somebody did in a step, as far as checks ask for it. The
// scratch server has one too, for each mistake played there.
type learner struct {
	step  *Step
	about func(args []string) bool // whether a command is about the lesson; nil for yes
	any   bool                     // something was replied
	last  reply.Value              // the newest reply
	args  []string                 // the command it came to
	used  map[string]bool
	queue [][]string // what waits in a MULTI

	did     map[int]bool // checks that ask for a command or an EXEC, and what of them was done
	visited bool         // the web app has answered, and nothing was typed since
}

// saw takes in a command and its reply. It returns the commands that were
// really run, at EXEC all that had waited, and none for one that waits.
func (l *learner) saw(typed []string, rep reply.Value) (done [][]string) {
	if rep.Kind == reply.Status && rep.Text == "QUEUED" {
		l.queue = append(l.queue, typed)
		return nil
	}
	done = [][]string{typed}
	switch (Command{Args: typed}).Name() {
	case "EXEC":
		if rep.IsAggregate() {
			done = append(done, l.queue...)
		}
		l.queue = nil
	case "DISCARD", "RESET":
		l.queue = nil
	}
	l.any, l.last, l.args, l.visited = true, rep, typed, false
	if !rep.IsError() {
		l.uses(done)
		l.does(done)
	}
	return done
}

// does remembers which checks have been done by these commands.
func (l *learner) does(done [][]string) {
	if l.did == nil {
		l.did = map[int]bool{}
	}
	for i, c := range l.step.Check {
		if c.by(done) {
			l.did[i] = true
		}
	}
}

// uses remembers names. A command that was refused was not used, nor was one
// for the task that only repeats what the step shows, or an EXEC of nothing
// else, or one about keys that are no concern of the lesson's.
func (l *learner) uses(done [][]string) {
	if l.used == nil {
		l.used = map[string]bool{}
	}
	own := func(args []string) bool { return !l.step.shows(args) && (l.about == nil || l.about(args)) }
	for i, args := range done {
		ran := done[i+1:] // by an EXEC, which comes first
		if own(args) || len(args) == 1 && (len(ran) == 0 || slices.ContainsFunc(ran, own)) {
			l.used[Command{Args: args}.Name()] = true
		}
	}
}

// shows reports whether a command stands in one of the step's transcripts.
func (s *Step) shows(args []string) bool {
	return slices.ContainsFunc(s.Examples(), func(c Command) bool { return slices.Equal(c.Args, args) })
}
