package repl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/line"
	"redis-tutor/repl/notes"
	"redis-tutor/repl/screen"
)

// The lines of this session, for terminals without arrow keys: `history` lists
// them with numbers, and a number runs one again. What carries a secret is not
// among them, nor is what asked for them.

// mostLines is how many lines are kept, and lastLines how many are listed.
const (
	mostLines = 1000
	lastLines = 20
)

// record is what a learner has typed, and what was replied. It goes with her
// when she goes on at another Redis.
type record struct {
	lines     []string    // that were typed, the latest
	forgotten int         // how many were before them
	book      *notes.Book // for the word notes
}

// keep adds a line.
func (r *record) keep(typed string) {
	if r.lines = append(r.lines, typed); len(r.lines) > mostLines {
		r.lines, r.forgotten = r.lines[1:], r.forgotten+1
	}
}

// line returns the line of a number, which counts from 1.
func (r *record) line(number int) (typed string, there bool) {
	at := number - 1 - r.forgotten
	if at < 0 || at >= len(r.lines) {
		return "", false
	}
	return r.lines[at], true
}

// remember keeps a line for the arrow keys and for `history`.
func (s *Session) remember(typed string, args []string) {
	s.Terminal.Remember(typed)
	if len(args) == 0 {
		return
	}
	if w, found := s.words.find(args[0]); found && w.names[0] == "history" {
		return
	}
	s.record.keep(typed)
}

// history answers the word history.
func (s *Session) history(ctx context.Context, args []string) {
	if len(args) == 0 {
		s.listLines(ctx)
		return
	}
	n, err := strconv.Atoi(args[0])
	again, there := s.record.line(n)
	if err != nil || len(args) > 1 || !there {
		s.Screen.Error(fmt.Errorf("there is no line %q in the history", strings.Join(args, " ")), "`history` lists them with their numbers")
		return
	}
	s.Screen.Raw(s.prompt() + strings.ReplaceAll(cells.Safe(again), "\n", "\n"+line.More) + "\n")
	s.take(ctx, again)
}

func (s *Session) listLines(ctx context.Context) {
	r := s.record
	if len(r.lines) == 0 {
		s.Screen.Note("Nothing has been typed yet.")
		return
	}
	s.long(ctx, func(out *screen.Screen) error {
		for i := max(0, len(r.lines)-lastLines); i < len(r.lines); i++ {
			mark := fmt.Sprintf("%4d  ", i+1+r.forgotten)
			for row := range strings.SplitSeq(r.lines[i], "\n") {
				out.Row(screen.Cell{Role: screen.Quiet, Text: mark}, screen.Cell{Role: screen.Code, Text: row})
				mark = strings.Repeat(" ", len("1234  ")) + line.More
			}
		}
		out.Note(fmt.Sprintf("`history %d` runs the last of them again.", len(r.lines)+r.forgotten))
		return nil
	})
}

// NoArrowKeys is a note where the terminal cannot make use of arrow keys.
const NoArrowKeys = "Arrow keys do nothing in this terminal. `history` lists what you typed, `history 3` runs line 3 again."

// arrowKey answers a line with an arrow key in it, which the terminal could not
// make use of.
func (s *Session) arrowKey(typed string) bool {
	if !strings.Contains(typed, "\x1b[") && !strings.Contains(typed, "\x1bO") {
		return false
	}
	s.Screen.Note(NoArrowKeys)
	return true
}
