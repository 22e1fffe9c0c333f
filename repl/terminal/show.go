package terminal

import (
	"cmp"
	"strings"

	"redis-tutor/repl/cells"
)

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

// Prompt sets the usual prompt.
func (e *editor) Prompt(prompt string) {
	e.in.mu.Lock()
	same := e.usual == prompt
	e.usual = prompt
	e.in.mu.Unlock()
	if !same {
		e.in.refresh()
	}
}

// shownPrompt is what stands before the line, with in.mu held.
func (e *editor) shownPrompt() string { return cmp.Or(e.prompt, e.usual) }

func splitPrompt(prompt string) (above, last string) {
	at := strings.LastIndexByte(prompt, '\n') + 1
	return prompt[:at], prompt[at:]
}

// draw shows the line as it is. It is called by readline's reading goroutine
// when the keys are used up.
func (e *editor) draw() {
	e.guard(func() {
		e.in.mu.Lock()
		st, prompt, search := e.state, e.shownPrompt(), e.search
		e.in.mu.Unlock()
		line := string(st.line)
		v := view{prompt: prompt, text: e.paint(line), cursor: len(printable(string(st.line[:st.pos])))}
		switch {
		case search.on:
			v.below = []string{search.show()}
		case len(st.below.items) > 0:
			width, height := e.Size()
			v.below = st.below.rows(width-1, max(1, min(maxBelow, height-1)), e.disp.ellipsis)
		default:
			v = e.tell(v, line, st.pos == len(st.line))
		}
		e.disp.show(v)
	})
}

// lastView is how a line stays on the screen, with a mark behind it.
func (e *editor) lastView(line, mark string) view {
	e.in.mu.Lock()
	prompt := e.shownPrompt()
	e.in.mu.Unlock()
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

// resized draws the line anew, with as much of a hint and as many rows below as
// there is room for now.
func (e *editor) resized() {
	e.disp.resized()
	e.in.refresh()
}

// watchSize tells of changes of the size.
func (e *editor) watchSize() (forget func()) {
	if e.cfg.Resize == nil {
		return e.dev.resized(e.resized)
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case _, ok := <-e.cfg.Resize:
				if !ok {
					return
				}
				e.resized()
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
