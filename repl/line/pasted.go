package line

import "strings"

// Pasted takes a text apart that was pasted: into the commands, without
// prompts, comments and blank lines, and what still waits for Enter, because
// no line end follows it or a quote in it is open. If at least one line
// carries a prompt the text is a transcript: then the lines without one are
// replies, or what stood around it on a page, and are dropped. Lines end in \n.
func Pasted(text string) (commands []string, rest string) {
	var f Filter
	for s := range strings.Lines(text) {
		_, found := cutPrompts(s)
		f.transcript = f.transcript || found
	}
	for text != "" {
		r := readRows(text)
		s, open := text[:r.end], r.open
		if f.transcript {
			s, open = shownRows(text), false
		}
		text = text[len(s):]
		if f.transcript {
			s = joinRows(s)
		}
		switch command := f.Command(s); {
		case command == "":
		case !open && strings.HasSuffix(s, "\n"):
			commands = append(commands, strings.TrimSuffix(command, "\n"))
		default:
			rest = command // the last one
		}
	}
	return commands, rest
}

// shownRows returns the line of a transcript that text begins with, and those
// that go on with it.
func shownRows(text string) string {
	end := lineEnd(text, 0)
	for strings.HasPrefix(text[end:], strings.TrimSpace(More)) {
		end = lineEnd(text, end)
	}
	return text[:end]
}

// joinRows drops what stands in front of the rows behind the first. Pasting
// may have lost the space behind an empty one.
func joinRows(s string) string {
	first, others := s[:lineEnd(s, 0)], s[lineEnd(s, 0):]
	for row := range strings.Lines(others) {
		row = strings.TrimPrefix(row, strings.TrimSpace(More))
		first += strings.TrimPrefix(row, " ")
	}
	return first
}
