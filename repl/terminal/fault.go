package terminal

import (
	"strings"

	"redis-tutor/repl/cells"
)

// tell puts behind the line what is to be said of it: what it lacks to be
// whole, once it goes on; what Config says of it; or else how it was gone on
// before, if the cursor is at its end.
func (e *editor) tell(v view, line string, atEnd bool) view {
	if v.hint = e.lacks(line); v.hint != "" {
		return v
	}
	hint, fault := e.say(line)
	switch {
	case fault != "":
		return e.tellFault(v, fault)
	case hint == "" && atEnd:
		hint, _ = e.ghost(line)
	}
	v.hint = hint
	return v
}

// say asks Config about line.
func (e *editor) say(line string) (hint, fault string) {
	if e.cfg.Say == nil {
		return "", ""
	}
	return e.cfg.Say(line)
}

// tellFault puts behind the line what is wrong with it. That is never cut:
// where the row has no room for all of it, it stands in rows below the line.
func (e *editor) tellFault(v view, fault string) view {
	width, _ := e.Size()
	if room := width - 1 - e.disp.lay(v, width).end; room >= faultGap+cells.Width(fault) {
		v.hint = strings.Repeat(" ", faultGap) + fault
	} else {
		v.below = wrap(fault, width-1)
	}
	return v
}

// faultGap is how many columns stand between the line and what is wrong with
// it.
const faultGap = 2

// wrap breaks styled at its spaces into rows of width columns. Those behind the
// first stand as far in as the text behind a "# ".
func wrap(styled string, width int) []string {
	const indent = "  "
	var rows []string
	row, style := "", ""
	for i, word := range strings.Split(styled, " ") {
		switch {
		case i == 0:
			row = word
		case cells.Width(row)+1+cells.Width(word) <= width:
			row += " " + word
		default:
			rows = append(rows, row)
			row = indent + style + word
		}
		style = styleBehind(style, word)
	}
	return append(rows, row)
}

// styleBehind is the style in force behind styled, which style was before.
func styleBehind(style, styled string) string {
	for at := 0; at < len(styled); {
		n := cells.Escape(styled[at:])
		if n > 0 {
			style = restyle(style, styled[at:at+n])
		}
		at += max(n, 1)
	}
	return style
}
