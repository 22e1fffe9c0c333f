// Package prose turns Markdown into the few shapes a terminal can draw:
// paragraphs, lists, verbatim blocks and headings, made of styled spans, each
// with the line it came from.
//
// It promises that nothing of the source is dropped in silence: what it has
// no shape for (images, tables, HTML, quotations) is reported. It knows
// nothing of lessons, and nothing of colours or widths.
package prose

import "strings"

// Style says how a span stands out from the text around it.
type Style int

// The styles. A nested style replaces the outer one: code in bold is Code.
const (
	Plain Style = iota
	Code
	Strong
	Emph
	Link
)

// Span is a run of text in one style. It holds no line break: a source line
// ends in a space.
type Span struct {
	Text  string
	Style Style
	URL   string // where a link leads; set on every span inside the link
}

// Kind says which fields of a Block count.
type Kind int

// The kinds of block.
const (
	Para     Kind = iota // Spans
	List                 // Items, First
	Verbatim             // Info, Lines: a fenced or indented block
	Heading              // Spans, Level, ID, Classes
)

// Block is one paragraph, list, verbatim block or heading.
type Block struct {
	Kind    Kind
	Line    int // first line in the source, from 1; of a fence, the fence itself
	Spans   []Span
	Items   []Text   // of a list
	First   int      // the number of a list's first item; 0 when it has bullets
	Info    string   // the words behind a fence's opening marks
	Lines   []string // verbatim text, without line ends
	Level   int      // of a heading, 1 to 6
	ID      string   // the {#id} of a heading
	Classes []string // the {.class} words of a heading
}

// Text is prose: blocks in reading order.
type Text []Block

// String returns the words alone, without styles and numbers: one line for
// each paragraph, list item and verbatim line. It is for searching, not for
// showing.
func (t Text) String() string {
	var lines []string
	for _, b := range t {
		switch b.Kind {
		case List:
			for _, item := range b.Items {
				lines = append(lines, item.String())
			}
		case Verbatim:
			lines = append(lines, b.Lines...)
		default:
			lines = append(lines, b.words())
		}
	}
	return strings.Join(lines, "\n")
}

func (b Block) words() string {
	var words strings.Builder
	for _, s := range b.Spans {
		words.WriteString(s.Text)
	}
	return words.String()
}

// Spans calls yield for every span of the text, inside lists as well, until
// it returns false. It can be ranged over.
func (t Text) Spans(yield func(Span) bool) {
	t.spans(yield)
}

func (t Text) spans(yield func(Span) bool) bool {
	for _, b := range t {
		for _, s := range b.Spans {
			if !yield(s) {
				return false
			}
		}
		for _, item := range b.Items {
			if !item.spans(yield) {
				return false
			}
		}
	}
	return true
}
