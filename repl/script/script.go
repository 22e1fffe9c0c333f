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
	// More says that words follow which are not known.
	More bool
}

// Script is what was read of a script.
type Script struct {
	Calls []Call
	// Open says that it may call commands that are not in Calls: it hands
	// redis.call on, or works on the names of functions.
	Open bool
	// Words are the strings in the text. Unless the script Builds new ones,
	// the name of a command that is worked out is one of them, or a key or an
	// argument.
	Words  []string
	Builds bool
}

// Read reads a script that is run with keys and further arguments.
func Read(text string, keys, argv []string) Script {
	r := &reader{tokens: scan(text), given: map[string][]string{"KEYS": keys, "ARGV": argv}, aliases: map[string]bool{}}
	for r.at < len(r.tokens) {
		r.next()
	}
	return r.Script
}

type reader struct {
	Script
	tokens  []token
	at      int
	given   map[string][]string
	aliases map[string]bool // names that stand for redis.call
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
	case t.is(".."), t.is(":"):
		r.Builds = true
	case t.kind != name || r.peek(-2).is("."):
	case t.text == "redis", t.text == "server":
		r.member()
	case r.aliases[t.text] && !r.peek(0).is("="):
		r.called(r.at - 1)
	case t.text == "string", t.text == "table" && !r.peek(1).means("unpack"):
		r.Builds = true
	case slices.Contains([]string{"_G", "load", "loadstring", "getfenv", "setfenv", "getmetatable", "setmetatable", "require", "dofile"}, t.text):
		r.Open, r.Builds = true, true
	}
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
	case r.peek(0).is("("), r.peek(0).is(","): // pcall(redis.call, 'GET', …)
		r.Calls = append(r.Calls, r.arguments(1))
	case r.peek(0).kind == text: // redis.call 'PING'
		r.Calls = append(r.Calls, Call{Args: []string{r.peek(0).text}})
	case r.aliased(from - 1):
	default:
		r.Open = true
	}
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
