package terminal

import (
	"bytes"
	"strings"

	"redis-tutor/repl/cells"
)

// searching follows readline's history search. It is the Stdout of readline:
// what readline draws is dropped, but that is where it says what is sought.
// Both methods are called by readline's goroutine; on and text are read by
// others only between two keys.
type searching struct {
	on   bool
	text string // what to show of it
}

// searchMark stands between the state of the search and the text sought.
const searchMark = "-i-search: "

// Write takes what readline draws.
func (s *searching) Write(p []byte) (int, error) {
	at := bytes.Index(p, []byte(searchMark))
	if at < 0 {
		return len(p), nil
	}
	sought := string(p[at+len(searchMark):])
	sought = sought[:max(0, strings.IndexByte(sought, 27))]
	label := "search: "
	if bytes.HasSuffix(p[:at], []byte("fwd")) {
		label = "search forward: "
	}
	s.text = label + printable(sought)
	if bytes.Contains(p[:at], []byte("failing")) {
		s.text += "  (nothing found)"
	}
	return len(p), nil
}

// follow notes how a key changes the search: it begins with Ctrl-R or Ctrl-S
// and goes on with characters, and any other key ends it.
func (s *searching) follow(key rune) {
	switch {
	case key == keySearch, key == keySearchFwd:
		s.on = true
	case key != keyBackspace && key < 32:
		s.on, s.text = false, ""
	}
}

// setPrompt keeps what stands before the line; a prompt of several rows is
// printed but for its last.
func (e *editor) setPrompt(prompt string) {
	above, last := splitPrompt(prompt)
	if above != "" {
		e.disp.Write([]byte(above))
	}
	e.in.mu.Lock()
	e.prompt = last
	e.in.mu.Unlock()
}

func splitPrompt(prompt string) (above, last string) {
	at := strings.LastIndexByte(prompt, '\n') + 1
	return prompt[:at], prompt[at:]
}

// draw shows the line as it is. It is called by readline's reading goroutine
// when the keys are used up.
func (e *editor) draw() {
	e.guard(func() {
		e.in.mu.Lock()
		st, prompt, search := e.state, e.prompt, e.search
		e.in.mu.Unlock()
		line := string(st.line)
		v := view{prompt: prompt, text: e.paint(line), cursor: len(printable(string(st.line[:st.pos])))}
		switch {
		case search.on:
			v.below = []string{search.text}
		case len(st.below) > 0:
			width, _ := e.Size()
			v.below = rows(st.below, width-1, maxBelow)
		default:
			shown, rest := e.behind(line)
			if rest == "" || st.pos == len(st.line) {
				v.hint = shown
			}
		}
		e.disp.show(v)
	})
}

// lastView is how a line stays on the screen, with a mark behind it.
func (e *editor) lastView(prompt, line, mark string) view {
	_, prompt = splitPrompt(prompt)
	return view{prompt: prompt, text: e.paint(line) + mark}
}

// paint colours line. A painter that changes the text is not heeded: the
// cursor would stand in the wrong place.
func (e *editor) paint(line string) string {
	line = printable(line)
	if e.cfg.Paint == nil {
		return line
	}
	if painted := e.cfg.Paint(line); cells.Plain(painted) == line {
		return painted
	}
	return line
}

// watchSize draws the line anew whenever the size changes.
func (e *editor) watchSize() (forget func()) {
	if e.cfg.Resize == nil {
		return e.dev.resized(e.disp.redraw)
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case _, ok := <-e.cfg.Resize:
				if !ok {
					return
				}
				e.disp.redraw()
			case <-done:
				return
			}
		}
	}()
	return func() { close(done) }
}

// suspend stops the program at Ctrl-Z if a shell can start it again.
func (e *editor) suspend() {
	if !e.dev.mayStop() {
		return
	}
	e.disp.leave(pasteOff+"^Z\n", false)
	e.dev.restore()
	e.dev.suspend()
	e.dev.raw()
	e.disp.put([]byte(pasteOn))
	e.in.refresh()
}
