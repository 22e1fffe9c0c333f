package terminal

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// alphabet is what the random learner types: all that has ever hurt a line
// editor.
func alphabet() []string {
	keys := strings.Split("a b S E T 0 \" \\ é 键 😀 👨‍👩‍👧 🇫🇷 e\u0301 \u0301 \u200d", " ")
	for c := range 32 {
		if c != 4 && c != 10 { // Ctrl-D and Enter have their share below
			keys = append(keys, string(rune(c)))
		}
	}
	return append(keys, " ", " ", "se\t", "\x7f", "\x7f", "\r", "\r", "\x04", "\r\n",
		"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[1~", "\x1b[4~",
		"\x1b[3~", "\x1b[3;5~", "\x1b[1;5C", "\x1b[1;5D", "\x1bOA", "\x1bOM", "\x1b[Z",
		"\x1bb", "\x1bf", "\x1bd", "\x1b\x7f", "\x1bx", "\x1b\x1b",
		"\x1b[<0;10;5M", "\x1b[M !!", "\x1b[99;99;99;99R", "\x1b[?1;2c", "\x1b[", "\x1bO",
		"\x1b]0;t\x07", "\x1bPq\x1b\\", "\xff", "\xc3", "\xf0\x9f", "\x80",
		"\x1b[200~a\tb\x1b[201~", "\x1b[200~GET a\r\n\r\nGET b\nx\x1b[201~", "\x12e", "\x13", "\"", "\"", "\x1b[200~", "\x1b[201~",
		strings.Repeat("long ", 30))
}

// TestRandomKeys lets many learners hit random keys while text is printed and
// the screen changes its size, and wants every one to come to an end.
func TestRandomKeys(t *testing.T) {
	editors, keys := 300, 400
	if raceDetector {
		editors, keys = 40, 300
	}
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for seed := w; seed < editors; seed += 4 {
				hitRandomKeys(t, uint64(seed), keys)
			}
		})
	}
	wg.Wait()
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<16)
			t.Fatalf("%d goroutines left of %d editors:\n%s", runtime.NumGoroutine()-before,
				editors, buf[:runtime.Stack(buf, true)])
		}
	}
}

func hitRandomKeys(t *testing.T, seed uint64, n int) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	resize := make(chan struct{})
	var mu sync.Mutex
	width, height := 80, 24
	typist := newKeyboard()
	term, err := New(goingOn(Config{
		In: typist, Out: io.Discard, Resize: resize,
		Paint: paintWords,
		Say:   func(line string) (hint, fault string) { return strings.Repeat("hint ", len(line)%9), "" },
		Ghost: func(rest string) string { return rest },
		Complete: func(line string, pos int) (string, int, []string, bool) {
			return line[:pos] + "T" + line[pos:], pos + 1, []string{"SET", strings.Repeat("x", 57) + "\tmeaning"}, false
		},
		Size: func() (int, int) { mu.Lock(); defer mu.Unlock(); return width, height },
	}))
	if err != nil {
		t.Error(err)
		return
	}
	e := term.(*editor)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			line, err := term.ReadLine(strings.Repeat("prompt", i%3) + "> ")
			if err == io.EOF && e.in.isClosed() {
				return
			}
			if i%2 == 0 {
				term.Remember(line)
			}
		}
	}()
	abc := alphabet()
	for i := range n {
		io.WriteString(typist, abc[rnd.IntN(len(abc))])
		switch rnd.IntN(40) {
		case 0:
			fmt.Fprintln(term, "news", i)
		case 1:
			mu.Lock()
			width, height = rnd.IntN(90), rnd.IntN(12)
			mu.Unlock()
			resize <- struct{}{}
		}
	}
	for seed%4 != 0 && !(typist.used() && e.atRest()) { // the others are closed at work
		time.Sleep(100 * time.Microsecond)
	}
	finished := make(chan struct{})
	go func() { term.Close(); typist.Close(); <-done; close(finished) }()
	select {
	case <-finished:
	case <-time.After(10 * time.Second):
		t.Errorf("seed %d: the editor hangs", seed)
	}
}
