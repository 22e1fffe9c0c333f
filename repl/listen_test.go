package repl_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
)

// TestListen lets a second program join the sandbox and see its keys.
func TestListen(t *testing.T) {
	term := terminaltest.New()
	s := repl.New(newConfig(t, term, 80))
	for _, line := range []string{"SET cat Misty", "listen 0"} {
		s.Take(t.Context(), line)
	}
	bound := regexp.MustCompile(`at 127\.0\.0\.1:(\d+) now`).FindStringSubmatch(term.Screen())
	if bound == nil {
		t.Fatalf("nothing listens:\n%s", term.Screen())
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	second, err := sandbox.Open(ctx, sandbox.Options{Kind: sandbox.Server, URI: "redis://127.0.0.1:" + bound[1]})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if v, err := second.Do(ctx, "GET", "cat"); err != nil || v.Text != "Misty" {
		t.Errorf("the second program sees %v, %v", v, err)
	}
	if _, err := second.Do(ctx, "SET", "dog", "Rex"); err != nil {
		t.Error(err)
	}
	s.Take(ctx, "GET dog")
	s.Take(ctx, "listen stop")
	if !regexp.MustCompile(`"Rex"\n# No new program can connect`).MatchString(term.Screen()) {
		t.Errorf("the screen:\n%s", term.Screen())
	}
	if _, err := sandbox.Open(ctx, sandbox.Options{Kind: sandbox.Server, URI: "redis://127.0.0.1:" + bound[1]}); err == nil {
		t.Error("it listens still")
	}
}

// TestListenRefuses names what is wrong with an address.
func TestListenRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"listen here:there":   `error: "there" is not a port`,
		"listen 0.0.0.0:0":    `error: other machines could use "0.0.0.0:0" without a password`,
		"listen a b c":        "error: listen takes an address and a password at most",
		"listen stop":         "# Nothing listens.",
		"listen 127.0.0.1:-1": "error:",
	} {
		term := terminaltest.New()
		repl.New(newConfig(t, term, 120)).Take(t.Context(), line)
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(want)).MatchString(term.Screen()) {
			t.Errorf("%s:\n%s", line, term.Screen())
		}
	}
}
