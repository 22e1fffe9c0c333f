package grammar

import (
	"cmp"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
)

// A node is what may still follow on a line. Reading a word takes a node to
// the nodes that are left behind the word, so that what remains is always a
// grammar too, and can be shown.
type node interface {
	// read returns the ways to take word.
	read(word string) []way
	// done reports whether the line may end here.
	done() bool
	// wants lists what the next word can be.
	wants() []Want
	// form renders the node as the help of redis-cli does.
	form() string
	// bind puts a count that was read in the place of every each.
	bind(n int) node
}

// A way is one reading of a word.
type way struct {
	rest  node
	as    Want
	count int // what a numkeys says to its neighbours, else -1
}

// nothing is the end of a line.
var nothing = seq(nil)

// A word is one free word: a key, a value, a number.
type word struct {
	want  Want
	count bool // a numkeys
	least int  // what a count must be at least
}

func (w word) read(text string) []way {
	if !w.want.fits(text) {
		return nil
	}
	count := -1
	if w.count {
		if count = atoi(text); count < w.least {
			return nil
		}
	}
	return []way{{nothing, w.want, count}}
}

func (w word) done() bool    { return false }
func (w word) wants() []Want { return []Want{w.want} }
func (w word) form() string  { return w.want.Name }
func (w word) bind(int) node { return w }

// A led is an option: a token, and what belongs to it, which may be nothing.
type led struct {
	token string
	body  node
	short bool // the form does not show the body
	alone bool // what is repeated comes once
}

func (l led) read(text string) []way {
	if !strings.EqualFold(text, l.token) {
		return nil
	}
	count := -1
	if l.alone {
		count = 1
	}
	return []way{{l.body, l.want(), count}}
}

func (l led) want() Want      { return Want{Role: Token, Token: l.token, Name: l.form()} }
func (l led) done() bool      { return false }
func (l led) wants() []Want   { return []Want{l.want()} }
func (l led) bind(n int) node { return led{l.token, l.body.bind(n), l.short, l.alone} }

func (l led) form() string {
	token := cmp.Or(l.token, command.NoToken)
	if l.short {
		return token
	}
	return command.Led(token, l.body.form())
}

// A seq is nodes one behind the other.
type seq []node

// chain returns a seq of nodes, without those that are empty.
func chain(nodes ...node) node {
	var s seq
	for _, n := range nodes {
		if inner, ok := n.(seq); ok {
			s = append(s, inner...)
		} else {
			s = append(s, n)
		}
	}
	if len(s) == 1 {
		return s[0]
	}
	return s
}

func (s seq) read(text string) []way {
	var ways []way
	for i, n := range s {
		for _, w := range n.read(text) {
			rest := s[i+1:]
			if w.count >= 0 {
				rest = rest.bindAll(w.count)
			}
			ways = append(ways, way{chain(w.rest, rest), w.as, -1})
		}
		if !n.done() {
			break
		}
	}
	return ways
}

func (s seq) done() bool {
	return !slices.ContainsFunc(s, func(n node) bool { return !n.done() })
}

func (s seq) wants() []Want {
	var wants []Want
	for _, n := range s {
		wants = append(wants, n.wants()...)
		if !n.done() {
			break
		}
	}
	return wants
}

func (s seq) form() string    { return forms(s, " ") }
func (s seq) bind(n int) node { return s.bindAll(n) }

func (s seq) bindAll(n int) seq {
	bound := make(seq, len(s))
	for i, part := range s {
		bound[i] = part.bind(n)
	}
	return bound
}

// An alt is a choice of one.
type alt []node

func (a alt) read(text string) []way {
	var ways []way
	for _, n := range a {
		ways = append(ways, n.read(text)...)
	}
	return ways
}

func (a alt) done() bool { return slices.ContainsFunc(a, node.done) }

func (a alt) wants() []Want {
	var wants []Want
	for _, n := range a {
		wants = append(wants, n.wants()...)
	}
	return wants
}

func (a alt) form() string { return forms(a, "|") }

func (a alt) bind(n int) node {
	bound := make(alt, len(a))
	for i, part := range a {
		bound[i] = part.bind(n)
	}
	return bound
}

// An opt may be left out.
type opt struct{ node }

