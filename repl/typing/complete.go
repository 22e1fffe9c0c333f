package typing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/words"
)

// A round is the candidates that Tab goes through once they are listed.
type round struct {
	text  string // the line as Tab left it
	pos   int
	start int    // of the word
	tail  string // behind the cursor
	forms []string
	rows  []string
	part  bool // there may be others
	next  int
}

// Complete is what Tab does: the only candidate is put on the line, or as
// much as all of them share; when that is nothing, or nobody knows them all,
// they are listed, and Tab once more puts one after the other on the line.
func (t *Typist) Complete(text string, pos int) (newText string, newPos int, list []string, part bool) {
	if t.mute() {
		return text, pos, nil, false
	}
	if r := &t.round; len(r.forms) > 0 && r.text == text && r.pos == pos {
		return t.turn()
	}
	t.round = round{}
	ln := take(text[:pos])
	if ln.to < pos || ln.broken < pos {
		return text, pos, nil, false // in a comment, or behind broken quotes
	}
	done, last := ln.args(), words.Word{Start: pos, End: pos}
	if !ln.ended() {
		last = ln.words[len(ln.words)-1]
		done = done[:len(done)-1]
	}
	c := t.candidates(done, last.Text)
	forms := make([]string, len(c.list))
	for i, choice := range c.list {
		forms[i] = written(choice.Text, ln.open)
		if quoted := strings.HasSuffix(forms[i], `"`) || strings.HasSuffix(forms[i], "'"); quoted && choice.folder {
			forms[i] = forms[i][:len(forms[i])-1] // the word goes on
		}
	}
	return t.put(text, last.Start, pos, forms, c)
}

// Offer returns what the last word of a command may become, of which part is
// there, for a shell that completes it: done are the words before it.
func (t *Typist) Offer(done []string, part string) []Choice {
	if len(done) == 0 {
		return t.commands(part)
	}
	return t.candidates(done, part).list
}

// put places what is certain at text[start:pos], or lists the candidates.
func (t *Typist) put(text string, start, pos int, forms []string, c candidates) (string, int, []string, bool) {
	typed, tail := text[start:pos], text[pos:]
	switch {
	case len(forms) == 0 && c.part:
		return text, pos, []string{t.paint(screen.Quiet, "# none found, and not all were looked at")}, false
	case len(forms) == 0:
		return text, pos, nil, false
	case len(forms) == 1 && !c.part && !c.list[0].folder:
		word := forms[0] + " "
		return text[:start] + word + strings.TrimPrefix(tail, " "), start + len(word), nil, false
	}
	if shared := common(forms); !c.part && len(shared) > len(typed) && hasPrefixFold(shared, typed) {
		return text[:start] + shared + tail, start + len(shared), nil, false
	}
	t.round = round{text: text, pos: pos, start: start, tail: tail, forms: forms, rows: t.rows(c), part: c.part}
	return text, pos, t.round.rows, c.part
}

// turn puts the next candidate of the round on the line.
func (t *Typist) turn() (string, int, []string, bool) {
	r := &t.round
	i := r.next % len(r.forms)
	r.next = i + 1
	head := r.text[:r.start] + r.forms[i]
	r.text, r.pos = head+r.tail, len(head)
	rows := slices.Clone(r.rows)
	name, meaning, _ := strings.Cut(rows[i], "\t")
	if rows[i] = t.paint(screen.Code, name); meaning != "" {
		rows[i] += "\t" + meaning
	}
	return r.text, r.pos, rows, r.part
}

// fewEnough is how many candidates are listed with what they mean, one a row.
const fewEnough = 11

// rows returns the candidates as the terminal lists them.
func (t *Typist) rows(c candidates) []string {
	told := len(c.list) <= fewEnough
	rows := make([]string, 0, len(c.list))
	for _, choice := range c.list {
		row := shown(choice.Text)
		if told && choice.Meaning != "" {
			row += "\t" + t.paint(screen.Quiet, choice.Meaning)
		}
		rows = append(rows, row)
	}
	return rows
}

// shown is a name that may hold anything, as a row of the list.
func shown(name string) string {
	if name != "" && words.Shows(name) {
		return name
	}
	return written(name, '"')
}

// common returns what all texts begin with, in whole characters.
func common(texts []string) string {
	shared := texts[0]
	for _, text := range texts[1:] {
		for !strings.HasPrefix(text, shared) {
			_, n := utf8.DecodeLastRuneInString(shared)
			shared = shared[:len(shared)-n]
		}
	}
	return shared
}
