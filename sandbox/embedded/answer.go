package embedded

import (
	"fmt"
	"math"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// Writing replies. Redis has its own ways to say a thing in each protocol;
// these know them.

// reply answers with a value.
func (c *call) reply(v reply.Value) { c.out = v.AppendWire(c.out, c.on.proto) }

func (c *call) status(text string) { c.line('+', text) }
func (c *call) ok()                { c.line('+', "OK") }

// fail answers with an error. Line ends would end the reply, so they become
// spaces.
func (c *call) fail(f string, a ...any) {
	text := f
	if len(a) > 0 {
		text = fmt.Sprintf(f, a...)
	}
	c.line('-', oneLine(text))
}

func (c *call) line(mark byte, text string) {
	c.out = append(append(append(c.out, mark), text...), '\r', '\n')
}

func (c *call) header(mark byte, n int64) {
	c.out = append(strconv.AppendInt(append(c.out, mark), n, 10), '\r', '\n')
}

func (c *call) integer(n int64) { c.header(':', n) }
func (c *call) count(n int)     { c.header(':', int64(n)) }

// truth answers 1 or 0.
func (c *call) truth(yes bool) {
	if yes {
		c.integer(1)
		return
	}
	c.integer(0)
}

func (c *call) bulk(text string) {
	c.header('$', int64(len(text)))
	c.out = append(append(c.out, text...), '\r', '\n')
}

func (c *call) bytes(text []byte) {
	c.header('$', int64(len(text)))
	c.out = append(append(c.out, text...), '\r', '\n')
}

// null answers with nothing, where a string would stand.
func (c *call) null() {
	if c.on.proto > 2 {
		c.out = append(c.out, "_\r\n"...)
		return
	}
	c.out = append(c.out, "$-1\r\n"...)
}

// noArray answers with nothing, where an array would stand.
func (c *call) noArray() {
	if c.on.proto > 2 {
		c.out = append(c.out, "_\r\n"...)
		return
	}
	c.out = append(c.out, "*-1\r\n"...)
}

func (c *call) array(n int) { c.header('*', int64(n)) }

// mapping begins n pairs.
func (c *call) mapping(n int) {
	if c.on.proto > 2 {
		c.header('%', int64(n))
		return
	}
	c.array(2 * n)
}

// set begins a set of n.
func (c *call) set(n int) {
	if c.on.proto > 2 {
		c.header('~', int64(n))
		return
	}
	c.array(n)
}

// double answers with a number that has a fraction.
func (c *call) double(f float64) {
	text := formatScore(f)
	if c.on.proto > 2 {
		c.line(',', text)
		return
	}
	c.bulk(text)
}

// bulks answers with an array of bulk strings.
func (c *call) bulks(texts ...string) {
	c.array(len(texts))
	for _, text := range texts {
		c.bulk(text)
	}
}

func (c *call) statuses(texts ...string) {
	c.array(len(texts))
	for _, text := range texts {
		c.status(text)
	}
}

// verbatim replies with a text as INFO does.
func (c *call) verbatim(text string) {
	c.reply(reply.Value{Kind: reply.Verbatim, Mark: "txt", Text: text})
}

// fact writes a name and a number, one pair of a mapping.
func (c *call) fact(name string, n int64) {
	c.bulk(name)
	c.integer(n)
}

// formatScore writes a number as Redis 7.0 does, with 17 digits.
func formatScore(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case math.IsNaN(f):
		return "nan"
	}
	return strconv.FormatFloat(f, 'g', 17, 64)
}
