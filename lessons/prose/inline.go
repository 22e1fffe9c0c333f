package prose

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// spans flattens the inline nodes of a block.
func (d *document) spans(block ast.Node, line int) []Span {
	w := &inline{document: d, line: line}
	w.walk(block, Span{})
	return w.out
}

type inline struct {
	*document
	line int
	out  []Span
}

// walk adds the children of n, in the style and with the link of outer.
func (w *inline) walk(n ast.Node, outer Span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in := outer
		switch c := c.(type) {
		case *ast.Text:
			w.text(c, in)
		case *ast.String:
			w.add(in, string(c.Value))
		case *ast.CodeSpan:
			in.Style = Code
			w.code(c, in)
		case *ast.Emphasis:
			in.Style = Emph
			if c.Level > 1 {
				in.Style = Strong
			}
			w.walk(c, in)
		case *ast.Link:
			in.Style, in.URL = Link, string(c.Destination)
			w.walk(c, in)
		case *ast.AutoLink:
			in.Style, in.URL = Link, string(c.URL(w.src))
			w.add(in, string(c.Label(w.src)))
		default:
			w.fault(w.line, "the tutor cannot draw "+name(c))
		}
	}
}

func (w *inline) text(n *ast.Text, in Span) {
	raw := n.Segment.Value(w.src)
	w.line = w.document.line(n.Segment.Start)
	w.add(in, string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))))
	if n.HardLineBreak() {
		w.fault(w.line, "a line break inside a paragraph: end it without spaces or a backslash")
	}
	if n.SoftLineBreak() {
		w.add(in, " ")
	}
}

// code adds a code span. Markdown turns a line end inside it into a space and
// leaves everything else alone.
func (w *inline) code(n *ast.CodeSpan, in Span) {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(w.src))
		}
	}
	w.add(in, strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == '\n' || r == '\r' }), " "))
}

// add appends text, joining it to the span before where both look alike.
func (w *inline) add(in Span, text string) {
	if text == "" {
		return
	}
	if i := len(w.out) - 1; i >= 0 && w.out[i].Style == in.Style && w.out[i].URL == in.URL {
		w.out[i].Text += text
		return
	}
	in.Text = text
	w.out = append(w.out, in)
}
