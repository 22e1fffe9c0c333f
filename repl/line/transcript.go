package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Filter does what Pasted does for lines that arrive one by one, when
// those to come cannot be seen. From the first prompt on, or the shell
// command that started redis-cli, a line without a prompt is taken for a
// reply; before that every line is a command. So a script without prompts
// goes through untouched, its comments aside. The zero Filter is ready.
type Filter struct {
	transcript bool
	doubtful   int    // lines dropped that do not look like replies
	first      string // of them
}

// Doubtful returns how many of the lines that were taken for replies do not
// look like any, and the first of them: commands, perhaps, that were written
// below a pasted transcript.
func (f *Filter) Doubtful() (n int, first string) { return f.doubtful, f.first }

// Command returns the command in a line, "" when there is nothing to run.
func (f *Filter) Command(s string) string {
	rest, found := cutPrompts(s)
	if found || strings.HasPrefix(strings.TrimLeft(s, " \t"), "$ redis-cli") {
		f.transcript = true
	}
	if f.transcript && !found {
		f.drop(s)
		return ""
	}
	if rest = cutComment(rest); isBlank(rest) {
		return ""
	}
	return rest
}

func (f *Filter) drop(s string) {
	if isBlank(s) || Reply(s) || strings.HasPrefix(strings.TrimSpace(s), "$ ") {
		return
	}
	if f.doubtful++; f.doubtful == 1 {
		f.first = strings.TrimSpace(s)
	}
}

func isBlank(s string) bool {
	for i := range len(s) {
		if !words.IsSpace(s[i]) {
			return false
		}
	}
	return true
}
