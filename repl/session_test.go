package repl_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

var update = flag.Bool("update", false, "rewrite the sessions in testdata")

// TestSessions plays the sessions of testdata/session: the lines of "typed"
// are typed, and all that is on the screen then must be what "shown" has. A
// first line "% start PLACE width N" says where to begin and how wide the
// window is; "practice" instead of a place is a session without lessons, and
// "guest" one on a server that others use.
func TestSessions(t *testing.T) {
	files, err := filepath.Glob("testdata/session/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			session, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(session.Files) != 2 || session.Files[0].Name != "typed" || session.Files[1].Name != "shown" {
				t.Fatal("want the files typed and shown")
			}
			shown := &session.Files[1].Data
			got := steady(play(t, string(session.Comment), string(session.Files[0].Data)))
			if diff := cmp.Diff(string(*shown), got); diff != "" && !*update {
				t.Errorf("(-file +shown)\n%s", diff)
			}
			if *shown = []byte(got); *update {
				if err := os.WriteFile(file, txtar.Format(session), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

var (
	sessionID = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)
	stamp     = regexp.MustCompile(`\b1[0-9]{12}\b`)
	cutID     = regexp.MustCompile(`(sessionid=)[A-Z2-7]{6,25}\n *[A-Z2-7]+`)
	remaining = regexp.MustCompile(`\b(ends\s+in|another)(\s+)[0-9ms]+\b`)
	port      = regexp.MustCompile(`(http://127\.0\.0\.1):[0-9]+`)
)

// steady replaces what is never the same twice: ids of sessions (numbered),
// times in ms, what is left of a minute, and ports.
func steady(text string) string {
	var seen []string
	text = sessionID.ReplaceAllStringFunc(text, func(id string) string {
		if !slices.Contains(seen, id) {
			seen = append(seen, id)
		}
		return fmt.Sprintf("ID%d", slices.Index(seen, id)+1)
	})
	text = remaining.ReplaceAllString(cutID.ReplaceAllString(text, "${1}ID"), "${1}${2}WHILE")
	return port.ReplaceAllString(stamp.ReplaceAllString(text, "MS"), "$1:PORT")
}

// play types lines and returns the screen.
func play(t *testing.T, header, typed string) string {
	t.Helper()
	start, width := "", 80
	if _, err := fmt.Sscanf(header, "%% start %s width %d", &start, &width); err != nil {
		t.Fatalf("header %q: %v", header, err)
	}
	term := terminaltest.New(script(typed)...)
	term.Rows = 10_000 // the pager has tests of its own
	config := newConfig(t, term, width)
	config.Spare = start == "guest"
	practice := config.Spare || start == "practice"
	if practice {
		config.Course = nil
	}
	s := repl.New(config)
	if !practice {
		if err := s.Learn(t.Context(), start); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return term.Screen()
}

// script returns the lines of a session as a terminal takes them: "@ctrl-c" is
// the key, and "@wait TEXT" waits for what comes by itself.
func script(typed string) []string {
	lines := strings.Split(strings.TrimSuffix(typed, "\n"), "\n")
	for i, text := range lines {
		if text == "@ctrl-c" {
			lines[i] = terminaltest.CtrlC
		}
		if what, found := strings.CutPrefix(text, "@wait "); found {
			lines[i] = terminaltest.Wait + what
		}
	}
	return lines
}

func newConfig(t testing.TB, term *terminaltest.Fake, width int) repl.Config {
	t.Helper()
	commands := sandboxtest.Commands(t, "../content/commands.txt")
	embedded := func() *sandbox.Sandbox {
		box, err := sandbox.NewEmbedded(commands)
		if err != nil {
			t.Fatal(err)
		}
		return box
	}
	box := embedded()
	t.Cleanup(func() { box.Close() })
	return repl.Config{
		Terminal: term,
		Sandbox:  adapt.Box{Sandbox: box},
		Screen:   screen.New(term, screen.Options{Width: func() int { return width }}),
		Commands: commands,
		Course:   func() (*lessons.Course, error) { return lessons.Load(os.DirFS("testdata/course")) },
		Progress: progress.Memory(),
		Scratch: func() (lessons.Redis, func(), error) {
			box := embedded()
			return box, func() { box.Close() }, nil
		},
		Rand: rand.New(rand.NewPCG(1, 2)),
	}
}

// TestHowToLeave: who has no line to clear and presses Ctrl-C again is told how
// to leave.
func TestHowToLeave(t *testing.T) {
	const told = "# To leave, type quit"
	c := terminaltest.CtrlC
	for _, tt := range []struct {
		name  string
		typed []string
		want  int
	}{
		{"twice", []string{c, c}, 1},
		{"once and again", []string{c, "PING", c}, 0},
		{"lines were cleared", []string{"GET k" + c, c}, 0},
		{"a line was cleared in between", []string{c, "GET k" + c, c}, 0},
		{"after a line was cleared", []string{"GET k" + c, c, c}, 1},
	} {
		if n := strings.Count(practise(t, nil, tt.typed...).Screen(), told); n != tt.want {
			t.Errorf("%s: told %d times, want %d", tt.name, n, tt.want)
		}
	}
}

// TestRepeatedErrors: who repeats a command gets as many replies.
func TestRepeatedErrors(t *testing.T) {
	for _, command := range []string{"GET", "NOSUCH"} {
		if n := strings.Count(practise(t, nil, "3 "+command).Screen(), "(error) ERR"); n != 3 {
			t.Errorf("3 %s: %d errors", command, n)
		}
	}
}

// TestMistypedWord: a word of the tutor's is not called no command as well.
func TestMistypedWord(t *testing.T) {
	term := practise(t, nil, "expalin x", "hlep", "xyzzyplugh", "quit")
	mustShow(t, term, "'x' \n# The tutor knows `explain`", "# Did you mean `HLEN`?\n# The tutor knows `help`", "# This server has no command of that name")
}

// TestBeginningOfAWord: who types how other programs are left learns how this one
// is; where several words begin so, none was meant.
func TestBeginningOfAWord(t *testing.T) {
	term := practise(t, nil, "q", ":q", "h", "quit")
	mustShow(t, term, "'q', with args beginning with: \n# The tutor knows `quit`: leave", "hint: near it: `quit`; help lists them", "'h', with args beginning with: \n# This server has no command of that name")
}

// TestPlainLetters: where only ASCII can be drawn, text that is not is spelled,
// and not said to be readable.
func TestPlainLetters(t *testing.T) {
	term := practise(t, func(c *repl.Config) { c.Screen = screen.New(c.Terminal, screen.Options{ASCII: true}) }, "SET k é", "GET k", "quit")
	mustShow(t, term, `# new key k: "\xc3\xa9"`, "> GET k\n\"\\xc3\\xa9\"\nredis sandbox> quit")
}

// TestReplyLines: what looks like a reply goes to no Redis, but for what is a
// command all the same.
func TestReplyLines(t *testing.T) {
	replies := []string{`1# "a" => "1"`, `1~ "a"`, `2) "b"`, `(integer) 1`, `"world"`, "OK"}
	term := practise(t, nil, append(replies, `"PING"`, `"ECHO" x`)...)
	mustShow(t, term, "PONG", `"x"`)
	if n := strings.Count(term.Screen(), "That looks like a reply, and was passed over."); n != len(replies) || strings.Contains(term.Screen(), "unknown command") {
		t.Errorf("the screen is\n%s", term.Screen())
	}
}
