// Package picture draws what keys hold: one key as its type wants to be
// seen, and a keyspace as a tree.
//
// For who listens instead of looking a picture is lines of words, one for each
// part of a value.
//
// It reads through a function it is handed, with commands that change
// nothing, and never fetches much more than it shows, however large a key or a
// keyspace is. It draws on the screen it is given and stays within its width.
// It knows nothing of prompts, connections and lessons.
package picture

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Look runs reading commands in one round trip and returns a reply for each.
type Look func(commands ...[]string) ([]reply.Value, error)

// Of a value with more than most parts only the first and last are shown.
const (
	most = 20
	head = 12
	tail = 5
)

// tooLarge is how many bytes an element may take, on average, to be fetched
// for a picture.
const tooLarge = 64 << 10

// Album draws keys.
type Album struct {
	Look Look
	Out  *screen.Screen
	// Lifetime returns how long a key was given to live, 0 when that is not
	// known. It makes a bar of the time that is left.
	Lifetime func(key string) time.Duration
}

// page is one key that is being drawn.
type page struct {
	*screen.Screen
	look     Look
	name     string // the key
	kind     string // its type, as TYPE names it
	encoding string
	memory   int64         // bytes, as MEMORY USAGE estimates them; 0 when unknown
	left     time.Duration // to live; negative for ever
	lifetime time.Duration // that it was given; 0 when unknown
	size     int64         // elements, or the bytes of a string
}

// Key draws a key. It reports false, and draws nothing, when there is none.
func (a *Album) Key(name string) (bool, error) {
	p, err := a.open(name)
	if err != nil || p == nil {
		return false, err
	}
	draw := drawing(p.kind)
	if draw == nil {
		p.header("")
		p.Note("There is no picture of this type. It belongs to a module, which has commands of its own for it.")
		return true, nil
	}
	if err := p.measure(); err != nil {
		return false, err
	}
	return true, draw(p)
}

// open asks what there is to know of any key; nil when it does not exist.
func (a *Album) open(name string) (*page, error) {
	v, err := a.Look([]string{"TYPE", name}, []string{"PTTL", name}, []string{"OBJECT", "ENCODING", name}, []string{"MEMORY", "USAGE", name})
	if err != nil {
		return nil, err
	}
	if v[0].IsError() {
		return nil, fmt.Errorf("redis: %s", v[0].Text)
	}
	if v[0].Text == "none" {
		return nil, nil
	}
	p := &page{Screen: a.Out, look: a.Look, name: name, kind: v[0].Text, left: time.Duration(v[1].Int) * time.Millisecond}
	if v[2].Kind == reply.Bulk {
		p.encoding = v[2].Text
	}
	if v[3].Kind == reply.Integer {
		p.memory = v[3].Int
	}
	if a.Lifetime != nil {
		p.lifetime = a.Lifetime(name)
	}
	return p, nil
}

// drawing returns how the values of a type are drawn, nil for the types of
// modules.
func drawing(kind string) func(*page) error {
	switch kind {
	case "string":
		return (*page).str
	case "list":
		return (*page).list
	case "hash":
		return (*page).hash
	case "set":
		return (*page).set
	case "zset":
		return (*page).zset
	case "stream":
		return (*page).stream
	}
	return nil
}

func (p *page) measure() error {
	name, _ := command.SizeOf(p.kind)
	v, err := p.ask([]string{name, p.name})
	if err == nil {
		p.size = v[0].Int
	}
	return err
}

// ask is look for commands that must not fail. A key that has changed its
// type since is told as the error it gives.
func (p *page) ask(commands ...[]string) ([]reply.Value, error) {
	v, err := p.look(commands...)
	if err != nil {
		return nil, err
	}
	for _, one := range v {
		if one.IsError() {
			return nil, fmt.Errorf("redis: %s", one.Text)
		}
	}
	return v, nil
}

// heavy says that the elements are too large to be fetched, and reports
// whether they are.
func (p *page) heavy(one string) bool {
	if p.size == 0 || p.memory/p.size < tooLarge {
		return false
	}
	p.Note(fmt.Sprintf("Each takes about %s, which is too much for a picture. `%s` gets one.", amount.Bytes(p.memory/p.size), one))
	return true
}

// header writes the key's name and what it is: "names  list of 3 elements".
func (p *page) header(what string) {
	name := p.Crop(p.word(p.name), p.Width()/2)
	if what == "" {
		what = p.kind
	}
	p.Row(screen.Cell{Role: screen.Loud, Text: name}, screen.Cell{Role: screen.Plain, Text: "  " + what})
	var facts []string
	if p.encoding != "" {
		facts = append(facts, p.encoding)
	}
	if p.memory > 0 {
		facts = append(facts, amount.Bytes(p.memory)+" in memory")
	}
	if p.left < 0 {
		facts = append(facts, "no ttl")
	}
	if len(facts) > 0 {
		p.Row(screen.Cell{Role: screen.Quiet, Text: strings.Join(facts, ", ")})
	}
	p.deadline()
}

// maxBar is how wide a bar for the time to live gets, in columns.
const maxBar = 30

// deadline draws how much time is left of what the key was given.
func (p *page) deadline() {
	if p.left < 0 {
		return
	}
	text := "ttl " + amount.Span(p.left)
	if p.lifetime >= p.left && p.Words() {
		text += " of " + amount.Span(p.lifetime)
	}
	if p.lifetime < p.left || p.Words() {
		p.Row(screen.Cell{Role: screen.Warn, Text: text})
		return
	}
	text += " of " + amount.Span(p.lifetime) + " "
	wide := max(min(p.Width()-len(text), maxBar), 1)
	full := int(math.Round(float64(wide) * float64(p.left) / float64(p.lifetime)))
	p.Row(screen.Cell{Role: screen.Warn, Text: text + strings.Repeat("█", full)},
		screen.Cell{Role: screen.Quiet, Text: strings.Repeat("░", wide-full)})
}

// ends says how many parts of a value are shown from its beginning and from
// its end.
func ends(size int64) (first, last int64) {
	if size <= most {
		return size, 0
	}
	return head, tail
}

// omitted writes the line that stands for parts left out, under a margin.
func (p *page) omitted(margin string, n int64, unit string) {
	if p.Words() {
		p.spoken("and "+amount.Of(n, "more "+unit), "")
		return
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: margin + "┆ " + amount.Of(n, "more "+unit)})
}

// spoken writes a line for who listens: what it is about, and a value. Nothing
// of it stands in columns.
func (p *page) spoken(what, value string) {
	p.Row(screen.Cell{Role: screen.Plain, Text: what}, screen.Cell{Role: screen.Code, Text: value})
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
