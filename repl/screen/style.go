package screen

import (
	"slices"

	"github.com/fatih/color"
)

// Role is what a piece of text is for. The screen decides how a role looks,
// so that no other package knows a colour.
type Role byte

// The roles. Quiet is for text beside the point (gloss, footers), Loud for a
// heading or a stressed word, Code for what can be typed, Good and Bad for a
// verdict, Warn for advice. From Known on they are for the words of a line
// that is being typed: a command that exists, an option, a key, a field or
// member, a number, a pattern or a name, and a word that may not stand there.
const (
	Plain Role = iota
	Quiet
	Loud
	Code
	Good
	Bad
	Warn
	Slant
	Known
	Option
	Key
	Member
	Number
	Pattern
	Wrong
)

// attributes are chosen from the sixteen colours that terminals let their
// users redefine, and never white or black, so that they hold on light and on
// dark backgrounds.
var attributes = [...][]color.Attribute{
	Plain: nil,
	Quiet: {color.Faint},
	Loud:  {color.Bold},
	Code:  {color.FgCyan},
	Good:  {color.FgGreen, color.Bold},
	Bad:   {color.FgRed},
	Warn:  {color.FgYellow},
	Slant: {color.Italic},

	Known:   {color.FgGreen},
	Option:  {color.Bold},
	Key:     {color.FgCyan},
	Member:  {color.FgMagenta},
	Number:  {color.FgYellow},
	Pattern: {color.FgMagenta, color.Italic},
	Wrong:   {color.FgRed, color.Underline},
}

// painter colours text by role, or leaves it alone. The choice belongs to the
// value: the library's process-wide switch would be one for all learners.
type painter struct{ roles [len(attributes)]*color.Color }

// darker says which colours stand in for those too pale for a light background.
func darker(attrs []color.Attribute) []color.Attribute {
	attrs = slices.Clone(attrs)
	for i, attr := range attrs {
		switch attr {
		case color.FgYellow:
			attrs[i] = color.FgMagenta
		case color.FgCyan:
			attrs[i] = color.FgBlue
		}
	}
	return attrs
}

func newPainter(on, light bool) painter {
	var p painter
	if !on {
		return p
	}
	for role, attrs := range attributes {
		if light {
			attrs = darker(attrs)
		}
		if len(attrs) > 0 {
			c := color.New(attrs...)
			c.EnableColor()
			p.roles[role] = c
		}
	}
	return p
}

func (p painter) paint(role Role, text string) string {
	if c := p.roles[role]; c != nil && text != "" {
		return c.Sprint(text)
	}
	return text
}
