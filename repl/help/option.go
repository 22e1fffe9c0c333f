package help

import (
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// mostForms is how many forms of one option are shown.
const mostForms = 4

// meansOption reports whether a word is meant as an option rather than as a
// question: it is in upper case, as options are written, or too short for a
// question.
func meansOption(word string) bool { return word == strings.ToUpper(word) || len(word) <= 2 }

// option lists the commands that take an option, in whatever form.
func (d *Desk) option(forms []string, takers []*command.Command) {
	d.Out.Say(screen.Loud, "%s", strings.Join(forms[:min(len(forms), mostForms)], ", "))
	d.Out.Say(screen.Plain, "An option of these commands.")
	d.list(takers)
	d.Out.Note("`help " + takers[0].Name + "` tells more.")
}

// found lists what a question has found. Its word may be an option as well.
func (d *Desk) found(hits []*command.Command, word string, isOption bool) {
	d.list(hits)
	d.Out.Note("`help " + hits[0].Name + "` tells more.")
	if isOption {
		word = strings.ToUpper(word)
		d.Out.Note(word + " is an option, too: `help " + word + "`.")
	}
}
