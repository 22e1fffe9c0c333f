package program_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redis-tutor/content"
	"redis-tutor/repl"
	"redis-tutor/repl/program"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// TestPanic lets the program fall over in the middle: there is an error line
// with advice and no stack trace, which is kept in a file.
func TestPanic(t *testing.T) {
	state := t.TempDir()
	for _, args := range [][]string{{"practice", "PING"}, {"practice"}} {
		var out, errs strings.Builder
		streams := program.Streams{In: strings.NewReader("PING\n"), Out: &out, Err: &errs}
		code := program.Main(t.Context(), args, streams, program.House{
			Env:   func(string) string { return "" },
			State: state,
			Open:  func(context.Context, program.Target) (program.Redis, error) { return fallen{}, nil },
		})
		if code != program.ExitFailure {
			t.Errorf("%v: exit code %d", args, code)
		}
		if got := errs.String(); !strings.HasPrefix(got, "error: the program has a fault: boom\n") || strings.Contains(got, "goroutine") {
			t.Errorf("%v: %q", args, got)
		}
		report, err := os.ReadFile(filepath.Join(state, "crash.txt"))
		if err != nil || !strings.Contains(string(report), "program_test.go") {
			t.Errorf("%v: no stack in the report: %v\n%s", args, err, report)
		}
	}
}

// TestInterruptedOpen: Ctrl-C ends the program while it waits for a server, and
// the exit code says so.
func TestInterruptedOpen(t *testing.T) {
	for _, args := range [][]string{{"practice", "PING"}, {"learn"}} {
		var errs strings.Builder
		interrupts := make(chan os.Signal, 1)
		code := program.Main(t.Context(), args, program.Streams{In: strings.NewReader(""), Out: io.Discard, Err: &errs}, program.House{
			Env:        func(string) string { return "" },
			State:      t.TempDir(),
			Course:     content.Course(),
			Commands:   func() *command.Table { return nil },
			Interrupts: interrupts,
			Open: func(ctx context.Context, _ program.Target) (program.Redis, error) {
				interrupts <- os.Interrupt
				<-ctx.Done()
				return nil, ctx.Err()
			},
		})
		if code != program.ExitInterrupted || errs.Len() > 0 {
			t.Errorf("%v: exit code %d, %q", args, code, errs.String())
		}
	}
}

// fallen is a Redis with a fault.
type fallen struct{ program.Redis }

func (fallen) Close() error { return nil }

func (fallen) Pipeline(context.Context, [][]string, func(int, reply.Value) error) error {
	panic("boom")
}

func (fallen) State() repl.State { return repl.State{Connected: true} }
