package terminal

import (
	"slices"
	"unicode"

	"github.com/rivo/uniseg"
)

// clusterSpan is how many characters are looked at to find out which of them
// make one: longer sequences exist only to annoy.
const clusterSpan = 64

// extends reports whether r can be part of a cluster that began before it. No
// character below U+0300 can.
func extends(r rune) bool { return r >= 0x300 }

// clusterBefore counts the characters that make up the one the learner sees
// before pos: e and its accent are one, a flag is one.
func clusterBefore(line []rune, pos int) int {
	if pos < 2 || !extends(line[pos-1]) {
		return min(pos, 1)
	}
	n := 1
	for _, cluster := range clusters(line[max(0, pos-clusterSpan):pos]) {
		n = cluster
	}
	return n
}

// clusterAfter counts the characters that make up the one after pos.
func clusterAfter(line []rune, pos int) int {
	rest := line[pos:]
	if len(rest) < 2 || !extends(rest[1]) {
		return min(len(rest), 1)
	}
	return clusters(rest[:min(len(rest), clusterSpan)])[0]
}

// clusters returns the lengths, in runes, of the clusters of text.
func clusters(text []rune) []int {
	var lengths []int
	g := uniseg.NewGraphemes(string(text))
	for g.Next() {
		lengths = append(lengths, len(g.Runes()))
	}
	return lengths
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func notSpace(r rune) bool { return !unicode.IsSpace(r) }

// back returns where the run of characters in class that ends before pos, or
// before the others there, begins.
func back(line []rune, pos int, class func(rune) bool) int {
	for pos > 0 && !class(line[pos-1]) {
		pos--
	}
	for pos > 0 && class(line[pos-1]) {
		pos--
	}
	return pos
}

// forth returns where the next run of characters in class ends.
func forth(line []rune, pos int, class func(rune) bool) int {
	for pos < len(line) && !class(line[pos]) {
		pos++
	}
	for pos < len(line) && class(line[pos]) {
		pos++
	}
	return pos
}

// cut takes line[from:to] out and returns the rest.
func cut(line []rune, from, to int) []rune {
	return slices.Concat(line[:from], line[to:])
}

// insert puts text into line at pos.
func insert(line []rune, pos int, text []rune) []rune {
	return slices.Concat(line[:pos], text, line[pos:])
}
