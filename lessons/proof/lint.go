package proof

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"redis-tutor/lessons"
	"redis-tutor/sandbox/command"
)

const (
	maxColumns = 72              // of a line of prose, so that it fits everywhere
	maxForward = 2 * time.Second // a real server waits for real
	released   = "released.txt"
)

// fault notes a problem. Steps are played side by side, hence the lock.
func (c *checker) fault(file string, line int, format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Problems = append(c.Problems, &lessons.Problem{File: file, Line: line, Msg: fmt.Sprintf(format, args...)})
}

// lint holds the course to the rules that need no server.
func (c *checker) lint(course *lessons.Course) error {
	if err := c.folder(); err != nil {
		return err
	}
	if err := c.released(course); err != nil {
		return err
	}
	taught := c.newTaught()
	for _, l := range course.Lessons {
		src, err := fs.ReadFile(c.FS, l.File)
		if err != nil {
			return err
		}
		c.columns(l.File, string(src))
		for _, s := range l.Steps {
			taught.prose(s.Opening)
			taught.learn(s)
			if !c.broken[l.File] {
				c.step(l.File, s)
				taught.suffices(l.File, s)
			}
		}
		if !c.broken[l.File] {
			c.challenge(l)
		}
	}
	return nil
}

// folder refuses files that Load would pass over.
func (c *checker) folder() error {
	entries, err := fs.ReadDir(c.FS, ".")
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".md") && e.Name() != released {
			c.fault(e.Name(), 0, "a course holds lessons (NN-id.md) and %s, nothing else", released)
		}
	}
	return err
}

// released holds the course to the step ids learners' progress is kept by.
func (c *checker) released(course *lessons.Course) error {
	list, err := fs.ReadFile(c.FS, released)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	ids := map[string]bool{}
	for _, l := range course.Lessons {
		for _, s := range l.Steps {
			ids[s.FullID()] = true
		}
	}
	for i, line := range strings.Split(string(list), "\n") {
		id, _, _ := strings.Cut(line, "#")
		if id = strings.TrimSpace(id); id != "" && !ids[id] {
			c.fault(released, i+1, "the step %q was released and is gone", id)
		}
	}
	return err
}

// columns measures the lines people read: prose, and the words in the
// lesson's own blocks. Commands, replies and headings are as long as they are.
func (c *checker) columns(file, src string) {
	fence, body := "", false
	for i, line := range strings.Split(src, "\n") {
		if line == "---" {
			body = body || i > 0
			continue
		}
		if info, ok := strings.CutPrefix(line, "```"); ok {
			if fence == "" {
				fence = "```" + strings.TrimSpace(info)
			} else {
				fence = ""
			}
			continue
		}
		if n := uniseg.StringWidth(line); body && n > maxColumns && isProse(fence, line) {
			c.fault(file, i+1, "prose is at most %d columns wide, this line has %d", maxColumns, n)
		}
	}
}

// isProse says whether a line inside a fence, or outside all of them, is text
// in sentences. A command cannot be broken over two lines, text can.
func isProse(fence, line string) bool {
	switch fence {
	case "":
		return !strings.HasPrefix(line, "#")
	case "```task", "```hint", "```wrong", "```solution", "```quiz":
		return !strings.HasPrefix(line, "> ")
	}
	return false
}

// challenge asks every lesson to end in one.
func (c *checker) challenge(l *lessons.Lesson) {
	for i, s := range l.Steps {
		last := i == len(l.Steps)-1
		if s.Challenge && !last {
			c.fault(l.File, s.Line, "a challenge is the last step of its lesson")
		}
		if last && !s.Challenge {
			c.fault(l.File, s.Line, "the last step of a lesson is a challenge: {#%s .challenge}", s.ID)
		}
	}
}

