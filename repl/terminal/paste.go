package terminal

import (
	"slices"
	"strings"
)

// paste inserts text. When it has several lines, they are run one after the
// other, as if each were typed; what follows the last line end waits for
// Enter. Inside a line that is to go on all of it is text.
func (e *editor) paste(st state, text string) state {
	before, after := string(st.line[:st.pos]), string(st.line[st.pos:])
	if strings.Contains(text, "\n") && e.in.hold(key{code: keyPaste, text: text}) {
		return st
	}
	text = e.keep(before, text)
	inside := e.unfinished(before) != ""
	if whole := strings.TrimSuffix(text, "\n"); inside && e.unfinished(before+whole) == "" {
		text = whole // the line end behind it does not belong to the text
	}
	if inside || !strings.Contains(text, "\n") {
		pasted := []rune(text)
		return state{line: insert(st.line, st.pos, pasted), pos: st.pos + len(pasted)}
	}
	lines, rest := e.pastedLines(before + text + after)
	var keys []key
	for _, line := range lines {
		keys = append(keys, key{code: keyLine, text: printable(line), pasted: true},
			key{code: keyEnter, pasted: true})
	}
	if rest != "" {
		waits := key{code: keyLine, text: printable(rest), pasted: true}
		if strings.HasSuffix(rest, after) {
			waits.back = len([]rune(after))
		}
		keys = append(keys, waits)
	}
	e.in.unread(keys)
	return state{}
}

// keep returns text, which is to be pasted behind before, as it can stand in a
// line, and says what it could not keep.
func (e *editor) keep(before, text string) string {
	if e.cfg.Keep != nil {
		kept, note := e.cfg.Keep(before, text)
		if text = kept; note != "" {
			e.disp.Write([]byte(note + "\n"))
		}
	}
	return cleanPaste(text)
}

// cleanPaste makes every tab a space, and drops what else cannot stand in a
// line.
func cleanPaste(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r != '\n' && !typeable(r):
			return -1
		}
		return r
	}, s)
}

// pastedLines parts the lines of a paste that are to be run from what waits.
func (e *editor) pastedLines(text string) (run []string, rest string) {
	if e.cfg.Pasted != nil {
		return e.cfg.Pasted(text)
	}
	at := strings.LastIndexByte(text, '\n')
	isBlank := func(line string) bool { return strings.TrimSpace(line) == "" }
	return slices.DeleteFunc(strings.Split(text[:at], "\n"), isBlank), text[at+1:]
}
