package lua

import (
	"errors"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// Limits on the text of a script: compiling cannot be interrupted, and each
// level of nesting takes some of the goroutine's stack.
const (
	maxScript = 1 << 20
	maxNested = 1000
)

// join is the name of the function that stands for the operator "..", whose
// result is thus counted before it is made. No script can write this name.
const join = "\x00join"

// Compile turns a script into code. The error has Lua's form: source, line
// and what is wrong.
func Compile(text, source string) (code *Code, err error) {
	defer func() {
		if r := recover(); r != nil {
			code, err = nil, fmt.Errorf("%s:1: %v", source, r)
		}
	}()
	if len(text) > maxScript {
		return nil, fmt.Errorf("%s:1: chunk has too many lines", source)
	}
	if strings.HasPrefix(text, "\x1b") {
		return nil, fmt.Errorf("%s:1: bad binary format", source)
	}
	if line, what := syntaxError(text); what != "" {
		return nil, fmt.Errorf("%s:%d: %s", source, line, what)
	}
	body, err := parse.Parse(strings.NewReader(text), source)
	if err != nil { // which Lua would have taken
		return nil, fmt.Errorf("%s:1: %w", source, err)
	}
	r := rewriter{source: source}
	r.stmts(body)
	proto, err := lua.Compile(body, source)
	var bad *lua.CompileError
	if errors.As(err, &bad) {
		return nil, fmt.Errorf("%s:%d: %s", source, bad.Line, bad.Message)
	}
	return &Code{proto}, err
}

// rewriter goes over a script before it is compiled: it puts a call in the
// place of each "..", and refuses what is nested too deeply.
type rewriter struct {
	source string
	depth  int
}

// enter goes one level down.
func (r *rewriter) enter(line int) {
	if r.depth++; r.depth > maxNested {
		panic(fmt.Sprintf("chunk has too many syntax levels near line %d", line))
	}
}

func (r *rewriter) stmts(list []ast.Stmt) {
	for i, s := range list {
		r.enter(s.Line())
		list[i] = r.stmt(s)
		r.depth--
	}
}

// stmt returns what stands for a statement.
func (r *rewriter) stmt(s ast.Stmt) ast.Stmt {
	switch s := s.(type) {
	case *ast.AssignStmt:
		r.exprs(s.Lhs)
		r.exprs(s.Rhs)
		if len(s.Lhs) > 1 {
			return together(s)
		}
	case *ast.LocalAssignStmt:
		r.exprs(s.Exprs)
	case *ast.FuncCallStmt:
		s.Expr = r.expr(s.Expr)
	case *ast.DoBlockStmt:
		r.stmts(s.Stmts)
	case *ast.WhileStmt:
		s.Condition = r.expr(s.Condition)
		r.stmts(s.Stmts)
	case *ast.RepeatStmt:
		s.Condition = r.expr(s.Condition)
		r.stmts(s.Stmts)
	case *ast.IfStmt:
		s.Condition = r.expr(s.Condition)
		r.stmts(s.Then)
		r.stmts(s.Else)
	case *ast.NumberForStmt:
		s.Init, s.Limit, s.Step = r.expr(s.Init), r.expr(s.Limit), r.expr(s.Step)
		r.stmts(s.Stmts)
	case *ast.GenericForStmt:
		r.exprs(s.Exprs)
		r.stmts(s.Stmts)
	case *ast.FuncDefStmt:
		s.Name.Func, s.Name.Receiver = r.expr(s.Name.Func), r.expr(s.Name.Receiver)
		r.stmts(s.Func.Stmts)
	case *ast.ReturnStmt:
		r.exprs(s.Exprs)
	}
	return s
}

// together rewrites an assignment to several variables: the machine assigns
// to local ones before it has read all values, so that a, b = b, a loses one.
// Everything is put aside first.
func together(s *ast.AssignStmt) ast.Stmt {
	aside, values := &ast.LocalAssignStmt{}, &ast.LocalAssignStmt{}
	block := &ast.DoBlockStmt{Stmts: []ast.Stmt{aside, values}}
	keep := func(e ast.Expr) ast.Expr {
		if _, constant := e.(ast.ConstExpr); constant {
			return e
		}
		name := fmt.Sprintf("\x00%d", len(aside.Names))
		aside.Names, aside.Exprs = append(aside.Names, name), append(aside.Exprs, single(e))
		return at(&ast.IdentExpr{Value: name}, s)
	}
	for i, to := range s.Lhs {
		if get, ok := to.(*ast.AttrGetExpr); ok {
			get.Object, get.Key = keep(get.Object), keep(get.Key)
		}
		value := fmt.Sprintf("\x00v%d", i)
		values.Names = append(values.Names, value)
		one := &ast.AssignStmt{Lhs: []ast.Expr{to}, Rhs: []ast.Expr{at(&ast.IdentExpr{Value: value}, s)}}
		block.Stmts = append(block.Stmts, at(one, s))
	}
	values.Exprs = s.Rhs
	at(aside, s)
	at(values, s)
	if len(aside.Names) == 0 {
		block.Stmts = block.Stmts[1:]
	}
	return at(block, s)
}

// at gives a new node the place of the one it stands for.
func at[T ast.PositionHolder](node T, like ast.PositionHolder) T {
	node.SetLine(like.Line())
	node.SetLastLine(like.LastLine())
	return node
}

func (r *rewriter) exprs(list []ast.Expr) {
	for i := range list {
		list[i] = r.expr(list[i])
	}
}

// expr returns what stands for an expression.
func (r *rewriter) expr(e ast.Expr) ast.Expr {
	if e == nil {
		return nil
	}
	r.enter(e.Line())
	defer func() { r.depth-- }()
	switch e := e.(type) {
	case *ast.AttrGetExpr:
		e.Object, e.Key = r.expr(e.Object), r.expr(e.Key)
	case *ast.TableExpr:
		for _, f := range e.Fields {
			f.Key, f.Value = r.expr(f.Key), r.expr(f.Value)
		}
	case *ast.FuncCallExpr:
		e.Func, e.Receiver = r.expr(e.Func), r.expr(e.Receiver)
		r.exprs(e.Args)
	case *ast.LogicalOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs), r.expr(e.Rhs)
	case *ast.RelationalOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs), r.expr(e.Rhs)
	case *ast.ArithmeticOpExpr:
		e.Lhs, e.Rhs = r.expr(e.Lhs), r.expr(e.Rhs)
	case *ast.UnaryMinusOpExpr:
		e.Expr = r.expr(e.Expr)
	case *ast.UnaryNotOpExpr:
		e.Expr = r.expr(e.Expr)
	case *ast.UnaryLenOpExpr:
		e.Expr = r.expr(e.Expr)
	case *ast.FunctionExpr:
		r.stmts(e.Stmts)
	case *ast.StringConcatOpExpr:
		return r.concat(e)
	}
	return e
}

// concat makes one call of a whole chain of "..", which binds to the right.
func (r *rewriter) concat(e *ast.StringConcatOpExpr) ast.Expr {
	call := at(&ast.FuncCallExpr{Func: at(&ast.IdentExpr{Value: join}, e), AdjustRet: true}, e)
	for {
		call.Args = append(call.Args, single(r.expr(e.Lhs)))
		next, ok := e.Rhs.(*ast.StringConcatOpExpr)
		if !ok {
			call.Args = append(call.Args, single(r.expr(e.Rhs)))
			return call
		}
		e = next
	}
}

// single keeps a call or "..." at the end of the arguments from giving more
// than one value.
func single(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.FuncCallExpr:
		e.AdjustRet = true
	case *ast.Comma3Expr:
		e.AdjustRet = true
	}
	return e
}
