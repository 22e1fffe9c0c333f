// Package script reads a Lua script for the commands that it calls.
//
// It promises never to miss a call in silence: what cannot be told from the
// text is said to be open. It runs nothing, checks no grammar (the server
// does) and does not know which commands are dangerous.
package script

import (
	"slices"
	"strconv"
)

// Call is a call of redis.call or redis.pcall.
type Call struct {
	// Args are the command's name and the words behind it, as far as they
	// stand in the text or come from KEYS and ARGV; none when even the name
	// is worked out while the script runs.
	Args []string
	// Certain says how many of the Args, from the first on, stand in the text.
	// From there on the script may have put others into KEYS and ARGV.
	Certain int
	// More says that words follow which are not known.
	More bool
}

// Script is what was read of a script.
type Script struct {
	Calls []Call
	// Words are the strings and the names of fields in the text, the keys and
	// the arguments. The name of a command that does not stand where it is
	// called is one of them.
	Words []string
	// Open says that this need not be so, nor are all calls among Calls: it
	// hands redis.call on, works on the names of functions, puts the names of
	// commands together or takes them from replies.
	Open bool
}

// WorksOut reports whether the name of a command does not stand where it is
// called.
func (s Script) WorksOut() bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool { return c.Certain == 0 })
}

// Read reads a script that is run with keys and further arguments.
func Read(text string, keys, argv []string) Script {
	r := &reader{tokens: scan(text), given: map[string][]string{"KEYS": keys, "ARGV": argv}, aliases: map[string]bool{}}
	for r.at < len(r.tokens) {
		r.next()
	}
	r.Words = slices.Concat(r.Words, keys, argv)
	r.Open = r.Open || r.WorksOut() && (r.makes || slices.ContainsFunc(r.Words, makesStrings))
	return r.Script
}

type reader struct {
	Script
	tokens  []token
	at      int
	given   map[string][]string
	aliases map[string]bool // names that stand for redis.call
	makes   bool            // strings that are not among the Words
}

// peek returns the token that comes n after the one in hand.
func (r *reader) peek(n int) token {
	if i := r.at + n; i >= 0 && i < len(r.tokens) {
		return r.tokens[i]
	}
	return token{}
}

// next takes one token, or a whole call up to its arguments, in which there
// may be others.
func (r *reader) next() {
	t := r.peek(0)
	r.at++
	switch {
	case t.kind == text:
		r.Words = append(r.Words, t.text)
	case t.is(".."), t.is(":"), t.is(".") && r.peek(0).kind == name:
		r.makes = true
	case t.kind != name || r.peek(-2).is("."):
	case t.text == "redis", t.text == "server":
		r.member()
	case r.aliases[t.text] && !r.peek(0).is("="):
		r.called(r.at - 1)
	case slices.Contains(opening(), t.text):
		r.Open = true
	case slices.Contains(making(), t.text):
		r.makes = true
	case r.peek(0).is("=") && !r.peek(-2).means("local"): // {FLUSHALL = 1} has a string for a key
		r.Words = append(r.Words, t.text)
	}
}

// opening are the names by which redis.call can be reached unseen.
func opening() []string {
	return []string{"_G", "load", "loadstring", "getfenv", "setfenv", "getmetatable", "setmetatable", "require", "dofile"}
}

// making are the names of what makes strings, and can be handed on.
func making() []string { return []string{"string", "table", "struct", "cjson", "cmsgpack"} }

// makesStrings reports whether a word is the name of a function that every
// string has: s[word] makes others of it.
func makesStrings(word string) bool {
	return slices.Contains([]string{"char", "find", "format", "gmatch", "gsub", "lower", "match", "rep", "reverse", "sub", "upper"}, word)
}

// member looks at what is taken out of the table redis.
func (r *reader) member() {
	word, from := "", r.at-1
	switch {
	case r.peek(0).is(".") && r.peek(1).kind == name:
		word = r.peek(1).text
		r.at += 2
	case r.peek(0).is("[") && r.peek(1).kind == text && r.peek(2).is("]"):
		word = r.peek(1).text
		r.at += 3
	default: // the table itself is handed on, or the member is worked out
		r.Open = true
		return
	}
	if word == "call" || word == "pcall" {
		r.called(from)
	}
}

