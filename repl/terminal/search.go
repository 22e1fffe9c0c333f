package terminal

import (
	"slices"
	"unicode"
)

// A searching looks for a line of the history that holds what is typed. It
// belongs to the goroutine that has the key in hand; on is read by others
// between two keys.
type searching struct {
	on      bool
	pattern []rune
	lines   []string // of the history, oldest first
	at      int      // the line shown; the number of lines is the draft's place
	draft   state    // what was typed before
	nothing string   // what was not found, "" when it was
	last    []rune   // what was looked for the time before
}

// begin starts a search; what was looked for before is not forgotten.
func (s searching) begin(draft state, lines []string) searching {
	return searching{on: true, draft: draft, lines: lines, at: len(lines), last: s.last}
}

// seek does what a key means in a search: a character narrows it, Ctrl-R and
// Ctrl-S go to older and younger lines, Ctrl-G and Ctrl-C give it up, Escape
// takes the line that was found, and any other key takes it and acts on it.
func (e *editor) seek(st state, k key) state {
	s := &e.search
	switch k.code {
	case keySearch:
		return s.further(st, -1)
	case keySearchFwd:
		return s.further(st, 1)
	case keyBackspace:
		s.pattern = s.pattern[:max(0, len(s.pattern)-1)]
		s.at = len(s.lines)
		return s.find(s.draft, s.at-1, -1)
	case keyAbort, keyInterrupt:
		s.end()
		return s.draft
	case keyPaste:
		if pasted := []rune(cleanPaste(k.text)); !slices.Contains(pasted, '\n') {
			return s.narrow(st, pasted)
		}
	}
	if k.code >= 32 && k.code != keyBackspace {
		return s.narrow(st, []rune{k.code})
	}
	if s.end(); k.code != keyTab && k.code != keyEscape {
		e.in.unread([]key{k})
	}
	return lineState(st.line)
}

// end leaves the search, and remembers what was looked for.
func (s *searching) end() {
	if s.on = false; len(s.pattern) > 0 {
		s.last = s.pattern
	}
}

func (s *searching) narrow(st state, more []rune) state {
	s.pattern = slices.Concat(s.pattern, more)
	return s.find(st, min(s.at, len(s.lines)-1), -1)
}

// further goes on to another line than the one shown. What was looked for the
// time before is looked for again where nothing was typed.
func (s *searching) further(st state, step int) state {
	if len(s.pattern) == 0 {
		s.pattern = s.last
	}
	return s.find(st, s.at+step, step)
}

// find shows the next line from place at on that holds the pattern and is not
// the one shown, the cursor behind what was found; or st, where there is none.
func (s *searching) find(st state, at, step int) state {
	s.nothing = ""
	if len(s.pattern) == 0 {
		return st
	}
	exact := slices.ContainsFunc(s.pattern, unicode.IsUpper)
	for ; at >= 0 && at < len(s.lines); at += step {
		line := []rune(s.lines[at])
		found := lastIndex(line, s.pattern, exact)
		if found < 0 || at != s.at && slices.Equal(line, st.line) {
			continue
		}
		s.at = at
		return state{line: line, pos: found + len(s.pattern)}
	}
	s.nothing = "nothing found"
	if lastIndex(st.line, s.pattern, exact) >= 0 && s.at < len(s.lines) {
		s.nothing = "no older line"
		if step > 0 {
			s.nothing = "no newer line"
		}
	}
	return st
}

// lastIndex returns where pattern stands last in line, or -1. Unless exact,
// small letters and capitals are the same.
func lastIndex(line, pattern []rune, exact bool) int {
	same := func(a, b rune) bool { return a == b || !exact && unicode.ToLower(a) == b }
	for at := len(line) - len(pattern); at >= 0; at-- {
		if slices.EqualFunc(line[at:at+len(pattern)], pattern, same) {
			return at
		}
	}
	return -1
}

// show says what is looked for, and which keys there are.
func (s *searching) show() string {
	text := "search: " + printable(string(s.pattern))
	switch {
	case s.nothing != "":
		return text + "  (" + s.nothing + ")"
	case len(s.pattern) == 0:
		return text + "(type some of a line; Ctrl-G gives up)"
	}
	return text + "  (Ctrl-R older, Enter runs it, Esc edits it, Ctrl-G gives up)"
}
