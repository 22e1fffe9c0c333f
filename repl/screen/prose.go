package screen

import (
	"fmt"
	"strings"

	"redis-tutor/lessons/prose"
	"redis-tutor/repl/cells"
)

// Prose writes text set as prose, with a blank line between its blocks.
func (s *Screen) Prose(text prose.Text) { s.Led("", Plain, text) }

// Led writes prose whose first line begins with lead; the other lines hang
// under it. Words that the text does not style get the role.
func (s *Screen) Led(lead string, role Role, text prose.Text) {
	under := strings.Repeat(" ", cells.Width(lead))
	for i, block := range text {
		if i > 0 {
			s.Blank()
			lead = under
		}
		s.block(lead, under, role, block)
	}
}

func (s *Screen) block(first, rest string, role Role, b prose.Block) {
	switch b.Kind {
	case prose.List:
		s.list(first, rest, role, b)
	case prose.Verbatim:
		for _, text := range b.Lines {
			s.Exact(rest+"    ", Code, s.plain(text))
		}
	case prose.Heading:
		s.hang(first, rest, s.runs(b.Spans, Loud))
	default:
		s.hang(first, rest, s.runs(b.Spans, role))
	}
}

func (s *Screen) list(first, rest string, role Role, b prose.Block) {
	indent := "  "
	if first != "" {
		indent = "" // the lead sets the list off already
	}
	for i, item := range b.Items {
		sign := "• "
		switch {
		case b.First > 0:
			sign = fmt.Sprintf("%d. ", b.First+i)
		case s.o.Words:
			sign = ""
		case s.o.ASCII:
			sign = "* "
		}
		lead := first + indent + sign
		first = rest
		s.Led(lead, role, item)
	}
}

// runs styles spans. Text without a style of its own gets the role. Code
// keeps its backquotes where no colour sets it off.
func (s *Screen) runs(spans []prose.Span, role Role) []run {
	runs := make([]run, 0, len(spans))
	for i, span := range spans {
		r := run{span.Text, role}
		switch span.Style {
		case prose.Code:
			r.role = Code
			if !s.o.Color {
				r.text = "`" + r.text + "`"
			}
		case prose.Strong:
			r.role = Loud
		case prose.Emph:
			r.role = Slant
		}
		runs = append(runs, r)
		last := i+1 == len(spans) || spans[i+1].URL != span.URL
		if span.URL != "" && last && span.URL != span.Text {
			runs = append(runs, run{" (" + span.URL + ")", Quiet})
		}
	}
	return runs
}

// Marked turns text in which backquotes surround code into prose, for
// sentences that the program makes itself.
func Marked(text string) prose.Text {
	var spans []prose.Span
	for i, part := range strings.Split(text, "`") {
		if part == "" {
			continue
		}
		style := prose.Plain
		if i%2 == 1 {
			style = prose.Code
		}
		spans = append(spans, prose.Span{Text: part, Style: style})
	}
	return prose.Text{{Kind: prose.Para, Spans: spans}}
}