// called looks at what is done with redis.call, which has just been named by
// the tokens from a place on.
func (r *reader) called(from int) {
	switch {
	case r.peek(0).is("("):
		r.Calls = append(r.Calls, r.arguments(1))
	case r.peek(0).is(","): // pcall(redis.call, 'GET', …)
		c := r.arguments(1)
		if from < 2 || !r.tokens[from-1].is("(") || !r.tokens[from-2].means("pcall") || !r.keeps("pcall") {
			c.Certain = 0
		}
		r.Calls = append(r.Calls, c)
	case r.peek(0).kind == text: // redis.call 'PING'
		r.Calls = append(r.Calls, Call{Args: []string{r.peek(0).text}, Certain: 1})
	case r.aliased(from - 1):
		return
	default:
		r.Open = true
	}
	r.makes = r.makes || r.uses(from-1)
}

// keeps reports whether a name means what it means in Lua: it is called, and
// nothing else is done with it.
func (r *reader) keeps(word string) bool {
	for i, t := range r.tokens {
		if t.means(word) && (i > 0 && r.tokens[i-1].means("function") || i+1 == len(r.tokens) || !r.tokens[i+1].is("(")) {
			return false
		}
	}
	return true
}

// uses reports whether the script goes on with a reply, which may be the name
// of a command: the token at a place stands before the call. A reply that is
// returned is used where there are functions that it may return to.
func (r *reader) uses(at int) bool {
	if at < 0 {
		return false
	}
	switch t := r.tokens[at]; t.kind {
	case symbol:
		return !slices.Contains([]string{")", "]", "}", ";"}, t.text)
	case name:
		return slices.Contains([]string{"and", "or", "not", "in", "if", "elseif", "while", "until"}, t.text) ||
			t.text == "return" && slices.ContainsFunc(r.tokens, func(t token) bool { return t.means("function") })
	}
	return false
}

// aliased takes note of "local call = redis.call", of which the token at a
// place would be the equals sign.
func (r *reader) aliased(at int) bool {
	if at < 2 || !r.tokens[at].is("=") || r.tokens[at-1].kind != name || !r.tokens[at-2].means("local") {
		return false
	}
	r.aliases[r.tokens[at-1].text] = true
	return true
}

// arguments reads the words of a call from the token n on. It moves nothing,
// since what stands there may hold other calls.
func (r *reader) arguments(n int) Call {
	c := Call{}
	for {
		words, used := r.argument(n)
		if used == 0 {
			c.More = c.More || !r.peek(n).is(")")
			return c
		}
		if c.Certain == len(c.Args) && r.peek(n).kind != name {
			c.Certain++
		}
		c.Args = append(c.Args, words...)
		if n += used; !r.peek(n).is(",") {
			c.More = !r.peek(n).is(")")
			return c
		}
		n++
	}
}

// argument returns the words that the expression at n stands for, and how many
// tokens it has, 0 when it is worked out.
func (r *reader) argument(n int) (words []string, used int) {
	t := r.peek(n)
	given, isGiven := r.given[t.text]
	isGiven = isGiven && t.kind == name
	switch {
	case t.kind == text, t.kind == number:
		words, used = []string{t.text}, 1
	case isGiven && r.peek(n+1).is("[") && r.peek(n+2).kind == number && r.peek(n+3).is("]"):
		i, err := strconv.Atoi(r.peek(n + 2).text)
		if err != nil || i < 1 || i > len(given) {
			return nil, 0
		}
		words, used = given[i-1:i], 4
	case t.means("unpack") && r.peek(n+1).is("(") && r.peek(n+3).is(")"):
		words, used = r.given[r.peek(n+2).text], 4
		if len(words) == 0 {
			return nil, 0
		}
	}
	if end := r.peek(n + used); used > 0 && !end.is(",") && !end.is(")") {
		return nil, 0 // 'a' .. b
	}
	return words, used
}
