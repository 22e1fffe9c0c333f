package repl

import "strings"

// ManualWord is a word of the tutor's as a manual shows it.
type ManualWord struct {
	Form    string // "start LESSON[/STEP]"
	Group   string // what it is for
	Summary string
}

// ManualWords returns the words of the tutor, in the order of the help.
func ManualWords() []ManualWord {
	var all []ManualWord
	for _, w := range tutorWords() {
		all = append(all, ManualWord{strings.TrimSpace(w.names[0] + " " + w.args), w.group, w.summary})
	}
	return all
}
