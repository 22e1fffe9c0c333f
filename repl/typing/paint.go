package typing

import (
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/words"
)

// Paint returns the line in colours: the same text, and SGR sequences.
func (t *Typist) Paint(text string) string {
	if t.mute() || !t.colored() || strings.TrimSpace(text) == "" {
		return text
	}
	ln := take(text)
	p := painting{Typist: t, text: text, quote: -1}
	if ln.open != 0 {
		p.quote = ln.quote
	}
	p.to(ln.from, screen.Quiet) // a prompt that was pasted
	t.paintLine(&p, ln)
	p.to(min(ln.broken, ln.to), screen.Plain)
	p.to(ln.to, screen.Wrong)
	p.to(ln.shell, screen.Plain)
	p.to(len(text), screen.Quiet) // a comment
	return p.b.String()
}

// A painting is a line that is coloured as far as at.
type painting struct {
	*Typist
	text  string
	at    int
	quote int // the one that is open
	b     strings.Builder
}

// to colours the text up to a place behind it.
func (p *painting) to(end int, role screen.Role) {
	if end <= p.at {
		return
	}
	p.b.WriteString(p.paint(role, p.text[p.at:end]))
	p.at = end
}

func (p *painting) word(w words.Word, role screen.Role) {
	p.to(w.Start, screen.Plain)
	if w.Start <= p.quote && p.quote < w.End {
		p.to(p.quote, role)
		p.to(p.quote+1, screen.Warn)
	}
	p.to(w.End, role)
}

// paintLine colours the tutor's words, a count, and the words of a command.
// What stands behind a tutor word and is no command is left as it is.
func (t *Typist) paintLine(p *painting, ln typed) {
	s := t.split(ln.args(), ln.ended())
	if s.word.Name != "" {
		p.word(ln.words[0], screen.Known)
	}
	switch {
	case s.never:
		p.word(ln.words[s.command-1], screen.Wrong)
	case s.count:
		p.word(ln.words[s.command-1], screen.Number)
	}
	if rest := ln.words[s.command:]; len(rest) > 0 {
		t.paintWords(p, ln, rest)
	}
}

// paintWords colours the words of a Redis command.
func (t *Typist) paintWords(p *painting, ln typed, ws []words.Word) {
	args := make([]string, len(ws))
	for i, w := range ws {
		args[i] = w.Text
	}
	l := t.line(args)
	_, foreign := command.Family(args[0])
	hopeful := foreign || pending(ln, l) || l.Fault != nil && l.Command == nil && !ln.ended() && len(args) == 1 && t.begins(args[0])
	for i, w := range ws {
		switch role := roleOf(l.Words[i]); {
		case l.Fault == nil || i < l.Fault.At:
			p.word(w, role)
		case hopeful:
			p.word(w, screen.Plain)
		case i == l.Fault.At:
			p.word(w, screen.Wrong)
		default:
			p.word(w, screen.Plain)
		}
	}
}

// begins reports whether a command or a tutor word begins with text.
func (t *Typist) begins(text string) bool {
	return len(t.commandNames(text)) > 0 || len(t.wordNames(text)) > 0
}

// roleOf says how a word looks.
func roleOf(w grammar.Want) screen.Role {
	switch w.Role {
	case grammar.Command, grammar.Subcommand:
		return screen.Known
	case grammar.Token:
		return screen.Option
	case grammar.Key:
		return screen.Key
	case grammar.Field, grammar.Member:
		return screen.Member
	case grammar.Score, grammar.Number, grammar.ID:
		return screen.Number
	case grammar.Pattern, grammar.Name:
		return screen.Pattern
	}
	return screen.Plain
}
