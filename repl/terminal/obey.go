package terminal

import "slices"

// translate says which characters make readline do what k means. What
// readline cannot do, or does wrong, it gets as a Tab, and obey does it.
func (e *editor) translate(k key) []rune {
	switch {
	case k.code == keyEscape && !e.search.on, e.in.asking && k.isHistory():
		return nil
	case e.search.on || e.obeys(k):
		e.command = k
		return []rune{keyTab}
	case k.code == keyLeft:
		return repeat(keyLeft, clusterBefore(e.line, e.pos))
	case k.code == keyRight:
		return repeat(keyRight, clusterAfter(e.line, e.pos))
	case k.code == keyBackspace:
		return repeat(keyBackspace, clusterBefore(e.line, e.pos))
	case k.code == keyDelete, k.code == keyEOF && len(e.line) > 0:
		return repeat(keyEOF, clusterAfter(e.line, e.pos))
	}
	return []rune{k.code}
}

// obeys reports whether a key is for obey and not for readline.
func (e *editor) obeys(k key) bool {
	switch k.code {
	case keyTab, keyYank, keyClear, keyUp, keyDown, keySearch, keySearchFwd, keyKill, keyKillFront:
		return true
	case keyEnter:
		return !k.pasted && !k.sure
	case keyRight:
		return e.ghostly()
	case keyEnd:
		return e.ghostly() || e.goesOn()
	case keyHome:
		return e.goesOn()
	}
	return k.code < 0 && k.code != keyDelete
}

// ghostly reports whether a ghost may stand at the cursor.
func (e *editor) ghostly() bool {
	return e.cfg.Ghost != nil && len(e.line) > 0 && e.pos == len(e.line)
}

func repeat(r rune, n int) []rune { return slices.Repeat([]rune{r}, n) }

// obey does what the key in hand means and returns the line after it.
func (e *editor) obey(st state) state {
	k := e.command
	if e.search.on {
		return e.seek(st, k)
	}
	if k.code != keyUp && k.code != keyDown {
		e.browse = browsing{}
	}
	switch k.code {
	case keyEnter:
		return e.enter(st)
	case keyTab:
		return e.complete(st)
	case keyPaste:
		return e.paste(st, k.text)
	case keyLine:
		st = lineState([]rune(k.text))
		st.pos -= k.back
	case keyUp:
		return e.upOrOlder(st)
	case keyDown:
		return e.downOrYounger(st)
	case keySearch, keySearchFwd:
		e.search = e.search.begin(st, e.past())
	case keyRight, keyEnd:
		if st.pos == len(st.line) {
			return e.accept(st)
		}
		st.pos = rowEnd(st.line, st.pos)
	case keyClear:
		e.disp.clear()
	case keyYank:
		return state{line: insert(st.line, st.pos, e.killed), pos: st.pos + len(e.killed)}
	default:
		return e.move(st, k.code)
	}
	return st
}

// move goes by words and rows, or cuts there.
func (e *editor) move(st state, code rune) state {
	line, pos := st.line, st.pos
	switch code {
	case keyHome:
		st.pos = rowStart(line, pos)
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
	case keyKillFront:
		return e.cut(line, min(rowStart(line, pos), max(0, pos-1)), pos)
	case keyKill:
		return e.cut(line, pos, max(rowEnd(line, pos), min(pos+1, len(line))))
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
	line, at, list, part := e.cfg.Complete(string(st.line), len(string(st.line[:st.pos])))
	at = min(max(at, 0), len(line))
	return state{line: []rune(line), pos: len([]rune(line[:at])), below: candidates{list, part}}
}
