package terminal

import "strings"

// A browsing goes through the lines of the history that begin with what was
// typed. Any key but Up and Down ends it, Enter as well. It belongs to the
// goroutine that has the key in hand.
type browsing struct {
	on     bool
	prefix string
	draft  state // what was typed
	at     int   // the line shown; the number of lines is the draft's place
}

// recall puts the next older line of the history in place of the line, or a
// younger one when step is 1, and at last what was typed.
func (e *editor) recall(st state, step int) state {
	lines := e.past()
	b := &e.browse
	if !b.on {
		*b = browsing{on: true, prefix: string(st.line[:st.pos]), draft: st, at: len(lines)}
	}
	shown := string(st.line)
	for at := b.at + step; at >= 0 && at < len(lines); at += step {
		if strings.HasPrefix(lines[at], b.prefix) && lines[at] != shown {
			b.at = at
			return lineState([]rune(lines[at]))
		}
	}
	if step > 0 {
		b.at = len(lines)
		return b.draft
	}
	return st
}

// past returns the lines of the history, oldest first.
func (e *editor) past() []string {
	e.in.mu.Lock()
	defer e.in.mu.Unlock()
	return e.lines
}

// ghost returns how the history would go on with line: as it is shown, and as a
// key takes it onto the line. What is not shown cannot be taken.
func (e *editor) ghost(line string) (shown, rest string) {
	if rest = e.youngest(line); rest == "" {
		return "", ""
	}
	row, _, more := strings.Cut(rest, "\n")
	if more {
		row += e.disp.ellipsis
	}
	if shown = e.cfg.Ghost(row); shown == "" {
		return "", ""
	}
	return shown, rest
}

// youngest returns how the youngest line of the history that begins with line
// goes on.
func (e *editor) youngest(line string) string {
	if e.cfg.Ghost == nil || line == "" {
		return ""
	}
	lines := e.past()
	for i := len(lines) - 1; i >= 0; i-- {
		if rest := goneOn(lines[i], line); rest != "" {
			return rest
		}
	}
	return ""
}

// goneOn returns how past goes on with line, or "": the first word, a
// command's name, may be in small letters and capitals alike.
func goneOn(past, line string) string {
	name := len(line)
	if at := strings.IndexAny(line, " \n"); at >= 0 {
		name = at
	}
	if len(past) < len(line) || past[name:len(line)] != line[name:] || !strings.EqualFold(past[:name], line[:name]) {
		return ""
	}
	return past[len(line):]
}

// accept takes the ghost behind the line, if one is shown, onto the line.
func (e *editor) accept(st state) state {
	line, rest := string(st.line), ""
	if hint, fault := e.say(line); hint == "" && fault == "" {
		_, rest = e.ghost(line)
	}
	return lineState([]rune(line + rest))
}
