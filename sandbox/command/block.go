package command

import (
	"fmt"
	"strings"
)

// file is the name of the reference, for messages about it.
const file = "commands.txt"

// Block is a command in the text of the reference, as it stands there: a
// heading "## NAME", prose for people to edit, and facts, which are indented
// by four spaces and written by the generator.
type Block struct {
	Name string
	Line int // of the heading, from 1
	// proseAt and factsAt are the lines where these begin.
	proseAt, factsAt int
	// Prose and Facts hold whole lines, without the empty ones around them.
	Prose, Facts string
}

const heading = "## "

// Blocks takes the reference apart. The preamble is what stands before the
// first heading.
func Blocks(text string) (preamble string, blocks []Block, err error) {
	preamble, rest, found := cutHeading(text)
	line := 1 + strings.Count(preamble, "\n")
	seen := make(map[string]bool, 512)
	for found {
		var body string
		body, rest, found = cutHeading(rest)
		b := newBlock(body, line)
		switch {
		case b.Name == "" || b.Name != strings.ToUpper(b.Name):
			return "", nil, fmt.Errorf("%s:%d: %q is no command's name in upper case", file, line, b.Name)
		case seen[b.Name]:
			return "", nil, fmt.Errorf("%s:%d: command %q is there twice", file, line, b.Name)
		}
		seen[b.Name] = true
		blocks = append(blocks, b)
		line += strings.Count(body, "\n")
	}
	if len(blocks) == 0 {
		return "", nil, fmt.Errorf("%s: no commands in it", file)
	}
	return preamble, blocks, nil
}

// cutHeading cuts text at the next heading; after begins behind its "## ".
func cutHeading(text string) (before, after string, found bool) {
	if after, found := strings.CutPrefix(text, heading); found {
		return "", after, true
	}
	before, after, found = strings.Cut(text, "\n"+heading)
	if found {
		before = text[:len(before)+1]
	}
	return before, after, found
}

// newBlock takes apart a block without its "## ".
func newBlock(body string, line int) Block {
	name, rest, _ := strings.Cut(body, "\n")
	prose, facts, found := strings.Cut("\n"+rest, "\n"+indent)
	b := Block{
		Name: strings.TrimSpace(name), Line: line, Prose: strings.Trim(prose, "\n"),
		proseAt: line + leading(prose), factsAt: line + 1 + strings.Count(prose, "\n"),
	}
	if found {
		b.Facts = strings.Trim(indent+facts, "\n")
	}
	return b
}

// leading counts the line ends that text begins with.
func leading(text string) int { return len(text) - len(strings.TrimLeft(text, "\n")) }
