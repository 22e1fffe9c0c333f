package repl_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

func long(lines int) string {
	return fmt.Sprintf(`EVAL "for i=1,%d do redis.call('RPUSH','l',i) end" 0`, lines)
}

// TestCtrlCInThePager stops the showing of a reply. The command was run all the
// same: what is said of it is so, undo takes it back, and the lesson has seen it.
func TestCtrlCInThePager(t *testing.T) {
	const shown = terminaltest.Wait + `9) "9"`
	small := func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Rows = 10 }
	term := practise(t, small, long(30), "LPOP l 20", shown, terminaltest.CtrlC, "undo", "LLEN l")
	mustShow(t, term, `9) "9"`, "# Taken back: LPOP l 20", "(integer) 30")
	if strings.Contains(term.Screen(), "is gone") {
		t.Error(term.Screen())
	}
	mustShow(t, practise(t, small, long(30), "3 LRANGE l 0 -1", shown, terminaltest.CtrlC, "PING"), `9) "9"`, "# Stopped.\n", "PONG")

	term = terminaltest.New(`EVAL "redis.call('LPUSH','queue','Bob') local t = {} for i=1,30 do t[i] = i end return t" 0`, terminaltest.Wait+"9) (integer) 9", terminaltest.CtrlC)
	term.Rows = 10
	s := repl.New(newConfig(t, term, 80))
	if err := s.Learn(t.Context(), "bakery"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "9) (integer) 9", "Done.")
}

func TestPager(t *testing.T) {
	var paged []string
	small := func(c *repl.Config) {
		c.Terminal.(*terminaltest.Fake).Rows = 12
		c.Pager = func(_ context.Context, text string) error {
			paged = append(paged, text)
			return nil
		}
	}
	term := practise(t, small, "PING", long(30), "LRANGE l 0 -1", "help", "pager off", "LRANGE l 0 -1", "pager on", "LRANGE l 0 -1")
	if len(paged) != 3 || !strings.Contains(paged[0], `30) "30"`) || !strings.Contains(paged[1], "Redis command and Enter") || term.Lent() != 3 {
		t.Errorf("paged %d texts: %.300q", len(paged), paged)
	}
	if n := strings.Count(term.Screen(), `30) "30"`); n != 1 {
		t.Errorf("with the pager off the reply is there %d times", n)
	}
	mustShow(t, practise(t, nil, "pager", "pager x"), "The pager is on", `error: pager is one of on, off, not "x"`)
}

// soon is when a clock is to be shown that should have ended.
const soon = 20 * time.Millisecond

// patient is a terminal at which somebody reads for a while before a key.
type patient struct{ *terminaltest.Fake }

func (p patient) ReadKey(ctx context.Context) (rune, error) {
	time.Sleep(10 * soon)
	return p.Fake.ReadKey(ctx)
}

// TestNoClockOverThePager: the clock of a slow look ends before its text is
// shown page by page.
func TestNoClockOverThePager(t *testing.T) {
	t.Parallel()
	var term *terminaltest.Fake
	practise(t, func(c *repl.Config) {
		term = c.Terminal.(*terminaltest.Fake)
		term.Rows = 10
		c.Terminal, c.Patience = patient{term}, soon
	}, long(30), "show l", "q")
	shown := strings.Join(term.Statuses(), "\n")
	_, after, paged := strings.Cut(shown, "more lines")
	if !paged || strings.Contains(after, "waiting") {
		t.Errorf("the statuses were\n%s", shown)
	}
}
