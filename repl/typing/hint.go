package typing

import (
	"slices"
	"strings"

	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/words"
)

// Say returns what to show behind the line: a hint, which is what may still
// follow, or else what is wrong with the line as it stands. Both are "" when
// there is nothing to say.
func (t *Typist) Say(text string) (hint, fault string) {
	s := t.said(text)
	if s.fault != "" {
		return "", t.remark(s.fault)
	}
	return t.hint(s, spaced(text)), ""
}

// hint returns s as it stands behind a line with nothing wrong; spaced says
// that the line ends in a space.
func (t *Typist) hint(s saying, spaced bool) string {
	hint, note := s.form, s.note
	switch {
	case hint == "" && note == "":
		return ""
	case !t.colored() && hint != "":
		note = strings.TrimSuffix(hint+"  "+note, "  ") // it must not look typed
		hint = ""
	}
	if hint != "" && !spaced {
		hint = " " + hint
	}
	if note != "" {
		hint += "  # " + note
	}
	return t.paint(screen.Quiet, hint)
}

// A saying is what there is to say of a line.
type saying struct {
	form  string // of what may follow
	note  string // on that
	fault string // what is wrong
}

// said returns what there is to say of the line.
func (t *Typist) said(text string) saying {
	ln := take(text)
	switch {
	case t.mute() || len(ln.words) == 0 || ln.to < len(text):
		return saying{}
	case ln.broken < len(text):
		return saying{fault: ln.why}
	case ln.open != 0:
		return saying{fault: ln.opened()}
	}
	s := t.sayLine(ln)
	if loose, program, tight := line.Tight(text[ln.from:ln.shell]); tight && t.Program != nil && t.Program(program) {
		s.fault = "for a pipe, put spaces around the bar: " + loose
	}
	return s
}

// Unfinished says that a quote is open where the line goes on in the next row,
// and how to be rid of it.
func (t *Typist) Unfinished(text string) string {
	if _, open := line.Open(text); !open || t.mute() {
		return ""
	}
	return t.remark("quote open: go on, or Ctrl-C")
}

// remark is a line of its own about what is typed, led as all that the tutor says
// of it.
func (t *Typist) remark(text string) string {
	if t.Spoken {
		return t.paint(screen.Quiet, "note: "+text)
	}
	return t.paint(screen.Quiet, "# "+text)
}

// opened says that a quote is open. One inside a word is a slip: it says how
// to write the word.
func (ln typed) opened() string {
	if word, ok := line.Slip(ln.text, ln.quote); ok {
		return "the " + string(ln.open) + " opens a quote; write " + words.Short(word, 24)
	}
	return "the quote is open"
}

// Ghost returns rest, with which the line was gone on before, as it is shown.
func (t *Typist) Ghost(rest string) string {
	if t.mute() {
		return ""
	}
	return t.paint(screen.Quiet, rest)
}

func spaced(text string) bool { return strings.HasSuffix(text, " ") }

// sayLine returns what there is to say of a line whose quoting is whole.
func (t *Typist) sayLine(ln typed) saying {
	args := ln.args()
	s := t.split(args, ln.ended())
	if s.never {
		return saying{fault: "the number in front says how often: 1 or more"}
	}
	if args = args[s.command:]; len(args) == 0 {
		return t.sayWord(ln, s.word)
	}
	l := t.line(args)
	switch {
	case l.Command == nil && !ln.ended() && len(args) == 1:
		return saying{} // the name is still being typed
	case l.Command == nil:
		if about, found := command.Family(args[0]); found {
			return saying{note: about}
		}
		return saying{fault: t.unknown(args[0])}
	case pending(ln, l):
		return saying{note: begun(l)}
	case l.Fault != nil:
		return saying{fault: l.Fault.String()}
	case len(args) == 1:
		return saying{form: l.Form(), note: l.Command.Summary}
	}
	return saying{form: l.Form()}
}

// sayWord returns what may follow a tutor word and the words behind it, and
// what it is for.
func (t *Typist) sayWord(ln typed, w Word) saying {
	switch behind := len(ln.words) - 1; {
	case behind == 0:
		return saying{form: w.Form, note: w.Meaning}
	case w.Command && behind == w.Before && ln.ended():
		_, form, _ := strings.Cut(w.Form, " ")
		return saying{form: form}
	}
	return saying{}
}

// unknown says that a name is none, and which one is near.
func (t *Typist) unknown(name string) string {
	names := t.commandNames("")
	for _, w := range t.words() {
		names = append(names, w.Name)
	}
	near := slices.DeleteFunc(command.Near(name, names), t.newer)
	if len(near) > 0 {
		return "no command is called " + name + "; " + near[0] + " is near it"
	}
	return "no command is called " + name
}

// newer reports whether a name is that of a command which came after the
// server's version.
func (t *Typist) newer(name string) bool {
	table := t.Config.Commands()
	c, found := table.Lookup(name)
	return found && table.Newer(c)
}

// begun lists the options that a word may become.
func begun(l *grammar.Line) string {
	var forms []string
	for _, want := range l.Wants() {
		if want.Role != grammar.Token && want.Role != grammar.Subcommand || !want.Begins(l.Fault.Word) {
			continue
		}
		if want.Role == grammar.Subcommand {
			want.Name = want.Token
		}
		forms = append(forms, want.Name)
	}
	return strings.Join(forms, "|")
}
