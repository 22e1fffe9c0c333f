// Package screen turns what the tutor has to say into lines of text for one
// terminal: it knows the width, whether colours and box characters may be
// used, how text wraps, and how the prose of a lesson looks.
//
// It knows nothing of Redis, of lessons' rules or of how keys are read. It
// writes to the writer it was given and to nothing else.
package screen

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/cells"
)

// Options says what the terminal can do.
type Options struct {
	Color bool       // SGR escapes may be written
	ASCII bool       // only 7-bit characters may be drawn
	Width func() int // columns now; nil means 80
	Light bool       // the background is light
	Words bool       // signs are spelled out, for who listens
}

// Screen writes styled, wrapped text.
type Screen struct {
	w    io.Writer
	o    Options
	pens painter
}

// New returns a screen that writes to w.
func New(w io.Writer, o Options) *Screen {
	return &Screen{w: w, o: o, pens: newPainter(o.Color, o.Light)}
}

// On returns a screen with the same abilities that writes to w.
func (s *Screen) On(w io.Writer) *Screen { return &Screen{w: w, o: s.o, pens: s.pens} }

// Narrowed is On in a window of so many columns less, for who writes something
// in front of each line.
func (s *Screen) Narrowed(w io.Writer, by int) *Screen {
	n := s.On(w)
	n.o.Width = func() int { return s.window() - by }
	return n
}

// Words reports whether signs are spelled out and nothing is drawn, for who
// listens.
func (s *Screen) Words() bool { return s.o.Words }

// Color reports whether colours may be written.
func (s *Screen) Color() bool { return s.o.Color }

// ASCII reports whether only 7-bit characters may be drawn.
func (s *Screen) ASCII() bool { return s.o.ASCII }

// maxMeasure is the widest that prose is set, in columns. Longer lines are
// hard to read however wide the window is.
const maxMeasure = 78

// Width returns the columns prose is wrapped at: the terminal's, at most 78,
// at least 20.
func (s *Screen) Width() int {
	return min(s.window(), maxMeasure)
}

// Paint returns text as its role looks here.
func (s *Screen) Paint(role Role, text string) string { return s.pens.paint(role, text) }

// Raw writes text as it is.
func (s *Screen) Raw(text string) { io.WriteString(s.w, text) }

// Blank writes an empty line.
func (s *Screen) Blank() { s.Raw("\n") }

// Say writes one paragraph in a role, wrapped.
func (s *Screen) Say(role Role, format string, args ...any) {
	s.hang("", "", []run{{fmt.Sprintf(format, args...), role}})
}

// spokenMark is what "# " is for who listens. It is said once, not for each line
// of a wrapped text.
const spokenMark = "note: "

// Note writes a quiet line beginning with "# ", the mark of all that the
// tutor says about a reply. Each line of a wrapped text is marked, so that
// what is copied from the screen can be pasted back as comments. Backquotes
// surround code.
func (s *Screen) Note(text string) { s.Noted(Quiet, text) }

// Noted is Note in a role.
func (s *Screen) Noted(role Role, text string) {
	if s.o.Words {
		s.hang(spokenMark, "", s.runs(Marked(text)[0].Spans, role))
		return
	}
	mark := s.Paint(role, "#") + " "
	s.hang(mark, mark, s.runs(Marked(text)[0].Spans, role))
}

// Error writes the one "error:" line and the "hint:" lines under it: what the
// error itself advises, or else the hints, which are what is right of any error
// there. In hints, backquotes surround code.
func (s *Screen) Error(err error, hints ...string) {
	s.hang(s.Paint(Bad, "error:")+" ", "       ", []run{{err.Error(), Plain}})
	if own, advised := Advice(err); advised {
		hints = own
	}
	for _, hint := range hints {
		s.hang(s.Paint(Warn, "hint:")+" ", "      ", s.runs(Marked(hint)[0].Spans, Plain))
	}
}

// Advice returns what an error itself advises, if it does.
func Advice(err error) (hints []string, advised bool) {
	var own interface{ Hints() []string }
	if !errors.As(err, &own) {
		return nil, false
	}
	return own.Hints(), true
}

// Tick returns the sign for something solved.
func (s *Screen) Tick() string {
	if s.o.Words {
		return "solved:"
	}
	return s.Paint(Good, s.plain("✓"))
}

// Arrow returns the sign for something to do.
func (s *Screen) Arrow() string {
	if s.o.Words {
		return "to do:"
	}
	return s.Paint(Warn, s.plain("→"))
}

// Leads returns what stands between a thing and what becomes of it.
func (s *Screen) Leads() string {
	if s.o.Words {
		return ": "
	}
	return s.plain(" → ")
}

// Bang returns the sign for advice on what was just done.
func (s *Screen) Bang() string {
	if s.o.Words {
		return "advice:"
	}
	return s.Paint(Warn, "!")
}

// Sent returns the sign for a request.
func (s *Screen) Sent() string {
	if s.o.Words {
		return "request:"
	}
	return s.plain("→")
}

// Gives returns the sign between a thing and what comes of it.
func (s *Screen) Gives() string {
	if s.o.Words {
		return "gives"
	}
	return s.plain("→")
}

// Received returns the sign for an answer.
func (s *Screen) Received() string {
	if s.o.Words {
		return "answer:"
	}
	return s.plain("←")
}

// Dot returns what stands between two parts of a line.
func (s *Screen) Dot() string {
	if s.o.Words {
		return ", "
	}
	return s.plain(" · ")
}

// plain replaces typographic characters where only ASCII can be drawn. Others,
// of keys and values, are spelled as redis-cli spells them.
func (s *Screen) plain(text string) string {
	if !s.o.ASCII {
		return text
	}
	text = asciiOf.Replace(text)
	var b strings.Builder
	for i := range len(text) {
		if text[i] < utf8.RuneSelf {
			b.WriteByte(text[i])
		} else {
			fmt.Fprintf(&b, `\x%02x`, text[i])
		}
	}
	return b.String()
}

var asciiOf = strings.NewReplacer(
	"…", "...", "–", "-", "—", "-", "‘", "'", "’", "'", "“", `"`, "”", `"`,
	"│", "|", "┌", "+", "├", "+", "└", "+", "─", "-", "┆", ":", "█", "#", "░", ".", "↵", `\r\n`,
	"→", "->", "←", "<-", "✓", "ok", "·", "|", "×", "x", "≥", ">=", "≤", "<=", "\u00a0", " ",
)

// entryColumn is where the explanation of an Entry begins, in columns.
const entryColumn = 24

// Entry writes a term and what it means, in two columns; where the window is
// narrow the meaning goes below.
func (s *Screen) Entry(term, meaning string) {
	column := entryColumn
	if s.Width() < 2*column {
		column = 4
	}
	under := strings.Repeat(" ", column)
	first := "  " + s.Paint(Code, s.plain(term))
	if gap := column - cells.Width(first); gap > 0 {
		first += strings.Repeat(" ", gap)
	} else {
		s.Exact("  ", Code, s.plain(term))
		first = under
	}
	s.hang(first, under, []run{{meaning, Plain}})
}
