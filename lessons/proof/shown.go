package proof

import (
	"strconv"
	"strings"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/alike"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// fits reports whether a reply is the one a lesson shows.
func (c *checker) fits(e lessons.Exchange, loose bool, got reply.Value) bool {
	text := got.Show(reply.Standard)
	if reply.RawForced(e.Args) {
		text = got.Show(reply.Raw)
	}
	if strings.TrimSuffix(text, "\n") == strings.Join(e.Reply, "\n") {
		return true
	}
	shown := parseShown(e.Reply)
	if loose {
		return alike.Shape(shown, got)
	}
	return alike.Replies(c.Commands, e.Args, shown, got, time.Second)
}

// parseShown reads a reply back from redis-cli's standard format in RESP2.
// What is no other reply is a status.
func parseShown(lines []string) reply.Value {
	if len(lines) == 0 {
		return reply.Value{}
	}
	digits := strings.IndexByte(lines[0], ')')
	if digits > 0 && strings.HasPrefix(lines[0][digits:], ") ") && strings.TrimSpace(lines[0][:digits]) == "1" {
		return parseItems(lines, digits)
	}
	return parseLeaf(strings.Join(lines, "\n"))
}

// parseItems reads an array whose numbers are that many digits wide. All
// further lines of an item are indented by its number.
func parseItems(lines []string, digits int) reply.Value {
	v := reply.Value{Kind: reply.Array}
	var item []string
	for _, line := range lines {
		indent := min(digits+2, len(line))
		n, err := strconv.Atoi(strings.TrimSpace(line[:min(digits, len(line))]))
		if err == nil && n == len(v.Items)+2 {
			v.Items = append(v.Items, parseShown(item))
			item = nil
		}
		item = append(item, line[indent:])
	}
	v.Items = append(v.Items, parseShown(item))
	return v
}

// parseLeaf reads a reply that holds no others. Text that only looks like a
// number or a string stays a status, as which it was printed.
func parseLeaf(text string) reply.Value {
	if number, ok := strings.CutPrefix(text, "(integer) "); ok {
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			return reply.NewInt(n)
		}
	}
	if message, ok := strings.CutPrefix(text, "(error) "); ok {
		return reply.NewError(message)
	}
	switch {
	case text == "(nil)":
		return reply.Value{}
	case text == "(empty array)":
		return reply.NewArray()
	case strings.HasPrefix(text, `"`):
		if body, rest, ok := words.Quoted(text); ok && rest == "" {
			return reply.NewBulk(body)
		}
	}
	return reply.NewStatus(text)
}
