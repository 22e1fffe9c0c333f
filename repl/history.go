package repl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/line"
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

// remember keeps a line for the arrow keys and for `history`.
func (s *Session) remember(typed string, args []string) {
	s.Terminal.Remember(typed)
	if len(args) == 0 {
		return
	}
	if w, found := findWord(args[0]); found && w.names[0] == "history" {
		return
	}
	if s.lines = append(s.lines, typed); len(s.lines) > mostLines {
		s.lines, s.forgotten = s.lines[1:], s.forgotten+1
	}
}

// history answers the word history.
func (s *Session) history(ctx context.Context, args []string) {
	if len(args) == 0 {
		s.listLines(ctx)
		return
	}
	n, err := strconv.Atoi(args[0])
	at := n - 1 - s.forgotten
	if err != nil || len(args) > 1 || at < 0 || at >= len(s.lines) {
		s.Screen.Error(fmt.Errorf("there is no line %q in the history", strings.Join(args, " ")), "`history` lists them with their numbers")
		return
	}
	again := s.lines[at]
	s.Screen.Raw(s.prompt() + strings.ReplaceAll(cells.Safe(again), "\n", "\n"+line.More) + "\n")
	s.take(ctx, again)
}

func (s *Session) listLines(ctx context.Context) {
	if len(s.lines) == 0 {
		s.Screen.Note("Nothing has been typed yet.")
		return
	}
	s.long(ctx, func(out *screen.Screen) error {
		for i := max(0, len(s.lines)-lastLines); i < len(s.lines); i++ {
			mark := fmt.Sprintf("%4d  ", i+1+s.forgotten)
			for row := range strings.SplitSeq(s.lines[i], "\n") {
				out.Row(screen.Cell{Role: screen.Quiet, Text: mark}, screen.Cell{Role: screen.Code, Text: row})
				mark = strings.Repeat(" ", len("1234  ")) + line.More
			}
		}
		out.Note(fmt.Sprintf("`history %d` runs the last of them again.", len(s.lines)+s.forgotten))
		return nil
	})
}

// arrowKey answers a line with an arrow key in it, which the terminal could not
// make use of.
func (s *Session) arrowKey(typed string) bool {
	if !strings.Contains(typed, "\x1b[") && !strings.Contains(typed, "\x1bO") {
		return false
	}
	s.Screen.Note("Arrow keys do nothing in this terminal. `history` lists what you typed, `history 1` runs the first line again.")
	return true
}
