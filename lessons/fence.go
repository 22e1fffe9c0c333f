package lessons

import "strings"

// fence follows the fenced blocks of a text from line to line. The zero value
// stands before the first line.
type fence struct {
	marks string // those that opened the block; "" outside
	info  string // the words behind them
}

// holds takes the next line and reports whether it belongs to a fenced block,
// the lines with its marks included.
func (f *fence) holds(line string) bool {
	marks, rest := fenceMarks(line)
	switch {
	case f.marks == "":
		if marks != "" && !(marks[0] == '`' && strings.Contains(rest, "`")) {
			f.marks, f.info = marks, strings.Trim(rest, " \t")
		}
		return f.marks != ""
	case strings.HasPrefix(marks, f.marks) && strings.Trim(rest, " \t") == "":
		*f = fence{}
	}
	return true
}

// fenceMarks parts the marks that may open or close a fenced block from what
// stands behind them: three or more of ` or ~, indented by less than four
// spaces.
func fenceMarks(line string) (marks, rest string) {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || text == "" || text[0] != '`' && text[0] != '~' {
		return "", line
	}
	rest = strings.TrimLeft(text, text[:1])
	if marks = text[:len(text)-len(rest)]; len(marks) < 3 {
		return "", line
	}
	return marks, rest
}

// isFence reports whether a line may open or close a block, of a list as well.
func isFence(line string) bool {
	line = strings.TrimLeft(line, " ")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}
