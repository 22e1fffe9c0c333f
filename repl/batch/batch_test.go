package batch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"redis-tutor/repl/batch"
	"redis-tutor/sandbox/reply"
)

// echo is a Redis that answers with the command, and with an error to NOSUCH.
// It keeps how many commands each round trip had.
type echo struct {
	trips []int
	err   error // of the connection
}

func (e *echo) answer(args []string) reply.Value {
	if args[0] == "NOSUCH" {
		return reply.NewError("ERR no such command")
	}
	return reply.NewBulk(strings.Join(args, " "))
}

func (e *echo) Pipeline(_ context.Context, commands [][]string, each func(int, reply.Value) error) error {
	e.trips = append(e.trips, len(commands))
	for i, args := range commands {
		if err := each(i, e.answer(args)); err != nil {
			return err
		}
	}
	return e.err
}

func (e *echo) Stream(_ context.Context, args []string, each func(reply.Value) error) error {
	return errors.Join(each(e.answer(args)), each(reply.NewBulk("message")))
}

func helps(_ context.Context, words []string, out io.Writer) {
	fmt.Fprintf(out, "help on %v\n", words)
}

// TestLines runs lines that are there all at once.
func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name, in, out string
		trips         string
	}{
		{"one trip", "A 1\nB 2\n", "A 1\nB 2\n", "[2]"},
		{"no last line feed", "A 1\nB 2", "A 1\nB 2\n", "[2]"},
		{"line ends of Windows, blank lines", "A\r\n\r\n  \nB\r\n", "A\nB\n", "[2]"},
		{"a count", "3 A\n", "A\nA\nA\n", "[3]"},
		{"a count that is none", "A\n0 B\nC\n", "A\nInvalid redis-cli repeat command option value.\nC\n", "[1 1]"},
		{"broken quotes", "A\nB \"x\nC\n", "A\nInvalid argument(s)\nC\n", "[1 1]"},
		{"comments and prompts", "# all\n127.0.0.1:6379> A # one\nreply\n127.0.0.1:6379> B\n", "A\nB\n", "[2]"},
		{"a pattern of SORT", "SORT l GET # DESC # all\n", "SORT l GET # DESC\n", "[1]"},
		{"quit", "A\nquit now\nB\n", "A\n", "[1]"},
		{"exit in capitals", "EXIT\nB\n", "", "[]"},
		{"the words of redis-cli", "A\nclear\nrestart\n:set hints\n:set x\n:foo\nB\n", "A\n\x1b[H\x1b[2JUse 'restart' only in Lua debugging mode.\nunknown redis-cli preference 'x'\nunknown redis-cli internal command ':foo'\nB\n", "[1 1]"},
		{"one that blocks travels alone", "A\nBLPOP q 0\nB\n", "A\nBLPOP q 0\nB\n", "[1 1 1]"},
		{"help stands in its place", "A\nhelp GET\nB\n", "A\nhelp on [GET]\nB\n", "[1 1]"},
		{"a stream", "A\nSUBSCRIBE news\nB\n", "A\nSUBSCRIBE news\nmessage\nB\n", "[1 1]"},
		{"many", strings.Repeat("A\n", 1300), strings.Repeat("A\n", 1300), "[512 512 276]"},
		{"large ones", strings.Repeat("A "+strings.Repeat("x", 300_000)+"\n", 5), strings.Repeat("A "+strings.Repeat("x", 300_000)+"\n", 5), "[4 1]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			redis := &echo{}
			run := &batch.Runner{Redis: redis, Output: reply.Plain(reply.Raw), Help: helps}
			var out strings.Builder
			if err := run.Lines(t.Context(), strings.NewReader(tt.in), &out); err != nil {
				t.Fatal(err)
			}
			if out.String() != tt.out {
				t.Errorf("printed %.300q, want %.300q", out.String(), tt.out)
			}
			if trips := fmt.Sprint(redis.trips); trips != tt.trips {
				t.Errorf("round trips of %s commands, want %s", trips, tt.trips)
			}
		})
	}
}

// TestEachLineIsAnswered: who waits for a reply before the next line gets it.
func TestEachLineIsAnswered(t *testing.T) {
	in, typed := io.Pipe()
	shown, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		run := &batch.Runner{Redis: &echo{}, Output: reply.Plain(reply.Raw)}
		done <- run.Lines(t.Context(), in, out)
		out.Close()
	}()
	for _, line := range []string{"A\n", "B b\n"} {
		io.WriteString(typed, line)
		got := make([]byte, len(line))
		if _, err := io.ReadFull(shown, got); err != nil || string(got) != line {
			t.Fatalf("%q, want %q, %v", got, line, err)
		}
	}
	typed.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// TestRefused runs what stands before a command that is refused, and nothing
// behind it.
func TestRefused(t *testing.T) {
	refused := errors.New("refused")
	redis := &echo{}
	settled := 0
	run := &batch.Runner{Redis: redis, Output: reply.Plain(reply.Raw), Refuse: func(_ context.Context, args []string, settle func() error) error {
		if args[0] != "FLUSHALL" {
			return nil
		}
		err := settle()
		settled = len(redis.trips)
		return errors.Join(refused, err)
	}}
	var out strings.Builder
	if err := run.Lines(t.Context(), strings.NewReader("A\nFLUSHALL\nB\n"), &out); !errors.Is(err, refused) || out.String() != "A\n" || settled != 1 {
		t.Errorf("printed %q, %v; %d round trips when it was judged", out.String(), err, settled)
	}
	if err := run.Command(t.Context(), []string{"FLUSHALL"}, batch.Repeat{Times: 1}, &out); !errors.Is(err, refused) || len(redis.trips) != 1 {
		t.Errorf("as words: %v, %v", err, redis.trips)
	}
}

