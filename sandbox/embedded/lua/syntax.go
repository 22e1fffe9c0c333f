package lua

import (
	"fmt"
	"slices"
)

// syntaxError says in Lua 5.1's words what is wrong with a script, and in which
// line; what is empty when nothing is. It follows Lua's parser step by step,
// since that decides which of several mistakes is the first.
func syntaxError(text string) (line int, what string) {
	p := &parser{lexer: lexer{rest: text, line: 1}, varargs: []bool{true}}
	defer func() {
		if fault, ok := recover().(syntaxFault); ok {
			line, what = fault.line, fault.what
		}
	}()
	p.next()
	p.chunk()
	p.check(tokenEnd)
	return 0, ""
}

// parser reads a script and keeps nothing of it.
type parser struct {
	lexer   lexer
	now     token
	ahead   *token
	last    int    // the line of the token before
	varargs []bool // of the functions around, whether they have "..."
	loops   int    // around, in this function
	depth   int
}

func (p *parser) next() {
	p.last = p.lexer.line
	if p.ahead != nil {
		p.now, p.ahead = *p.ahead, nil
		return
	}
	p.now = p.lexer.next()
}

// lookahead returns the kind of the token behind this one.
func (p *parser) lookahead() string {
	if p.ahead == nil {
		token := p.lexer.next()
		p.ahead = &token
	}
	return p.ahead.kind
}

func (p *parser) fail(what string) { p.lexer.fail(what, p.now.text) }

func (p *parser) is(kinds ...string) bool { return slices.Contains(kinds, p.now.kind) }

// take goes past a token if it is there.
func (p *parser) take(kind string) bool {
	if !p.is(kind) {
		return false
	}
	p.next()
	return true
}

func (p *parser) check(kind string) {
	if !p.is(kind) {
		p.fail(fmt.Sprintf("'%s' expected", kind))
	}
}

func (p *parser) want(kind string) {
	p.check(kind)
	p.next()
}

// close wants what ends something that was opened in a line.
func (p *parser) close(kind, opened string, line int) {
	if !p.is(kind) && line != p.lexer.line {
		p.fail(fmt.Sprintf("'%s' expected (to close '%s' at line %d)", kind, opened, line))
	}
	p.want(kind)
}

// enter goes one level down; deep scripts are refused elsewhere.
func (p *parser) enter() {
	if p.depth++; p.depth > maxNested {
		p.fail("chunk has too many syntax levels")
	}
}

func (p *parser) blockEnds() bool { return p.is("else", "elseif", "end", tokenEnd, "until") }

func (p *parser) chunk() {
	p.enter()
	for last := false; !last && !p.blockEnds(); p.take(";") {
		last = p.is("return", "break")
		p.statement()
	}
	p.depth--
}

func (p *parser) statement() {
	line := p.lexer.line
	switch p.now.kind {
	case "if":
		p.ifStatement(line)
	case "while":
		p.next()
		p.expr()
		p.loopBody("while", line)
	case "do":
		p.next()
		p.chunk()
		p.close("end", "do", line)
	case "for":
		p.forStatement(line)
	case "repeat":
		p.next()
		p.loops++
		p.chunk()
		p.loops--
		p.close("until", "repeat", line)
		p.expr()
	case "function":
		p.functionStatement(line)
	case "local":
		p.local()
	case "return":
		p.next()
		if !p.blockEnds() && !p.is(";") {
			p.exprs()
		}
	case "break":
		p.next()
		if p.loops == 0 {
			p.fail("no loop to break")
		}
	default:
		p.exprStatement()
	}
}

func (p *parser) ifStatement(line int) {
	for again := true; again; again = p.is("elseif") {
		p.next()
		p.expr()
		p.want("then")
		p.chunk()
	}
	if p.take("else") {
		p.chunk()
	}
	p.close("end", "if", line)
}

// loopBody is what stands between do and end.
func (p *parser) loopBody(loop string, line int) {
	p.want("do")
	p.loops++
	p.chunk()
	p.loops--
	p.close("end", loop, line)
}

func (p *parser) forStatement(line int) {
	p.next()
	p.want(tokenName)
	switch {
	case p.take("="):
		p.expr()
		p.want(",")
		p.expr()
		if p.take(",") {
			p.expr()
		}
	case p.is(",", "in"):
		for p.take(",") {
			p.want(tokenName)
		}
		p.want("in")
		p.exprs()
	default:
		p.fail("'=' or 'in' expected")
	}
	p.loopBody("for", line)
}