func (o opt) done() bool { return true }

// bind keeps what may be left out, but not what a count says: EVAL's keys.
func (o opt) bind(n int) node {
	bound := o.node.bind(n)
	if t, ok := bound.(times); ok {
		return t
	}
	return opt{bound}
}

func (o opt) form() string {
	if text := o.node.form(); text != "" {
		return "[" + text + "]"
	}
	return ""
}

// A many is a node that may be repeated; a started one may also end.
type many struct {
	node
	started bool
}

func (m many) read(text string) []way {
	ways := m.node.read(text)
	for i := range ways {
		ways[i].rest = chain(ways[i].rest, many{m.node, true})
	}
	return ways
}

func (m many) done() bool      { return m.started || m.node.done() }
func (m many) bind(n int) node { return many{m.node.bind(n), m.started} }

func (m many) form() string {
	again := "[" + m.node.form() + " ...]"
	if m.started {
		return again
	}
	return m.node.form() + " " + again
}

// An each stands for as many nodes as a count says that has not been read.
type each struct{ many }

func (e each) bind(n int) node { return times{e.node, n} }

// A times is a node to be repeated n times.
type times struct {
	node
	n int
}

func (t times) read(text string) []way {
	if t.n <= 0 {
		return nil
	}
	ways := t.node.read(text)
	for i := range ways {
		ways[i].rest = chain(ways[i].rest, times{t.node, t.n - 1})
	}
	return ways
}

func (t times) done() bool    { return t.n <= 0 }
func (t times) bind(int) node { return t }

func (t times) wants() []Want {
	if t.n <= 0 {
		return nil
	}
	return t.node.wants()
}

// form writes a few of them out.
func (t times) form() string {
	const most = 3
	if t.n <= 0 {
		return ""
	}
	text := strings.TrimSuffix(strings.Repeat(t.node.form()+" ", min(t.n, most)), " ")
	if t.n > most {
		text += " ..."
	}
	return text
}

// A halves is as many keys as IDs, of which n keys were read.
type halves struct {
	key, id node
	n       int
}

func (h halves) read(text string) []way {
	var ways []way
	if h.n > 0 {
		ways = times{h.id, h.n}.read(text)
	}
	for _, w := range h.key.read(text) {
		ways = append(ways, way{halves{h.key, h.id, h.n + 1}, w.as, -1})
	}
	return ways
}

func (h halves) done() bool    { return false }
func (h halves) bind(int) node { return h }

func (h halves) wants() []Want {
	if h.n == 0 {
		return h.key.wants()
	}
	return append(h.key.wants(), h.id.wants()...)
}

func (h halves) form() string {
	key := many{h.key, h.n > 0}
	if h.n > 0 {
		return key.form() + " " + times{h.id, h.n}.form()
	}
	return key.form() + " " + many{h.id, false}.form()
}

// A trim says how much of a stream is kept. LIMIT goes only with ~.
type trim struct {
	how       node // nil when it was read
	operator  node
	threshold node
	limit     node
}

// trimmed returns the block of XADD and XTRIM, whose parts come in this order.
func trimmed(parts seq) node {
	return trim{parts[0], parts[1], parts[2], parts[3]}
}

func (t trim) read(text string) []way {
	if t.how != nil {
		ways := t.how.read(text)
		for i := range ways {
			ways[i].rest = trim{nil, t.operator, t.threshold, t.limit}
		}
		return ways
	}
	ways := t.operator.read(text)
	for i, w := range ways {
		ways[i].rest = t.threshold
		if w.as.Token == "~" {
			ways[i].rest = chain(t.threshold, t.limit)
		}
	}
	return append(ways, t.threshold.read(text)...)
}

func (t trim) parts() seq {
	if t.how != nil {
		return seq{t.how, t.operator, t.threshold, t.limit}
	}
	return seq{t.operator, t.threshold, t.limit}
}

func (t trim) done() bool    { return false }
func (t trim) wants() []Want { return t.parts().wants() }
func (t trim) form() string  { return t.parts().form() }
func (t trim) bind(int) node { return t }

func forms(nodes []node, sep string) string {
	var parts []string
	for _, n := range nodes {
		if text := n.form(); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, sep)
}
