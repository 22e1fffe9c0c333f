package typing

import (
	"errors"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/words"
)

// A typed is a line that may be unfinished, taken apart.
type typed struct {
	text     string
	from, to int          // the command lies between
	shell    int          // a bar and what a shell gets end here; a comment follows
	words    []words.Word // of the command, in all of text's positions
	open     byte         // the quote that the last word is still inside, or 0
	quote    int          // where that was opened
	broken   int          // where the quoting broke beyond repair, or len(text)
	why      string       // it did
}

// take takes a line apart.
func take(text string) typed {
	ln := typed{text: text, broken: len(text)}
	ln.from, ln.shell = line.Bounds(text)
	ln.to = ln.shell
	if before, _, found := line.Pipe(text[ln.from:ln.shell]); found {
		ln.to = ln.from + len(before)
	}
	for at := ln.from; ; {
		w, ok, err := words.Next(text[:ln.to], at)
		if err != nil {
			ln.unclosed(at, err)
			break
		}
		if !ok {
			break
		}
		ln.words = append(ln.words, w)
		at = w.End
	}
	return ln
}

// unclosed takes the word whose quoting is not whole; at is the end of the
// word before it. An open quote may yet be closed; anything else is broken.
func (ln *typed) unclosed(at int, err error) {
	var syntax *words.SyntaxError
	if !errors.As(err, &syntax) {
		return
	}
	for at < ln.to && words.IsSpace(ln.text[at]) {
		at++
	}
	if !syntax.Open {
		ln.broken, ln.why = syntax.Pos, syntax.Msg
		return
	}
	quote := ln.text[syntax.Pos]
	text, _, ok := words.Quoted(ln.text[syntax.Pos:ln.to] + string(quote))
	if !ok { // a backslash has swallowed the quote
		text, _, _ = words.Quoted(ln.text[syntax.Pos:ln.to-1] + string(quote))
	}
	ln.open, ln.quote = quote, syntax.Pos
	ln.words = append(ln.words, words.Word{Text: ln.text[at:syntax.Pos] + text, Start: at, End: ln.to})
}

// args returns the texts of the words.
func (ln typed) args() []string {
	args := make([]string, len(ln.words))
	for i, w := range ln.words {
		args[i] = w.Text
	}
	return args
}

// A split says whose the words of a line are: first those of a tutor word,
// then, perhaps, a number that says how often, then a Redis command.
type split struct {
	word    Word // Name is "" where there is none
	command int  // the place of the command's name
	count   bool // the word in front of it is a number: 5 INCR x
	never   bool // and no command is run so often: 0 INCR x
}

// split tells whose words are whose; ended says that the last of them is
// finished.
func (t *Typist) split(args []string, ended bool) split {
	var s split
	if len(args) == 0 {
		return s
	}
	if w, ok := t.word(args[0]); ok {
		s.word, s.command = w, len(args)
		if w.Command {
			s.command = min(1+w.Before, len(args))
		}
	}
	rest := args[s.command:]
	if ended && len(rest) == 1 {
		rest = []string{rest[0], ""} // the command may yet come
	}
	_, command, err := line.Count(rest)
	if s.never = err != nil; s.never || len(command) < len(rest) {
		s.count = true
		s.command++
	}
	return s
}

// ended reports whether the last word is finished: something stands behind it.
func (ln typed) ended() bool {
	return len(ln.words) == 0 || ln.open == 0 && ln.words[len(ln.words)-1].End < len(ln.text)
}

// pending reports whether a fault lies in the word that is still being typed
// and may yet become right.
func pending(ln typed, l *grammar.Line) bool {
	if ln.ended() || l.Fault == nil || l.Fault.At != len(l.Words)-1 {
		return false
	}
	if ln.open != 0 {
		return true
	}
	for _, want := range l.Wants() {
		if want.Begins(l.Fault.Word) {
			return true
		}
	}
	return false
}
