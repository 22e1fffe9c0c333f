package terminal

import "strings"

// Ask is ReadLine for a question.
func (e *editor) Ask(question string) (string, error) {
	e.in.ask()
	defer e.in.answered()
	return e.ReadLine(question)
}

// DropPasted drops the lines of pastes that wait.
func (e *editor) DropPasted() int { return e.in.dropPasted() }

func (k key) isPaste() bool { return k.pasted || k.code == keyPaste }

// isHistory reports whether k brings back earlier lines: none is the answer to a
// question.
func (k key) isHistory() bool {
	return k.code == keyUp || k.code == keyDown || k.code == keySearch || k.code == keySearchFwd
}

// ask sets aside what was pasted and drops what was typed ahead.
func (in *input) ask() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.asking = true
	for _, k := range in.queue {
		if k.isPaste() {
			in.held = append(in.held, k)
		}
	}
	in.queue = nil
}

// answered lets what was set aside come before what was typed since.
func (in *input) answered() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.asking = false
	in.queue = append(in.held, in.queue...)
	in.held = nil
}

// hold sets a paste aside while a question is open.
func (in *input) hold(k key) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.asking {
		in.held = append(in.held, k)
	}
	return in.asking
}

func (in *input) dropPasted() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	lines, kept := 0, in.queue[:0]
	for _, k := range in.queue {
		switch {
		case k.code == keyPaste:
			lines += 1 + strings.Count(strings.TrimRight(k.text, "\n"), "\n")
		case !k.pasted:
			kept = append(kept, k)
		case k.code == keyLine:
			lines++
		}
	}
	in.queue = kept
	return lines
}

// Ask is ReadLine for a question. The terminal driver does not tell a paste
// from keys: all lines that are there already wait.
func (p *plain) Ask(question string) (string, error) {
	p.readMu.Lock()
	held := p.waiting()
	p.readMu.Unlock()
	line, err := p.ReadLine(question)
	p.readMu.Lock()
	defer p.readMu.Unlock()
	p.held = held
	return line, err
}

// waiting takes the lines that have come and that nobody has asked for.
func (p *plain) waiting() []string {
	lines := p.held
	p.held = nil
	if p.pending != nil { // somebody reads already, and has the first line
		select {
		case got := <-p.pending:
			p.pending = nil
			lines = append(lines, got.line)
		default:
			return lines
		}
	}
	for p.lineWaits() || p.file != nil && readable(p.file) {
		got := p.read()
		if got.err != nil {
			break
		}
		lines = append(lines, got.line)
	}
	return lines
}

// DropPasted drops the lines that waited while a question was asked.
func (p *plain) DropPasted() int {
	p.readMu.Lock()
	defer p.readMu.Unlock()
	n := len(p.held)
	p.held = nil
	return n
}
