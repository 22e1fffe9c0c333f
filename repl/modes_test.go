package repl_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// practise runs a session without lessons in which lines are typed.
func practise(t *testing.T, change func(*repl.Config), lines ...string) *terminaltest.Fake {
	t.Helper()
	term := terminaltest.New(lines...)
	c := newConfig(t, term, 80)
	c.Course = nil
	if change != nil {
		change(&c)
	}
	if err := repl.New(c).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if late := strings.Index(term.Screen(), "(never printed:"); late >= 0 {
		t.Fatal(term.Screen()[late:])
	}
	return term
}

// mustShow looks for texts on the screen, in this order.
func mustShow(t *testing.T, term *terminaltest.Fake, texts ...string) {
	t.Helper()
	rest := term.Screen()
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("%q is missing on\n%s", text, term.Screen())
		}
		rest = after
	}
}

func TestMonitorAtThePrompt(t *testing.T) {
	term := practise(t, nil, "MONITOR", terminaltest.Wait+"OK",
		"SET k 1", terminaltest.Wait+`"SET" "k" "1"`,
		"as bob INCR k", terminaltest.Wait+`"INCR" "k"`,
		"MONITOR", "SUBSCRIBE news", terminaltest.Wait+"listen already", terminaltest.CtrlC, "PING", "quit")
	mustShow(t, term, "(monitor mode)> SET k 1", "listen already (MONITOR)", "listen already (MONITOR)", "No longer listening.", "127.0.0.1:6379> PING")
	own := regexp.MustCompile(`\] "(?i:type|select|dump|pttl|exists|object)"`) // what undo and the gloss ask
	if line := own.FindString(term.Screen()); line != "" {
		t.Errorf("the tutor's own command is shown: %s\n%s", line, term.Screen())
	}
}

// TestMessages has messages come while the learner types: hers as redis-cli
// prints them, another client's with its name.
func TestMessages(t *testing.T) {
	term := practise(t, nil, "PSUBSCRIBE n*", "as bob PUBLISH news hello", terminaltest.Wait+`"hello"`,
		"UNSUBSCRIBE", "PUNSUBSCRIBE", "as bob SUBSCRIBE news", "PUBLISH news hi", terminaltest.Wait+`bob> 3) "hi"`, "as bob UNSUBSCRIBE", "as")
	for _, text := range []string{
		"\n1) \"pmessage\"\n2) \"n*\"\n3) \"news\"\n4) \"hello\"\n", "bob> (integer) 1\n",
		"\nbob> 1) \"message\"\nbob> 2) \"news\"\nbob> 3) \"hi\"\n",
		"\n1) \"unsubscribe\"\n2) (nil)\n3) (integer) 1\n127.0.0.1:6379(subscribed mode)> ",
	} {
		mustShow(t, term, text)
	}
	mustShow(t, term, "bob> 3) (integer) 0", "bob                   database 0\n")
}

// TestLostFeed loses the connection that listens.
func TestLostFeed(t *testing.T) {
	term := practise(t, nil, "SUBSCRIBE news", "as bob CLIENT KILL TYPE pubsub", terminaltest.Wait+"error: server closed the connection", "GET k", "PING", "quit")
	mustShow(t, term, "error: server closed", "GET k\n(nil)", "\n127.0.0.1:6379> PING")
}

func TestClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed string
		want  string
	}{
		{"BLPOP q 1.8", "# waiting 1s of 1.8s; Ctrl-C stops it"},
		{"XREAD COUNT 1 BLOCK 1800 STREAMS s $", "# waiting 1s of 1.8s; Ctrl-C stops it"},
		{"BLMPOP 1.8 1 q LEFT", "# waiting 1s of 1.8s; Ctrl-C stops it"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			term := practise(t, nil, tt.typed)
			shown := term.Statuses()
			if len(shown) < 2 || shown[0] != tt.want || shown[len(shown)-1] != "" {
				t.Errorf("the clock showed %q", shown)
			}
		})
		t.Run("dumb "+tt.typed, func(t *testing.T) {
			t.Parallel()
			dumb := practise(t, func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Dumb = true }, tt.typed)
			if n := strings.Count(dumb.Screen(), "# Waiting. Ctrl-C stops it.\n"); n != 1 {
				t.Errorf("%d notes on a dumb terminal\n%s", n, dumb.Screen())
			}
		})
	}
	if shown := practise(t, nil, "BLPOP q 0.01", "GET k").Statuses(); strings.Join(shown, "") != "" {
		t.Errorf("a clock for what is quick: %q", shown)
	}
}

// shells returns a Config.Shell that keeps what it was given.
func shells(into *[]string, err error) func(*repl.Config) {
	return func(c *repl.Config) {
		c.Shell = func(_ context.Context, command, input string) error {
			*into = append(*into, fmt.Sprintf("%s <- %q", command, input))
			return err
		}
	}
}

