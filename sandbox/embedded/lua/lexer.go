package lua

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The words of Lua 5.1. They are read again when a script does not compile,
// since Lua's own words for what is wrong are those that people search for.

// Kinds of tokens. Keywords and operators are their own kind.
const (
	tokenEnd    = "<eof>"
	tokenName   = "<name>"
	tokenString = "<string>"
	tokenNumber = "<number>"
)

// token is a word of a script: its kind, and its text as Lua quotes it.
type token struct{ kind, text string }

// syntaxFault is a mistake in a script. It is thrown, since a parser has many
// levels to leave at once.
type syntaxFault struct {
	line int
	what string
}

// lexer reads tokens.
type lexer struct {
	rest string
	line int
	text []byte // of the token that is being read
}

func (x *lexer) fail(what, near string) {
	panic(syntaxFault{x.line, fmt.Sprintf("%s near '%s'", what, near)})
}

// peek returns the next byte, 0 at the end.
func (x *lexer) peek() byte {
	if x.rest == "" {
		return 0
	}
	return x.rest[0]
}

// skip drops bytes and counts lines.
func (x *lexer) skip(n int) {
	x.line += strings.Count(x.rest[:n], "\n")
	x.rest = x.rest[n:]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z' }

func isKeyword(word string) bool {
	return slices.Contains(strings.Fields(`and break do else elseif end false for function if in local
		nil not or repeat return then true until while`), word)
}

// next reads a token.
func (x *lexer) next() token {
	x.blank()
	if x.rest == "" {
		return token{tokenEnd, tokenEnd}
	}
	first := x.peek()
	switch {
	case isLetter(first):
		return x.word()
	case isDigit(first), first == '.' && len(x.rest) > 1 && isDigit(x.rest[1]):
		return x.number()
	case first == '"' || first == '\'':
		return x.quoted(first)
	case first == '[':
		if level := x.level(); level >= 0 {
			return token{tokenString, x.long(level, "string")}
		}
	}
	for _, op := range []string{"...", "..", "==", "<=", ">=", "~="} {
		if strings.HasPrefix(x.rest, op) {
			x.skip(len(op))
			return token{op, op}
		}
	}
	x.skip(1)
	return token{string(first), string(first)}
}

// blank goes past spaces and comments.
func (x *lexer) blank() {
	for x.rest != "" {
		switch {
		case strings.IndexByte(" \t\r\n\v\f", x.rest[0]) >= 0:
			x.skip(1)
		case strings.HasPrefix(x.rest, "--"):
			x.comment()
		default:
			return
		}
	}
}

func (x *lexer) comment() {
	x.skip(2)
	if x.peek() == '[' {
		if level := level(x.rest); level >= 0 {
			x.long(level, "comment")
			return
		}
	}
	end := strings.IndexByte(x.rest, '\n')
	if end < 0 {
		end = len(x.rest)
	}
	x.skip(end)
}

func (x *lexer) word() token {
	n := 0
	for n < len(x.rest) && (isLetter(x.rest[n]) || isDigit(x.rest[n])) {
		n++
	}
	text := x.rest[:n]
	x.skip(n)
	if isKeyword(text) {
		return token{text, text}
	}
	return token{tokenName, text}
}

// number takes all that might belong to a number before it looks at it.
func (x *lexer) number() token {
	n := 0
	for n < len(x.rest) && (isDigit(x.rest[n]) || x.rest[n] == '.') {
		n++
	}
	if n < len(x.rest) && x.rest[n]|0x20 == 'e' {
		if n++; n < len(x.rest) && (x.rest[n] == '+' || x.rest[n] == '-') {
			n++
		}
	}
	for n < len(x.rest) && (isLetter(x.rest[n]) || isDigit(x.rest[n])) {
		n++
	}
	text := x.rest[:n]
	x.skip(n)
	_, notFloat := strconv.ParseFloat(text, 64)
	_, notInt := strconv.ParseUint(text, 0, 64)
	if notFloat != nil && notInt != nil || strings.Contains(text, "_") {
		x.fail("malformed number", text)
	}
	return token{tokenNumber, text}
}

// quoted reads a string between quotes.
func (x *lexer) quoted(quote byte) token {
	x.text = append(x.text[:0], quote)
	x.skip(1)
	for x.peek() != quote || x.rest == "" {
		switch {
		case x.rest == "":
			x.fail("unfinished string", tokenEnd)
		case x.peek() == '\n' || x.peek() == '\r':
			x.fail("unfinished string", string(x.text))
		case x.peek() == '\\':
			x.escape()
		default:
			x.text = append(x.text, x.peek())
			x.skip(1)
		}
	}
	x.skip(1)
	x.text = append(x.text, quote)
	return token{tokenString, string(x.text)}
}

// escape reads what begins with a backslash.
func (x *lexer) escape() {
	x.skip(1)
	if x.rest == "" {
		return
	}
	if !isDigit(x.peek()) {
		b := x.peek()
		if i := strings.IndexByte("abfnrtv", b); i >= 0 {
			b = "\a\b\f\n\r\t\v"[i]
		}
		x.text = append(x.text, b)
		x.skip(1)
		return
	}
	code := 0
	for range 3 {
		if isDigit(x.peek()) {
			code = 10*code + int(x.peek()-'0')
			x.skip(1)
		}
	}
	if code > 255 {
		x.fail("escape sequence too large", string(x.text))
	}
	x.text = append(x.text, byte(code))
}

// level returns how many "=" stand between the brackets that open a long
// string; a negative number says that none begins here.
func level(text string) int {
	equals := len(text) - 1 - len(strings.TrimLeft(text[1:], "="))
	if strings.HasPrefix(text[1+equals:], "[") {
		return equals
	}
	return -equals - 1
}

// level is that of the string that begins here.
func (x *lexer) level() int {
	n := level(x.rest)
	if n < -1 {
		x.fail("invalid long string delimiter", x.rest[:-n])
	}
	return n
}

// long reads a string or a comment between long brackets.
func (x *lexer) long(level int, what string) string {
	closing := "]" + strings.Repeat("=", level) + "]"
	end := strings.Index(x.rest, closing)
	if end < 0 {
		x.skip(len(x.rest))
		x.fail("unfinished long "+what, tokenEnd)
	}
	text := x.rest[:end+len(closing)]
	x.skip(len(text))
	return text
}
