package reply

import (
	"bufio"
	"fmt"
	"strings"
	"time"
)

// Output is how redis-cli prints the replies to what it sends.
type Output struct {
	Format Format
	Item   string // between the items of a raw reply: redis-cli's -d
	End    string // behind each raw reply: redis-cli's -D
}

// Plain returns the output of a format where redis-cli has neither -d nor -D.
func Plain(f Format) Output { return Output{Format: f, Item: "\n", End: "\n"} }

// Append appends to dst what redis-cli prints for the reply to a command. What
// cannot be printed leaves dst as it is, as with Value.Append.
func (o Output) Append(dst []byte, args []string, v Value) ([]byte, error) {
	return o.of(args).append(dst, v)
}

// Print writes what Append appends, and makes of a large reply not the whole
// text first. Errors of w show when it is flushed.
func (o Output) Print(w *bufio.Writer, args []string, v Value) error {
	o = o.of(args)
	if o.printLarge(w, v) {
		return nil
	}
	text, err := o.append(w.AvailableBuffer(), v)
	if err != nil {
		return err
	}
	w.Write(text)
	return nil
}

// of is the output of the replies to a command. What RawForced names heeds -d
// whatever the format, and ends without a line feed of its own.
func (o Output) of(args []string) Output {
	if RawForced(args) {
		return Output{Format: Raw, Item: o.Item}
	}
	return o
}

func (o Output) append(dst []byte, v Value) ([]byte, error) {
	switch {
	case o.Format != Raw:
		return v.Append(dst, o.Format)
	case holdsBigNumber(&v):
		return dst, errBigNumber
	}
	return append(appendRaw(dst, &v, o.Item), o.End...), nil
}

// Slow is from when on redis-cli tells how long a command took.
const Slow = 500 * time.Millisecond

// Took returns the line below the reply to a command that took so long, ""
// where redis-cli writes none.
func (o Output) Took(d time.Duration) string {
	if d < Slow || o.Format != Standard {
		return ""
	}
	return fmt.Sprintf("(%.2fs)\n", d.Seconds())
}

// Reading returns the line with which a subscription begins, "" where
// redis-cli writes none.
func (o Output) Reading(args []string) string {
	if o.Format == Raw || strings.EqualFold(args[0], "MONITOR") {
		return ""
	}
	return "Reading messages... (press Ctrl-C to quit)\n"
}