// TestLookingIsWhereThePromptIs looks at bob's prompt, in bob's database.
func TestLookingIsWhereThePromptIs(t *testing.T) {
	term := practise(t, nil, "SET mine 1", "as bob", "SELECT 1", "SET k v", "show k", "show", "explain GET k", "explain GET mine", "as me", "show k")
	mustShow(t, term, "bob@127.0.0.1:6379[1]> show k\nk  string of 1 byte", "bob@127.0.0.1:6379[1]> show\ndatabase 1  1 key\nk ",
		"key k                 string of 1 byte", "key mine              not there", "\n127.0.0.1:6379> show k\n# There is no key `k`.")
}

func TestPipes(t *testing.T) {
	const given = "RPUSH l b a"
	tests := []struct {
		name, typed string
		ran         []string
		shown       string
	}{
		{"raw", "LRANGE l 0 -1 | sort -r", []string{`sort -r <- "b\na\n"`}, ""},
		{"repeated", "2 LLEN l | cat", []string{`cat <- "2\n"`, `cat <- "2\n"`}, ""},
		{"bob's", "as bob LLEN l | cat", []string{`cat <- "2\n"`}, ""},
		{"bars of the shell's", "LLEN l | tr '|' x | wc", []string{`tr '|' x | wc <- "2\n"`}, ""},
		{"an error", "GET l | jq .", nil, "(error) WRONGTYPE"},
		{"quoted", `SET k "|"`, nil, "OK"},
		{"in quotes", `SET k "a | b"`, nil, "OK"},
		{"no program", "GET k |", nil, "stands between a Redis command and a program"},
		{"no command", "| wc", nil, "stands between a Redis command and a program"},
		{"a tutor word", "help | wc", nil, `takes the reply of a Redis command, and help has no single one`},
		{"a stream", "SUBSCRIBE news | wc", nil, `and SUBSCRIBE has no single one`},
		{"broken quotes", `GET "k | wc`, nil, "Invalid argument(s)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ran []string
			term := practise(t, shells(&ran, nil), given, tt.typed)
			if strings.Join(ran, ", ") != strings.Join(tt.ran, ", ") || term.Lent() != len(tt.ran) {
				t.Errorf("ran %q, want %q; the terminal was lent %d times", ran, tt.ran, term.Lent())
			}
			mustShow(t, term, tt.shown)
		})
	}
}

func TestPipesWithoutAShell(t *testing.T) {
	mustShow(t, practise(t, nil, "GET k | wc"), "error: no program can be run from here", "hint: to have Redis get a bar")
	var ran []string
	piped := practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Terminal.(*terminaltest.Fake).Piped = true }, "ECHO | wc")
	if len(ran) > 0 || !strings.Contains(piped.Output(), "wrong number of arguments") {
		t.Errorf("in a script: ran %q, printed %s", ran, piped.Output())
	}
	failed := exec.Command("sh", "-c", "exit 3").Run()
	mustShow(t, practise(t, shells(&ran, failed), "GET k | false"), "# The program ended with exit status 3.")
	mustShow(t, practise(t, shells(&ran, errors.New("no such shell")), "GET k | false"), "error: no such shell")
}

// TestDangerousAsBob asks before dangerous commands of a second client, and
// before those whose reply goes to a program.
func TestDangerousAsBob(t *testing.T) {
	for _, typed := range []string{"as bob FLUSHALL", "as bob 2 FLUSHALL", ":as bob FLUSHALL", "FLUSHALL | cat", "as bob FLUSHALL | cat"} {
		var ran []string
		term := practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Careful = true }, "SET k v", typed, "n", "EXISTS k")
		mustShow(t, term, "FLUSHALL is dangerous", "Not run.", "(integer) 1")
		mustShow(t, practise(t, func(c *repl.Config) { shells(&ran, nil)(c); c.Careful = true }, "SET k v", typed, "y", "EXISTS k"), "(integer) 0")
	}
}

func TestSecretsOfBobAreNotRemembered(t *testing.T) {
	term := practise(t, nil, "as bob AUTH secret", "as bob 2 AUTH secret", "as bob GET k", "AUTH secret | cat")
	if got := strings.Join(term.Remembered(), ", "); got != "as bob GET k" {
		t.Errorf("remembered: %s", got)
	}
}