// TestErrors counts the replies that are errors, and hands on an error that is
// none, behind what was answered before it.
func TestErrors(t *testing.T) {
	gone := errors.New("gone")
	run := &batch.Runner{Redis: &echo{err: gone}, Output: reply.Plain(reply.Standard)}
	var out strings.Builder
	err := run.Lines(t.Context(), strings.NewReader("NOSUCH\nA\nNOSUCH\n"), &out)
	if !errors.Is(err, gone) || run.Errors() != 2 || out.String() != "(error) ERR no such command\n\"A\"\n(error) ERR no such command\n" {
		t.Errorf("%d errors, printed %q, %v", run.Errors(), out.String(), err)
	}
}

// TestConnect: what stands behind "connect HOST PORT" goes there, and nowhere
// when there is no such place.
func TestConnect(t *testing.T) {
	here, there := &echo{}, &echo{}
	nowhere := errors.New("nowhere")
	run := &batch.Runner{Redis: here, Output: reply.Plain(reply.Raw)}
	run.Connect = func(_ context.Context, host, port string) error {
		if len(here.trips) != 1 {
			t.Errorf("%d round trips before", len(here.trips))
		}
		if run.Redis = there; host != "there" || port != "1" {
			return nowhere
		}
		return nil
	}
	var out strings.Builder
	err := run.Lines(t.Context(), strings.NewReader("A\nCONNECT there 1\nB\nconnect there 1 x\nconnect\nconnect x 1\nC\n"), &out)
	if !errors.Is(err, nowhere) || out.String() != "A\nB\nconnect there 1 x\nconnect\n" || len(there.trips) != 1 {
		t.Errorf("printed %q, %v; round trips of %v there", out.String(), err, there.trips)
	}
}

func TestDoubtful(t *testing.T) {
	run := &batch.Runner{Redis: &echo{}, Output: reply.Plain(reply.Raw)}
	if err := run.Lines(t.Context(), strings.NewReader("127.0.0.1:6379> A\nSET k v\nGET k\n"), io.Discard); err != nil {
		t.Fatal(err)
	}
	if n, first := run.Doubtful(); n != 2 || first != "SET k v" {
		t.Errorf("%d lines, the first %q", n, first)
	}
}

func TestCommand(t *testing.T) {
	for _, tt := range []struct {
		line   string
		repeat batch.Repeat
		out    string
		trips  string
		failed string
	}{
		{"A 1", batch.Repeat{Times: 1}, "A 1\n", "[1]", ""},
		{"A", batch.Repeat{Times: 0}, "", "[]", ""},
		{"A", batch.Repeat{Times: 600}, strings.Repeat("A\n", 600), "[512 88]", ""},
		{"A", batch.Repeat{Times: 2, Interval: 1}, "A\nA\n", "[1 1]", ""},
		{"A", batch.Repeat{Times: 2, Strict: true}, "A\nA\n", "[1 1]", ""},
		{"NOSUCH", batch.Repeat{Times: 2}, "ERR no such command\n\nERR no such command\n\n", "[2]", ""},
		{"NOSUCH", batch.Repeat{Times: 2, Strict: true}, "", "[1]", "ERR no such command"},
		{"help GET", batch.Repeat{Times: 1}, "help on [GET]\n", "[]", ""},
		{"? GET", batch.Repeat{Times: 1}, "help on [GET]\n", "[]", ""},
		{"SUBSCRIBE news", batch.Repeat{Times: 1}, "SUBSCRIBE news\nmessage\n", "[]", ""},
	} {
		redis := &echo{}
		run := &batch.Runner{Redis: redis, Output: reply.Plain(reply.Raw), Help: helps}
		var out strings.Builder
		err := run.Command(t.Context(), strings.Fields(tt.line), tt.repeat, &out)
		var failed *batch.ErrorReply
		if errors.As(err, &failed) != (tt.failed != "") || failed != nil && failed.Text != tt.failed || failed == nil && err != nil {
			t.Errorf("%s %+v: %v", tt.line, tt.repeat, err)
		}
		if trips := fmt.Sprint(redis.trips); out.String() != tt.out || trips != tt.trips {
			t.Errorf("%s %+v: printed %q in round trips of %s", tt.line, tt.repeat, out.String(), trips)
		}
	}
}

// TestWithoutEnd repeats until it is told to stop.
func TestWithoutEnd(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	in, shown := io.Pipe()
	go func() {
		io.ReadFull(in, make([]byte, len("A\nA\nA\n")))
		stop(stopped)
		io.Copy(io.Discard, in)
	}()
	run := &batch.Runner{Redis: &echo{}, Output: reply.Plain(reply.Raw)}
	if err := run.Command(ctx, []string{"A"}, batch.Repeat{Times: -1, Interval: 1}, shown); !errors.Is(err, stopped) {
		t.Error(err)
	}
	shown.Close()
}