// step holds a step to what it must have.
func (c *checker) step(file string, s *lessons.Step) {
	missing := func(bad bool, what string) {
		if bad {
			c.fault(file, s.Line, "step %q has %s", s.ID, what)
		}
	}
	shown := 0
	for _, b := range s.Body {
		shown += len(b.Exchanges)
	}
	missing(shown == 0, "no redis block to try")
	missing(len(s.Hints) < 2, fmt.Sprintf("%d of the two hints it needs", len(s.Hints)))
	missing(s.Task == nil && s.Quiz == nil, "neither a task nor a quiz")
	if s.Task != nil {
		missing(len(s.Solution.Commands) == 0, "no solution")
		missing(len(s.Wrongs) == 0, "no wrong: which mistake is likely?")
	}
	c.hints(file, s)
	c.commands(file, s)
}

// hints refuses a hint that is the answer.
func (c *checker) hints(file string, s *lessons.Step) {
	for i, h := range s.Hints {
		text, told := squeeze(h.String()), 0
		for _, cmd := range s.Solution.Commands {
			if strings.Contains(text, squeeze(cmd.Text)) {
				told++
			}
		}
		if told > 0 && told == len(s.Solution.Commands) {
			c.fault(file, h[0].Line, "hint %d of step %q is the whole solution", i+1, s.ID)
		}
	}
}

// squeeze makes spelling of commands comparable: case and spacing do not hide
// an answer.
func squeeze(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// commands refuses what no server knows, checks that write, and long waits.
func (c *checker) commands(file string, s *lessons.Step) {
	for _, check := range s.Check {
		if check.Args == nil {
			continue
		}
		e := c.Commands.Effect(0, check.Args)
		if e.Command == nil {
			c.fault(file, check.Line, "%q is no command of Redis", check.Args[0])
		} else if !e.Reads() && !e.Counts {
			c.fault(file, check.Line, "a check only looks, and %s does more", e.Command.Name)
		}
	}
	for _, part := range [][]lessons.Command{s.Setup, s.Solution.Commands} {
		for _, line := range part {
			if _, known := c.Commands.Lookup(line.Args...); !known && line.Args != nil {
				c.fault(file, line.Line, "%q is no command of Redis", line.Args[0])
			}
		}
	}
	c.bounded(file, s)
	for _, line := range everyLine(s) {
		if line.Forward > maxForward {
			c.fault(file, line.Line, "a real server waits for real: forward at most %s", maxForward)
		}
	}
}

// bounded refuses commands that may change more than the keys that they name,
// since on a server there are others: a setup would not be run there, and
// nobody should be taught to. A script runs in a setup nowhere on a server; as
// the learner's own it must name its keys.
func (c *checker) bounded(file string, s *lessons.Step) {
	for _, line := range s.Setup {
		e := c.Commands.Effect(0, line.Args)
		if e.Command != nil && e.Beyond != "" {
			c.fault(file, line.Line, "a setup must be safe beside somebody's keys, and %s is not: %s", e.Command.Name, e.Beyond)
		}
		if slices.ContainsFunc(e.Keys, func(k command.Key) bool { return k.DB != 0 }) {
			c.fault(file, line.Line, "a setup makes keys in another database with SELECT, and not with %s", e.Command.Name)
		}
	}
	learners := slices.Clone(s.Solution.Commands)
	for _, w := range s.Wrongs {
		learners = append(learners, w.Commands...)
	}
	for _, line := range learners {
		e := c.Commands.Effect(0, line.Args)
		if e.Command != nil && e.Beyond != "" && !(e.Script && len(e.Keys) > 0) {
			c.fault(file, line.Line, "a lesson must be safe beside somebody's keys, and %s is not: %s", e.Command.Name, e.Beyond)
		}
	}
}

// everyLine returns the lines behind "> " of a step.
func everyLine(s *lessons.Step) []lessons.Command {
	lines := append([]lessons.Command{}, s.Setup...)
	for _, b := range s.Body {
		for _, e := range b.Exchanges {
			lines = append(lines, e.Command)
		}
	}
	lines = append(lines, s.Solution.Commands...)
	for _, w := range s.Wrongs {
		lines = append(lines, w.Commands...)
	}
	if s.Quiz != nil {
		lines = append(lines, s.Quiz.Commands...)
	}
	return lines
}
