package terminal

import (
	"slices"
	"strings"
)

// What a line needs that has several rows.

// unfinished says what line lacks that Enter does not end.
func (e *editor) unfinished(line string) string {
	if e.cfg.Unfinished == nil {
		return ""
	}
	return e.cfg.Unfinished(line)
}

// lacks returns what to show behind a line of several rows that is not whole.
func (e *editor) lacks(line string) string {
	if !strings.Contains(line, "\n") {
		return ""
	}
	note := e.unfinished(line)
	if note != "" && !strings.HasSuffix(line, "\n") {
		note = "  " + note
	}
	return note
}

// enter ends a line that is whole. Any other goes on in a new row: at the
// cursor, or at its end where it is whole up to the cursor.
func (e *editor) enter(st state) state {
	if e.unfinished(string(st.line)) == "" {
		e.in.unread([]key{{code: keyEnter, sure: true}})
		return st
	}
	if e.unfinished(string(st.line[:st.pos])) == "" {
		st.pos = len(st.line)
	}
	return state{line: insert(st.line, st.pos, []rune{'\n'}), pos: st.pos + 1}
}

// goesOn reports whether the line has several rows.
func (e *editor) goesOn() bool { return slices.Contains(e.line, '\n') }

// rowStart and rowEnd are where the row of pos begins and ends.
func rowStart(line []rune, pos int) int {
	for pos > 0 && line[pos-1] != '\n' {
		pos--
	}
	return pos
}

func rowEnd(line []rune, pos int) int {
	if n := slices.Index(line[pos:], '\n'); n >= 0 {
		return pos + n
	}
	return len(line)
}

// upOrOlder goes a row up or, from the first one or while going through the
// history, to an older line.
func (e *editor) upOrOlder(st state) state {
	start := rowStart(st.line, st.pos)
	if e.browse.on || start == 0 {
		return e.recall(st, -1)
	}
	above := rowStart(st.line, start-1)
	st.pos = min(above+st.pos-start, start-1)
	return st
}

// downOrYounger goes a row down, or to a younger line.
func (e *editor) downOrYounger(st state) state {
	end := rowEnd(st.line, st.pos)
	if e.browse.on || end == len(st.line) {
		return e.recall(st, 1)
	}
	st.pos = min(end+1+st.pos-rowStart(st.line, st.pos), rowEnd(st.line, end+1))
	return st
}

// oneRow is a line as a file keeps it that has a row for each line.
func oneRow(line string) string { return strings.ReplaceAll(line, "\n", "\v") }

// allRows is a line of which that was made.
func allRows(row string) string { return strings.ReplaceAll(row, "\v", "\n") }