func (p *parser) functionStatement(line int) {
	p.next()
	p.want(tokenName)
	for p.take(".") {
		p.want(tokenName)
	}
	if p.take(":") {
		p.want(tokenName)
	}
	p.body(line)
}

func (p *parser) local() {
	p.next()
	if p.take("function") {
		p.want(tokenName)
		p.body(p.lexer.line)
		return
	}
	p.want(tokenName)
	for p.take(",") {
		p.want(tokenName)
	}
	if p.take("=") {
		p.exprs()
	}
}

// body is a function from its parameters on.
func (p *parser) body(line int) {
	p.want("(")
	vararg := false
	for more := !p.is(")"); more; more = !vararg && p.take(",") {
		switch {
		case p.is(tokenName):
			p.next()
		case p.take("..."):
			vararg = true
		default:
			p.fail("<name> or '...' expected")
		}
	}
	p.want(")")
	loops := p.loops
	p.loops, p.varargs = 0, append(p.varargs, vararg)
	p.chunk()
	p.loops, p.varargs = loops, p.varargs[:len(p.varargs)-1]
	p.close("end", "function", line)
}

// The kinds of what a statement begins with.
type prefixKind int

const (
	variablePrefix prefixKind = iota
	callPrefix
	otherPrefix // in parentheses
)

func (p *parser) exprStatement() {
	kind := p.primary()
	if kind == callPrefix {
		return
	}
	for {
		if kind != variablePrefix {
			p.fail("syntax error")
		}
		if !p.take(",") {
			break
		}
		kind = p.primary()
	}
	p.want("=")
	p.exprs()
}

func (p *parser) exprs() {
	p.expr()
	for p.take(",") {
		p.expr()
	}
}

// expr is operands with operators between them. Which of these bind closer
// does not matter here.
func (p *parser) expr() {
	p.enter()
	for {
		for p.is("not", "-", "#") {
			p.next()
		}
		p.operand()
		if !p.is("+", "-", "*", "/", "%", "^", "..", "~=", "==", "<", "<=", ">", ">=", "and", "or") {
			break
		}
		p.next()
	}
	p.depth--
}

func (p *parser) operand() {
	switch p.now.kind {
	case tokenNumber, tokenString, "nil", "true", "false":
		p.next()
	case "...":
		if !p.varargs[len(p.varargs)-1] {
			p.fail("cannot use '...' outside a vararg function")
		}
		p.next()
	case "{":
		p.table()
	case "function":
		line := p.lexer.line
		p.next()
		p.body(line)
	default:
		p.primary()
	}
}

// primary is a name or something in parentheses, with what follows them.
func (p *parser) primary() prefixKind {
	kind, line := variablePrefix, p.lexer.line
	switch {
	case p.take(tokenName):
	case p.take("("):
		p.expr()
		p.close(")", "(", line)
		kind = otherPrefix
	default:
		p.fail("unexpected symbol")
	}
	for {
		switch {
		case p.take("."):
			p.want(tokenName)
			kind = variablePrefix
		case p.is("["):
			p.index()
			kind = variablePrefix
		case p.take(":"):
			p.want(tokenName)
			p.arguments()
			kind = callPrefix
		case p.is("(", "{", tokenString):
			p.arguments()
			kind = callPrefix
		default:
			return kind
		}
	}
}

func (p *parser) index() {
	p.next()
	p.expr()
	p.want("]")
}

func (p *parser) arguments() {
	line := p.lexer.line
	switch {
	case p.is("("):
		if line != p.last {
			p.fail("ambiguous syntax (function call x new statement)")
		}
		p.next()
		if !p.is(")") {
			p.exprs()
		}
		p.close(")", "(", line)
	case p.is("{"):
		p.table()
	case !p.take(tokenString):
		p.fail("function arguments expected")
	}
}

func (p *parser) table() {
	line := p.lexer.line
	p.want("{")
	for more := true; more && !p.is("}"); more = p.take(",") || p.take(";") {
		switch {
		case p.is("["):
			p.index()
			p.want("=")
		case p.is(tokenName) && p.lookahead() == "=":
			p.next()
			p.next()
		}
		p.expr()
	}
	p.close("}", "{", line)
}
