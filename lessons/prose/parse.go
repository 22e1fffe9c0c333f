package prose

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Parser reads Markdown. Making one costs more than a short text, so use it
// for many; it may be used by one goroutine at a time.
type Parser struct{ markdown parser.Parser }

// Parse reads CommonMark with {#id .class} behind headings. line is the
// number of src's first line in its file; every Block.Line counts from there.
// fault is called for each construct that has no Block, with its line and
// what is wrong with it; the rest is still returned.
func (p *Parser) Parse(src string, line int, fault func(line int, msg string)) Text {
	d := &document{src: []byte(src), first: line, fault: fault}
	d.starts = make([]int, 1, strings.Count(src, "\n")+1)
	for i, c := range d.src {
		if c == '\n' {
			d.starts = append(d.starts, i+1)
		}
	}
	return d.blocks(p.markdown.Parse(text.NewReader(d.src)))
}

// NewParser returns a parser of CommonMark without underlined headings: a line of dashes under
// a paragraph is more often a slip than a heading.
func NewParser() *Parser {
	var blocks []util.PrioritizedValue
	for i, p := range []parser.BlockParser{
		parser.NewThematicBreakParser(), parser.NewListParser(), parser.NewListItemParser(),
		parser.NewCodeBlockParser(), parser.NewATXHeadingParser(parser.WithHeadingAttribute()),
		parser.NewFencedCodeBlockParser(), parser.NewBlockquoteParser(),
		parser.NewHTMLBlockParser(), parser.NewParagraphParser(),
	} {
		blocks = append(blocks, util.Prioritized(p, 100*i))
	}
	return &Parser{parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)}
}

type document struct {
	src    []byte
	starts []int // byte offset of every line
	first  int
	fault  func(line int, msg string)
}

// line returns the file's line that the byte at offset stands on.
func (d *document) line(offset int) int {
	return d.first + sort.SearchInts(d.starts, offset+1) - 1
}

// blocks collects the shapes below a node.
func (d *document) blocks(parent ast.Node) Text {
	var out Text
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b := Block{Line: d.line(max(n.Pos(), 0))}
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			b.Spans = d.spans(n, b.Line)
		case *ast.Heading:
			b.Kind, b.Level, b.Spans = Heading, n.Level, d.spans(n, b.Line)
			b.ID, b.Classes = attribute(n, "id"), strings.Fields(attribute(n, "class"))
		case *ast.List:
			b.Kind, b.First = List, n.Start
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				b.Items = append(b.Items, d.blocks(item))
			}
		case *ast.FencedCodeBlock:
			b.Kind, b.Lines = Verbatim, d.lines(n)
			if n.Info != nil {
				b.Info = string(n.Info.Segment.Value(d.src))
			}
		case *ast.CodeBlock:
			b.Kind, b.Lines = Verbatim, d.lines(n)
		default:
			d.fault(b.Line, "the tutor cannot draw "+name(n))
			continue
		}
		out = append(out, b)
	}
	return out
}

func (d *document) lines(n ast.Node) []string {
	var lines []string
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		lines = append(lines, strings.TrimRight(string(segment.Value(d.src)), "\r\n"))
	}
	return lines
}

func attribute(n ast.Node, key string) string {
	v, _ := n.AttributeString(key)
	b, _ := v.([]byte)
	return string(b)
}

// name says in a writer's words what a node is.
func name(n ast.Node) string {
	switch n.(type) {
	case *ast.ThematicBreak:
		return "a horizontal rule"
	case *ast.Blockquote:
		return "a quotation"
	case *ast.HTMLBlock, *ast.RawHTML:
		return "HTML (a word in <angle brackets> must be in `backquotes`)"
	case *ast.Image:
		return "an image"
	}
	return "this Markdown (" + n.Kind().String() + ")"
}
