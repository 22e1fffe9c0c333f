// Package trace shows the bytes of a command and its reply as RESP, part by
// part, and says what each part means.
//
// It reads bytes and nothing else: what it draws is what was sent, also where
// that is not RESP. It knows nothing of connections and commands.
package trace

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
)

// most is how much is kept of what goes either way, in bytes.
const most = 16 << 10

// Wire is what was heard of one exchange. Of long ones the beginning is kept.
type Wire struct {
	Sent, Received Bytes
}

// Bytes is the beginning of what went one way.
type Bytes struct {
	Kept []byte
	All  int // how many bytes there were
}

// Hear keeps what goes over a wire.
func (w *Wire) Hear(sent bool, p []byte) {
	to := &w.Received
	if sent {
		to = &w.Sent
	}
	to.All += len(p)
	to.Kept = append(to.Kept, p[:min(len(p), most-len(to.Kept))]...)
}

// part is a piece of RESP: a header, with the text that belongs to it.
type part struct {
	depth int
	wire  []byte
	what  string
}

// parts takes RESP apart. What is no RESP, or was cut off, is the last part.
func parts(b []byte) []part {
	var all []part
	var open []int // how many items each aggregate around still wants
	for len(b) > 0 {
		n, items, what := piece(b)
		all = append(all, part{len(open), b[:n], what})
		b = b[n:]
		if items > 0 {
			open = append(open, items)
			continue
		}
		for i := len(open) - 1; i >= 0; i-- { // the last item ends what is around it
			if open[i]--; open[i] > 0 {
				break
			}
			open = open[:i]
		}
	}
	return all
}

// piece returns the length of the first part of b, how many items follow that
// belong to it, and what it is.
func piece(b []byte) (n, items int, what string) {
	end := bytes.Index(b, []byte("\r\n"))
	if end < 1 {
		return len(b), 0, "cut off here"
	}
	n = end + 2
	if name := oneLine(b[0]); name != "" {
		return n, 0, name
	}
	size, err := strconv.Atoi(string(b[1:end]))
	name, per := sized(b[0])
	switch {
	case err != nil || name == "":
		return len(b), 0, "not RESP"
	case size < 0 && per == 0:
		return n, 0, "nil, as a bulk string"
	case size < 0:
		return n, 0, "nil, as an array"
	case per == 0 && size < len(b)-n-2:
		return n + size + 2, 0, name + amount.Of(size, "byte")
	case per == 0:
		return len(b), 0, name + amount.Of(size, "byte")
	case per == 2:
		return n, 2 * size, name + amount.Of(size, "pair")
	}
	return n, size, name + strconv.Itoa(size)
}

// oneLine names the types that are one line, by their mark.
func oneLine(mark byte) string {
	switch mark {
	case '+':
		return "simple string"
	case '-':
		return "error"
	case ':':
		return "integer"
	case ',':
		return "double"
	case '#':
		return "boolean"
	case '(':
		return "big number"
	case '_':
		return "nil"
	}
	return ""
}

// sized names the types that begin with a size, and says how many items there
// are for each one counted; 0 for strings, whose bytes are counted.
func sized(mark byte) (name string, per int) {
	switch mark {
	case '$':
		return "bulk string of ", 0
	case '=':
		return "verbatim string of ", 0
	case '!':
		return "bulk error of ", 0
	case '*':
		return "array of ", 1
	case '~':
		return "set of ", 1
	case '>':
		return "push of ", 1
	case '%':
		return "map of ", 2
	case '|':
		return "attributes, ", 2
	}
	return "", 0
}

// mostParts is how many parts of each direction are shown.
const mostParts = 24

// Draw writes what went one way, or came back, one part a line behind a sign
// for that: its bytes, and what they mean beside it.
func Draw(out *screen.Screen, sent bool, b Bytes) {
	sign := signOf(out, sent)
	wide := out.Width()/2 + 2
	short := strings.NewReplacer()
	if wide < 30 {
		short = strings.NewReplacer("bulk string of", "bulk,", "verbatim string of", "verbatim,")
	}
	all := parts(b.Kept)
	for _, p := range all[:min(len(all), mostParts)] {
		if out.Words() {
			out.Aside(sign + ", " + p.what + ": " + out.Crop(visible(p.wire, out.Width()), out.Width()/2))
			continue
		}
		lead := "# " + sign + " " + strings.Repeat("  ", p.depth)
		shown := visible(p.wire, wide)
		out.Row(screen.Cell{Role: screen.Quiet, Text: lead},
			screen.Cell{Role: screen.Code, Text: cells.Pad(out.Crop(shown, wide-cells.Width(lead)), wide-cells.Width(lead))},
			screen.Cell{Role: screen.Quiet, Text: "  " + short.Replace(p.what)})
	}
	switch more := len(all) - mostParts; {
	case b.All > len(b.Kept):
		out.Aside(fmt.Sprintf("%s … %d bytes in all", sign, b.All))
	case more > 0:
		out.Aside(fmt.Sprintf("%s … and %d parts more", sign, more))
	}
}

// signOf says which way bytes went.
func signOf(out *screen.Screen, sent bool) string {
	switch {
	case out.Words() && sent:
		return "sent"
	case out.Words():
		return "received"
	case sent:
		return "→"
	}
	return "←"
}

// visible shows bytes: printable ASCII as it is, the rest escaped. No more is
// made than some columns can show.
func visible(wire []byte, columns int) string {
	var b strings.Builder
	for _, c := range wire {
		switch {
		case b.Len() > 4*columns:
			return b.String()
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
