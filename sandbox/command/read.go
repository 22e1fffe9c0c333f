package command

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// indent marks a line of facts, and joint a line that goes on with the one
// before it.
const (
	indent = "    "
	joint  = "  "
)

// read makes a command of its block, as a version of Redis has it; "" is the
// newest. With an error comes what could be read.
func (b Block) read(version string) (*Command, error) {
	c := &Command{Name: b.Name, version: version}
	err := errors.Join(c.readProse(b), c.readFacts(b))
	if c.Group == "" || c.Since == "" || c.Arity == 0 {
		err = errors.Join(err, b.errorf(b.Line, "%s has no group, since or arity", b.Name))
	}
	c.Types = typesOf(c.Name, c.Group)
	return c, err
}

// errorf is an error about a line of the reference.
func (b Block) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", file, line, fmt.Errorf(format, args...))
}

// readProse takes the prose apart by the mark that each line begins with.
func (c *Command) readProse(b Block) error {
	var errs []error
	setup := ""
	for n, line := range paragraphs(b.Prose) {
		mark, text, found := strings.Cut(line, " ")
		switch {
		case line == "":
		case found && mark == "+":
			setup = text
		case found && mark == ">":
			c.Examples = append(c.Examples, newExample(setup, text))
			setup = ""
		case found && mark == "!":
			c.Beware = append(c.Beware, text)
		case found && mark == "=":
			c.Replies = append(c.Replies, text)
		case found && mark == "~":
			c.Instead = text
		case found && mark == "?":
			c.words = text
		case c.Summary == "":
			c.Summary = line
		default:
			errs = append(errs, b.errorf(b.proseAt+n, "%q begins with no mark of + > ! = ~ ?, and %s has its summary", line, c.Name))
		}
	}
	if setup != "" {
		errs = append(errs, b.errorf(b.Line, "behind the setup %q comes no example", setup))
	}
	return errors.Join(errs...)
}

// paragraphs are the lines of a text, those that go on joined to the one
// before; the empty lines that take their place keep the count right.
func paragraphs(text string) []string {
	lines := strings.Split(text, "\n")
	last := 0
	for i, line := range lines {
		more, goesOn := strings.CutPrefix(line, joint)
		if !goesOn {
			last = i
			continue
		}
		lines[last] += " " + strings.TrimSpace(more)
		lines[i] = ""
	}
	return lines
}

func newExample(setup, text string) Example {
	line, note, _ := strings.Cut(text, " # ")
	return Example{Setup: setup, Line: strings.TrimSpace(line), Note: strings.TrimSpace(note)}
}

// readFacts reads lines of a name and a value, as "arity: 2". A version in
// front, as in "7.0 arity: 3", says what held up to that version; such lines
// stand behind the others.
func (c *Command) readFacts(b Block) error {
	var errs []error
	for n, line := range strings.Split(b.Facts, "\n") {
		if line == "" {
			continue
		}
		label, value, found := strings.Cut(strings.TrimPrefix(line, indent), ":")
		until, name, old := strings.Cut(label, " ")
		if !old {
			name = label
		}
		if old && (c.version == "" || Later(c.version, until)) {
			continue
		}
		err := fmt.Errorf("no colon in it")
		if found {
			err = c.readFact(name, strings.TrimSpace(value))
		}
		if err != nil {
			errs = append(errs, b.errorf(b.factsAt+n, "%q is no fact: %w", strings.TrimSpace(line), err))
		}
	}
	errs = append(errs, c.outdate(b))
	return errors.Join(errs...)
}

// outdate takes away what came after the version that is described.
func (c *Command) outdate(b Block) error {
	if Later(c.Deprecated, c.version) {
		c.Deprecated = ""
	}
	if c.version == "" || !strings.Contains(c.args, `"since"`) {
		return nil
	}
	args, err := c.arguments()
	if err != nil {
		return b.errorf(b.Line, "args of %s: %w", c.Name, err)
	}
	c.Form = Form(args)
	return nil
}

func (c *Command) readFact(name, value string) error {
	var err error
	switch name {
	case "group":
		c.Group = value
	case "since":
		c.Since = value
	case "arity":
		c.Arity, err = strconv.Atoi(value)
	case "flags":
		c.Flags = strings.Fields(value)
	case "acl":
		c.ACL = strings.Fields(value)
	case "tips":
		c.Tips = strings.Fields(value)
	case "span":
		_, err = fmt.Sscan(value, &c.Span[0], &c.Span[1], &c.Span[2])
	case "keys":
		c.Specs, err = readSpecs(value)
	case "complexity":
		c.Complexity = value
	case "deprecated":
		c.Deprecated = value
	case "form":
		c.Form = value
	case "args":
		c.args = value
	default:
		err = fmt.Errorf("the name %q is not known", name)
	}
	return err
}
