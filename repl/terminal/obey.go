package terminal

import "slices"

// translate says which characters make readline do what k means. What
// readline cannot do, or does wrong, it gets as a Tab, and obey does it.
func (e *editor) translate(k key) []rune {
	switch k.code {
	case keyLeft:
		return repeat(keyLeft, clusterBefore(e.line, e.pos))
	case keyRight:
		if !e.ghostly() {
			return repeat(keyRight, clusterAfter(e.line, e.pos))
		}
	case keyBackspace:
		if e.search.on {
			return []rune{keyBackspace}
		}
		return repeat(keyBackspace, clusterBefore(e.line, e.pos))
	case keyEOF, keyDelete:
		if k.code == keyEOF && len(e.line) == 0 {
			return []rune{keyEOF}
		}
		return repeat(keyEOF, clusterAfter(e.line, e.pos))
	}
	if k.code >= 0 && !e.obeys(k.code) {
		return []rune{k.code}
	}
	e.command = k
	return []rune{keyTab}
}

// obeys reports whether a control character is for obey and not for readline.
func (e *editor) obeys(code rune) bool {
	switch code {
	case keyTab, keyYank, keyClear:
		return true
	case keyUp, keyDown: // all of the history is readline's, which searches from there
		return !e.search.on && !e.browse.all && (e.browse.on || len(e.line) > 0)
	case keyRight, keyEnd:
		return e.ghostly()
	}
	return false
}

// ghostly reports whether a ghost may stand at the cursor.
func (e *editor) ghostly() bool {
	return e.cfg.Ghost != nil && !e.search.on && len(e.line) > 0 && e.pos == len(e.line)
}

func repeat(r rune, n int) []rune { return slices.Repeat([]rune{r}, n) }

// obey does what the key in hand means and returns the line after it.
func (e *editor) obey(st state) state {
	line, pos := st.line, st.pos
	switch k := e.command; k.code {
	case keyTab:
		return e.complete(st)
	case keyPaste:
		return e.paste(st, k.text)
	case keyLine:
		return lineState([]rune(k.text))
	case keyUp:
		return e.recall(st, -1)
	case keyDown:
		return e.recall(st, 1)
	case keyRight, keyEnd:
		return e.accept(st)
	case keyClear:
		e.disp.clear()
	case keyYank:
		return state{line: insert(line, pos, e.killed), pos: pos + len(e.killed)}
	case keyWordLeft:
		st.pos = back(line, pos, inWord)
	case keyWordRight:
		st.pos = forth(line, pos, inWord)
	case keyRubWord:
		return e.cut(line, back(line, pos, notSpace), pos)
	case keyCutLeft:
		return e.cut(line, back(line, pos, inWord), pos)
	case keyCutRight:
		return e.cut(line, pos, forth(line, pos, inWord))
	}
	return st
}

func lineState(line []rune) state { return state{line: line, pos: len(line)} }

func (e *editor) cut(line []rune, from, to int) state {
	if from < to {
		e.killed = slices.Clone(line[from:to])
	}
	return state{line: cut(line, from, to), pos: from}
}

// complete asks Config.Complete, which speaks of bytes.
func (e *editor) complete(st state) state {
	if e.cfg.Complete == nil {
		return st
	}
	line, at, list := e.cfg.Complete(string(st.line), len(string(st.line[:st.pos])))
	at = min(max(at, 0), len(line))
	return state{line: []rune(line), pos: len([]rune(line[:at])), below: list}
}
