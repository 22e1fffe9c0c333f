package repl

import "redis-tutor/sandbox/reply"

// Output is the form of replies where nobody types.
type Output struct {
	Format reply.Format
	Item   string // between the items of a raw reply: redis-cli's -d
	End    string // behind each raw reply: redis-cli's -D
}

// usual reports whether the format alone says how a reply looks.
func (o Output) usual() bool { return o.Format != reply.Raw || o.Item == "\n" && o.End == "\n" }

// append appends the reply to a command. What is forced to be raw heeds the
// items' delimiter in any format, and ends without one.
func (o Output) append(dst []byte, args []string, v reply.Value) ([]byte, error) {
	forced := reply.RawForced(args)
	if !forced && o.Format != reply.Raw {
		return v.Append(dst, o.Format)
	}
	dst, err := v.AppendRaw(dst, o.Item)
	if forced || err != nil {
		return dst, err
	}
	return append(dst, o.End...), nil
}
