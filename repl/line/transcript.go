package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Commands returns the commands in a text that was pasted, without prompts,
// comments and blank lines. If at least one line carries a prompt the text
// is a transcript: then the lines without one are replies, or what stood
// around it on a page, and are dropped. Lines may end in LF, CR LF or, as
// terminals send a paste, CR.
func Commands(text string) []string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	var f Filter
	for _, s := range lines {
		if _, found := cutPrompts(s); found {
			f.transcript = true
		}
	}
	var commands []string
	for _, s := range lines {
		if c := f.Command(s); c != "" {
			commands = append(commands, c)
		}
	}
	return commands
}

// Filter does what Commands does for lines that arrive one by one, when
// those to come cannot be seen. From the first prompt on, or the shell
// command that started redis-cli, a line without a prompt is taken for a
// reply; before that every line is a command. So a script without prompts
// goes through untouched, its comments aside. The zero Filter is ready.
type Filter struct{ transcript bool }

// Command returns the command in a line, "" when there is nothing to run.
func (f *Filter) Command(s string) string {
	rest, found := cutPrompts(s)
	if found || strings.HasPrefix(strings.TrimLeft(s, " \t"), "$ redis-cli") {
		f.transcript = true
	}
	if f.transcript && !found {
		return ""
	}
	if rest = cutComment(rest); isBlank(rest) {
		return ""
	}
	return rest
}

func isBlank(s string) bool {
	for i := range len(s) {
		if !words.IsSpace(s[i]) {
			return false
		}
	}
	return true
}
