// Package lessons is a course of lessons: read from Markdown, found by name,
// and attempted one step at a time.
//
// It judges the keyspace and not the spelling of a command, and promises that
// looking around is never a miss, that a Go error (the sandbox failed) is
// never judged as an answer, and that every fault of a lesson is reported
// with its file and line. It knows nothing of terminals and opens no
// connection: it is given a Redis to ask.
package lessons

import (
	"context"
	"fmt"
	"strings"
	"time"

	"redis-tutor/lessons/expect"
	"redis-tutor/lessons/prose"
	"redis-tutor/sandbox/reply"
)

// Redis is a server that can be asked, on a connection of the tutor's own. A
// Redis error is a reply; a Go error means that no reply came.
type Redis interface {
	// Observe runs commands in a database as one exchange, and returns a reply
	// for each. A SELECT and a MULTI among them hold to its end. A database
	// that the server refuses is an error.
	Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)
}

// Course is lessons in teaching order.
type Course struct{ Lessons []*Lesson }

// Lesson is one file of a course.
type Lesson struct {
	ID, Title, Aim string
	File           string              // name within the course
	Values         map[string][]string // what ${name} may stand for
	Steps          []*Step

	opening section // what stands before the first step
}

// Step is one screen of a lesson: something to read and try, then a task or a
// quiz. Wherever the lesson has values, a Step of a Course shows the first of
// each list; the Step of an Attempt shows those that were drawn.
type Step struct {
	ID, Title string
	Line      int        // of its heading
	Challenge bool       // not spelled out: the learner puts the lesson together
	Values    []string   // names of the lesson's values that the step uses
	Opening   prose.Text // of a lesson's first step: what stands before it
	Body      []Block
	Task      prose.Text // nil for a quiz
	Setup     []Command
	Check     []Check
	Wrongs    []Wrong
	Hints     []prose.Text
	Solution  Solution
	Quiz      *Quiz // nil for a task

	lesson *Lesson
	source section // what stands below the heading
}

// section is a part of a file, as written.
type section struct {
	first int // the number of its first line
	text  string
}

// line returns a line by its number, "" when it stands elsewhere.
func (s section) line(n int) string {
	for line := range strings.SplitSeq(s.text, "\n") {
		if s.first == n {
			return line
		}
		s.first++
	}
	return ""
}

// FullID names the step within the course, as in "lists/push". Progress is
// kept by this name.
func (s *Step) FullID() string { return s.lesson.ID + "/" + s.ID }

// Block is a piece of a step's body: prose or, when it has Exchanges, a
// transcript (of which the prose is the verbatim text).
type Block struct {
	prose.Block
	Exchanges []Exchange
	Loose     bool // only the kind of each reply and its number of items are promised
}

// Exchange is a command and the reply the lesson shows for it.
type Exchange struct {
	Command
	Reply []string // redis-cli's standard format, line by line
}

// Command is a line behind "> ": a Redis command, "forward 3s", which moves
// the sandbox's clock, or a line such as "visit /" for the web app.
type Command struct {
	Line    int
	Text    string        // as written, without the "> "
	Args    []string      // nil for what is no Redis command; without "as NAME"
	Forward time.Duration // 0 for all but forward
	Web     []string      // the words of a line for the web app
}

// Name returns the first word in capitals, or "" for what is no Redis command.
func (c Command) Name() string {
	if len(c.Args) == 0 {
		return ""
	}
	return strings.ToUpper(c.Args[0])
}

// Check is one thing that must hold: of a key, or of what the learner did. All
// but one of Args, Last and Did are empty.
type Check struct {
	Line int
	Text string   // the left side, as written
	Args []string // what to ask the server
	Last bool     // the reply that the learner saw last is asked for
	Did
	Want expect.Pattern // of Args and Last
}

// Did is what a check asks of the learner's own doing. All but one of its
// fields are empty.
type Did struct {
	Used    []string   // commands of which one must have been used, in capitals
	Sent    [][]string // commands of which one must have been sent just so
	Exec    [][]string // commands that one EXEC must have run, in this order and no others: names, each with those that do as well, in capitals
	Key     string     // of Exec: the key that all of them are about
	Expired string     // a key whose time must have run out
	Visited bool       // the web app must have answered since the last command
}

// Wrong is a plausible mistake, and what to say to it.
type Wrong struct {
	Line     int
	Commands []Command
	Advice   prose.Text
}

// Solution is one way to do the task, and why it is a good one.
type Solution struct {
	Line     int
	Commands []Command
	Why      prose.Text // may be nil
}

// Quiz is a question with options named a, b, c and so on.
type Quiz struct {
	Line     int
	Question prose.Text
	Commands []Command // to look at; when no option is marked, they decide
	Options  []Option
}

// Option is one answer to a quiz.
type Option struct {
	Line   int
	Text   []prose.Span
	Reason prose.Text
	Right  bool // marked by the author; never set where the commands decide

	want *expect.Pattern // the option as a reply, where the commands decide
}

// computed reports whether running the commands decides which option is right.
func (q *Quiz) computed() bool {
	for _, o := range q.Options {
		if o.Right {
			return false
		}
	}
	return true
}

// Problem is a fault in a course. Its Error is "file:line: message", and
// "file: message" when it concerns the file as a whole (Line 0).
type Problem struct {
	File string
	Line int
	Msg  string
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Msg
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Msg)
}
