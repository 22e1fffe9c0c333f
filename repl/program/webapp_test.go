package program

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
)

// TestLasting: what forward takes for a time is one for a flag too.
func TestLasting(t *testing.T) {
	for text, want := range map[string]string{"300": "5m", "20m": "20m", "1d": "1d", "1d12h": "1d12h"} {
		var l lasting
		if err := l.Set(text); err != nil || l.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, l.String(), err, want)
		}
	}
	l := lasting(time.Minute)
	for _, text := range []string{"", "60x", "-5s", "1e9d"} {
		if err := l.Set(text); err == nil || l.String() != "1m" {
			t.Errorf("%q is taken: %q, %v", text, l.String(), err)
		}
	}
}

// TestAppEnds: Ctrl-C is how the app is meant to end, and other ends are not.
func TestAppEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(stop context.CancelFunc, interrupts chan<- os.Signal)
		code int
	}{
		"Ctrl-C":  {func(_ context.CancelFunc, i chan<- os.Signal) { i <- os.Interrupt }, ExitOK},
		"SIGTERM": {func(stop context.CancelFunc, _ chan<- os.Signal) { stop() }, ExitTerminated},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			interrupts := make(chan os.Signal, 1)
			said, out := io.Pipe()
			go func() {
				defer said.Close()
				buf := make([]byte, 1000)
				if n, _ := said.Read(buf); strings.Contains(string(buf[:n]), "The app is at http://127.0.0.1:") {
					c.end(stop, interrupts)
				}
			}()
			ended := make(chan int, 1)
			go func() {
				var errs strings.Builder
				ended <- Main(ctx, []string{"app"}, Streams{In: strings.NewReader(""), Out: out, Err: &errs}, House{
					Env:        func(string) string { return "" },
					State:      t.TempDir(),
					Interrupts: interrupts,
					Open: func(context.Context, Target) (Redis, error) {
						box, err := sandbox.NewEmbedded(nil)
						return boxed(box), err
					},
				})
			}()
			select {
			case code := <-ended:
				if code != c.code {
					t.Errorf("exit code %d, want %d", code, c.code)
				}
			case <-time.After(20 * time.Second):
				t.Fatal("the app does not end")
			}
		})
	}
}
