package help

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
)

// examples numbers the examples, so that one can be run by its number.
func examples(out *screen.Screen, c *command.Command) {
	if len(c.Examples) == 0 {
		return
	}
	out.Blank()
	for i, e := range c.Examples {
		text := prose.Text{{Kind: prose.Para, Spans: []prose.Span{{Text: e.Line}}}}
		if e.Note != "" {
			text[0].Spans = append(text[0].Spans, prose.Span{Text: "  # " + e.Note, Style: prose.Emph})
		}
		out.Led(fmt.Sprintf("%3d  ", i+1), screen.Code, text)
	}
	if len(c.Examples) == 1 {
		out.Note("`try` runs it.")
		return
	}
	out.Note(fmt.Sprintf("`try` runs them, `try %d` only the last.", len(c.Examples)))
}

// Examples returns the lines that "try" with those words behind it is to run,
// and the name of the command that they show: "try GET", "try GET 2", or "try 2"
// when help has explained the command last.
func Examples(table *command.Table, asked []string, last string) (lines []string, name string, err error) {
	named, number, err := numbered(asked)
	if err != nil {
		return nil, "", err
	}
	if len(named) == 0 {
		named = strings.Fields(last)
	}
	c, ok := table.Lookup(named...)
	switch {
	case len(named) == 0:
		return nil, "", errors.New("of which command? Help has not shown one yet")
	case !ok || c.NameWords() != len(named):
		return nil, "", fmt.Errorf("no command is called %q", strings.Join(named, " "))
	case len(c.Examples) == 0:
		return nil, "", fmt.Errorf("there are no examples of %s", c.Name)
	case number > len(c.Examples):
		return nil, "", fmt.Errorf("%s has %d examples, and none is number %d", c.Name, len(c.Examples), number)
	case number > 0:
		return setUp(c.Examples[number-1 : number]), c.Name, nil
	}
	return setUp(c.Examples), c.Name, nil
}

// numbered takes the number of an example off the end, 0 for none.
func numbered(asked []string) (named []string, number int, err error) {
	last := len(asked) - 1
	if last < 0 {
		return nil, 0, nil
	}
	n, err := strconv.Atoi(asked[last])
	switch {
	case err != nil:
		return asked, 0, nil
	case n < 1:
		return nil, 0, fmt.Errorf("examples are numbered from 1, not %d", n)
	}
	return asked[:last], n, nil
}

// setUp returns the lines of examples, with what each needs in front of it.
func setUp(examples []command.Example) []string {
	var lines []string
	for _, e := range examples {
		if e.Setup != "" {
			lines = append(lines, e.Setup)
		}
		lines = append(lines, e.Line)
	}
	return lines
}
