package browse

import (
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"redis-tutor/lessons/prose"
)

// Page is a page as text: what is to be read, and what can be done.
type Page struct {
	Status int // of the answer
	Parts  []Part
	forms  []*form
}

// Part is a piece of a page: text or, where Do is not nil, something to do.
type Part struct {
	Text prose.Block
	Do   *Do
}

// Do is a link or a form: what it says, and the words behind "visit" that
// follow it.
type Do struct {
	Label string
	Visit string // "/login name=…"
}

// read makes a page of HTML.
func read(body io.Reader) (*Page, error) {
	root, err := html.Parse(body)
	if err != nil {
		return nil, err
	}
	r := &reader{page: &Page{}, labels: labels(root)}
	r.block(root)
	r.flush()
	r.page.tellForms()
	return r.page, nil
}

// reader walks a page from top to bottom.
type reader struct {
	page   *Page
	labels map[string]string // what is written beside an input, by its id
	spans  []prose.Span      // of the paragraph that is being read
	gap    bool              // behind them stood a blank
}

// block reads what is below a node.
func (r *reader) block(n *html.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			r.text(c.Data, prose.Plain)
		case c.Type != html.ElementNode || slices.Contains(unread, c.DataAtom):
		default:
			r.element(c)
		}
	}
}

// unread are elements of which nothing is shown.
var unread = []atom.Atom{atom.Head, atom.Script, atom.Style, atom.Template}

// inline are elements inside a paragraph.
var inline = []atom.Atom{atom.Span, atom.Time, atom.Em, atom.Code, atom.Small, atom.Abbr}

func (r *reader) element(n *html.Node) {
	switch {
	case n.DataAtom == atom.Strong, n.DataAtom == atom.B:
		r.text(content(n), prose.Strong)
	case n.DataAtom == atom.A:
		r.flush()
		r.do(content(n), attr(n, "href"))
	case n.DataAtom == atom.Br:
		r.text(" ", prose.Plain)
	case slices.Contains(inline, n.DataAtom):
		r.block(n)
	case n.DataAtom == atom.H1, n.DataAtom == atom.H2, n.DataAtom == atom.H3:
		r.flush()
		r.text(content(n), prose.Strong)
		r.flush()
	case n.DataAtom == atom.Form:
		r.flush()
		r.form(n)
	default:
		r.flush()
		r.block(n)
		r.flush()
	}
}

// text adds to the paragraph. Blanks are one space, however many there are.
func (r *reader) text(text string, style prose.Style) {
	words := strings.Join(strings.Fields(text), " ")
	if words == "" {
		r.gap = r.gap || text != ""
		return
	}
	switch last := len(r.spans) - 1; {
	case last < 0 || !r.gap && strings.TrimLeft(text, blanks) == text:
	case style == prose.Plain:
		words = " " + words
	default:
		r.spans[last].Text += " "
	}
	r.gap = strings.TrimRight(text, blanks) != text
	r.spans = append(r.spans, prose.Span{Text: words, Style: style})
}

const blanks = " \t\r\n"

// flush ends the paragraph.
func (r *reader) flush() {
	if len(r.spans) > 0 {
		r.page.Parts = append(r.page.Parts, Part{Text: prose.Block{Kind: prose.Para, Spans: r.spans}})
	}
	r.spans, r.gap = nil, false
}

func (r *reader) do(label, visit string) {
	r.page.Parts = append(r.page.Parts, Part{Do: &Do{label, visit}})
}

// content returns the text below a node on one line.
func content(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func attr(n *html.Node, name string) string {
	value, _ := lookup(n, name)
	return value
}

func lookup(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// labels returns the texts of all labels that name an input.
func labels(root *html.Node) map[string]string {
	all := map[string]string{}
	for n := range root.Descendants() {
		if id := attr(n, "for"); n.DataAtom == atom.Label && id != "" {
			all[id] = content(n)
		}
	}
	return all
}
