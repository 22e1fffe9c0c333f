//go:build ignore

// Picture turns a screen of coloured text into an SVG. It reads what tmux's
// capture-pane -e -p prints and writes the drawing:
//
//	tmux capture-pane -e -p -S -100 | go run docs/picture.go > docs/session.svg
package main

import (
	"bufio"
	"fmt"
	"html"
	"os"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// Sizes in pixels, for a 14 pixel monospace font.
const (
	cellWidth  = 8.43
	lineHeight = 19
	margin     = 18
	columns    = 80
)

// palette holds the colours of SGR 31 to 36.
var palette = map[int]string{31: "#f07178", 32: "#a6d189", 33: "#e5c890", 34: "#8caaee", 35: "#ca9ee6", 36: "#81c8be"}

// hard keeps viewers from folding spaces.
var hard = strings.NewReplacer(" ", "\u00a0")

// pen is the state that SGR sequences change.
type pen struct {
	color        string
	bold, italic bool
	faint        bool
}

func main() {
	var rows []string
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		rows = append(rows, in.Text())
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	for len(rows) > 0 && strings.TrimSpace(rows[len(rows)-1]) == "" {
		rows = rows[:len(rows)-1]
	}
	os.Stdout.WriteString(draw(rows))
}

func draw(rows []string) string {
	var b strings.Builder
	width := columns*cellWidth + 2*margin
	height := len(rows)*lineHeight + 2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#232634"/>`+"\n")
	b.WriteString(`<g font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14" fill="#c6d0f5">` + "\n")
	var p pen
	for i, row := range rows {
		drawRow(&b, &p, row, margin+i*lineHeight+14)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// drawRow writes one text element for each stretch of one style, each at its
// own place, so that no viewer's font can push them apart.
func drawRow(b *strings.Builder, p *pen, row string, y int) {
	column := 0
	for row != "" {
		text, rest, found := strings.Cut(row, "\x1b[")
		if strings.TrimSpace(text) != "" {
			fmt.Fprintf(b, `<text x="%.2f" y="%d" textLength="%.2f"%s>%s</text>`+"\n",
				margin+float64(column)*cellWidth, y, float64(uniseg.StringWidth(text))*cellWidth, p, hard.Replace(html.EscapeString(text)))
		}
		column += uniseg.StringWidth(text)
		row = ""
		if found {
			var codes string
			codes, row, _ = strings.Cut(rest, "m")
			p.apply(codes)
		}
	}
}

// apply changes the pen by the numbers of an SGR sequence.
func (p *pen) apply(codes string) {
	for _, code := range strings.Split(codes, ";") {
		n, _ := strconv.Atoi(code) // an empty code is 0
		switch {
		case n == 0:
			*p = pen{}
		case n == 1:
			p.bold = true
		case n == 2:
			p.faint = true
		case n == 3:
			p.italic = true
		case n == 22:
			p.bold, p.faint = false, false
		case n == 23:
			p.italic = false
		case n == 39:
			p.color = ""
		case palette[n] != "":
			p.color = palette[n]
		}
	}
}

// String returns the pen as attributes of an SVG element.
func (p *pen) String() string {
	var b strings.Builder
	if p.color != "" {
		fmt.Fprintf(&b, ` fill="%s"`, p.color)
	}
	if p.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if p.italic {
		b.WriteString(` font-style="italic"`)
	}
	if p.faint {
		b.WriteString(` fill-opacity="0.6"`)
	}
	return b.String()
}
