package terminaltest

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Transcript gathers what a program writes to its terminal.
type Transcript struct {
	mu    sync.Mutex
	bytes bytes.Buffer
	read  int // how much of it earlier prompts have used up
	ended chan struct{}
}

// Watch begins a transcript of what comes from r, a terminal's other end.
func Watch(r io.Reader) *Transcript {
	t := &Transcript{ended: make(chan struct{})}
	go func() {
		defer close(t.ended)
		buf := make([]byte, 4096)
		for {
			n, err := r.Read(buf)
			t.mu.Lock()
			t.bytes.Write(buf[:n])
			t.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return t
}

var escapes = regexp.MustCompile(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>78]|\r`)

// Text is what was written so far, without escapes.
func (t *Transcript) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return escapes.ReplaceAllString(t.bytes.String(), "")
}

// Prompt waits until a prompt has been drawn that was not there before, or
// one that says that the line goes on.
func (t *Transcript) Prompt() bool {
	for range 1000 {
		text := t.Text()
		if at := strings.LastIndex(text, "> "); at >= t.read && (strings.TrimSpace(text[at+1:]) == "" || strings.HasPrefix(text[at:], "> # quote open")) {
			t.read = len(text)
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// Wait returns when nothing more can come: nobody has the terminal open.
func (t *Transcript) Wait() { <-t.ended }

// Wrote is all that was written, escapes included.
func (t *Transcript) Wrote() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes.String()
}

// LeftOn says which modes of the screen a program that has ended did not switch
// off again.
func (t *Transcript) LeftOn() []string {
	var left []string
	for _, mode := range []struct{ on, off, what string }{
		{"\x1b[?2004h", "\x1b[?2004l", "pastes come in brackets"},
		{"\x1b[?25l", "\x1b[?25h", "the cursor is hidden"},
		{"\x1b[?1049h", "\x1b[?1049l", "the other screen is shown"},
	} {
		if !t.soon(func(wrote string) bool {
			return strings.LastIndex(wrote, mode.on) <= strings.LastIndex(wrote, mode.off)
		}) {
			left = append(left, mode.what)
		}
	}
	return left
}

// soon waits until what was written is as wanted: the last of it may be on its
// way.
func (t *Transcript) soon(wanted func(wrote string) bool) bool {
	for range 1000 {
		if wanted(t.Wrote()) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