func TestClientsAreLimited(t *testing.T) {
	var lines []string
	for i := range 9 {
		lines = append(lines, fmt.Sprintf("as c%d PING", i))
	}
	lines = append(lines, "as c0 quit", "as c8 PING", "as c/9 PING", "as ünal PING", "as "+strings.Repeat("x", 17)+" PING")
	mustShow(t, practise(t, nil, lines...), "c7> PONG",
		`error: there are 8 clients besides you already: "c8" would be one too many`, "c0 is gone.", "c8> PONG",
		`"c/9" is no name for a client`, `"ünal" is no name for a client: letters from a to z`, `"xxxxxxxxxxxxxxxxx" is no name for a client`)
}

// TestLessonSeesBob solves a step with a second client.
func TestLessonSeesBob(t *testing.T) {
	term := terminaltest.New("as bob LPUSH queue Bob")
	c := newConfig(t, term, 80)
	s := repl.New(c)
	if err := s.Learn(t.Context(), "bakery"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "bob> (integer) 2", "Done.")
}

// TestNothingIsLeftRunning leaves while clients wait, listen and monitor.
func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("session", func(t *testing.T) {
		practise(t, nil, "SUBSCRIBE news", "as bob BLPOP q 0", "as carol MONITOR", "as dan SUBSCRIBE news", "as bob", terminaltest.Wait+"You are bob", terminaltest.CtrlC,
			terminaltest.Wait+"error", "BLPOP q 0")
	})
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left", runtime.NumGoroutine()-before)
		}
	}
}

func long(lines int) string {
	return fmt.Sprintf(`EVAL "for i=1,%d do redis.call('RPUSH','l',i) end" 0`, lines)
}

func TestBuiltInPager(t *testing.T) {
	tests := []struct {
		name string
		keys []string // typed behind LRANGE l 0 -1, on a screen of 10 rows
		last int
	}{
		{"q", []string{"q"}, 9},
		{"a page", []string{" ", "q"}, 18},
		{"a line", []string{"", "", "q"}, 11},
		{"to the end", []string{"G"}, 30},
		{"other keys", []string{"x", " ", "q"}, 18},
		{"Ctrl-C", []string{" ", terminaltest.CtrlC}, 18},
		{"all of it", []string{" ", " ", " "}, 30},
		{"end of input", nil, 9},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			typed := append([]string{long(30), "LRANGE l 0 -1"}, tt.keys...)
			term := practise(t, func(c *repl.Config) { c.Terminal.(*terminaltest.Fake).Rows = 10 }, append(typed, "PING")...)
			last := fmt.Sprintf("%d) \"%d\"\n", tt.last, tt.last)
			if len(tt.keys) > 0 {
				last += "127.0.0.1:6379> PING"
			}
			mustShow(t, term, last)
		})
	}
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
	pager := func(err error) func(*repl.Config) {
		return func(c *repl.Config) {
			paged = nil
			c.Pager = func(_ context.Context, text string) error {
				paged = append(paged, text)
				return err
			}
		}
	}
	small := func(c *repl.Config) { pager(nil)(c); c.Terminal.(*terminaltest.Fake).Rows = 12 }
	term := practise(t, small, "PING", long(30), "LRANGE l 0 -1", "help", "pager off", "LRANGE l 0 -1", "pager on", "LRANGE l 0 -1")
	if len(paged) != 3 || !strings.Contains(paged[0], `30) "30"`) || !strings.Contains(paged[1], "Redis command and Enter") || term.Lent() != 3 {
		t.Errorf("paged %d texts: %.300q", len(paged), paged)
	}
	if n := strings.Count(term.Screen(), `30) "30"`); n != 1 {
		t.Errorf("with the pager off the reply is there %d times", n)
	}
	mustShow(t, practise(t, pager(errors.New("gone")), long(30), "LRANGE l 0 -1", "G"), "error: the pager: gone", `30) "30"`)
	mustShow(t, practise(t, pager(repl.ErrNoPager), long(30), "LRANGE l 0 -1", "G"), `30) "30"`)
	mustShow(t, practise(t, nil, "pager", "pager x"), "The pager is on", `error: pager cannot be "x"`)
	narrow := practise(t, func(c *repl.Config) {
		pager(nil)(c)
		c.Terminal.(*terminaltest.Fake).Columns = 20
	}, "SET k "+strings.Repeat("x", 480), "GET k")
	if len(paged) != 1 {
		t.Errorf("a line of 24 rows was paged %d times\n%s", len(paged), narrow.Screen())
	}
}

// patient is a terminal at which somebody reads for a while before a key.
type patient struct{ *terminaltest.Fake }

func (p patient) ReadKey(ctx context.Context) (rune, error) {
	time.Sleep(1600 * time.Millisecond)
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
		c.Terminal = patient{term}
	}, long(30), "show l", "q")
	if shown := strings.Join(term.Statuses(), "\n"); !strings.Contains(shown, "more lines") || strings.Contains(shown, "waiting") {
		t.Errorf("the statuses were\n%s", shown)
	}
}
