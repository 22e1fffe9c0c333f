package typing

import (
	"errors"
	"strconv"
	"strings"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/words"
)

// A typed is a line that may be unfinished, taken apart.
type typed struct {
	text     string
	from, to int          // the command lies between, a comment behind
	words    []words.Word // of the command, in all of text's positions
	open     byte         // the quote that the last word is still inside, or 0
	broken   int          // where the quoting broke beyond repair, or len(text)
	count    bool         // the first word says how often: 5 INCR x
}

// take takes a line apart.
func take(text string) typed {
	ln := typed{text: text, broken: len(text)}
	ln.from, ln.to = line.Bounds(text)
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
	if len(ln.words) > 1 || len(ln.words) == 1 && ln.ended() {
		_, err := strconv.ParseInt(ln.words[0].Text, 10, 32)
		ln.count = err == nil
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
	quote := ln.text[syntax.Pos]
	if quote != '"' && quote != '\'' || strings.HasPrefix(syntax.Msg, "a closing") {
		ln.broken = syntax.Pos
		return
	}
	text, _, ok := words.Quoted(ln.text[syntax.Pos:ln.to] + string(quote))
	if !ok { // a backslash has swallowed the quote
		text, _, _ = words.Quoted(ln.text[syntax.Pos:ln.to-1] + string(quote))
	}
	ln.open = quote
	ln.words = append(ln.words, words.Word{Text: ln.text[at:syntax.Pos] + text, Start: at, End: ln.to})
}

// args returns the words of the command, without a count in front.
func (ln typed) args() []string {
	ws := ln.command()
	args := make([]string, len(ws))
	for i, w := range ws {
		args[i] = w.Text
	}
	return args
}

func (ln typed) command() []words.Word {
	if ln.count {
		return ln.words[1:]
	}
	return ln.words
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
