package reply

import (
	"strconv"
	"strings"
)

// appendRaw appends the bare bytes of v, nesting flattened, with item between
// the items of an aggregate and without the LF that ends a reply. An error
// brings an LF of its own, which is why an empty line follows it.
func appendRaw(dst []byte, v *Value, item string) []byte {
	switch v.Kind {
	case Status, Bulk, Verbatim, Double, BigNumber:
		return append(dst, v.Text...)
	case Error:
		return append(append(dst, v.Text...), '\n')
	case Integer:
		return strconv.AppendInt(dst, v.Int, 10)
	case Bool:
		return appendBool(dst, v)
	}
	for i := range v.Items {
		switch {
		case i == 0:
		case v.Kind == Map && i%2 == 1:
			dst = append(dst, ' ')
		default:
			dst = append(dst, item...)
		}
		dst = appendRaw(dst, &v.Items[i], item)
	}
	return dst
}

// RawForced reports whether redis-cli prints the reply to this command by the
// rules of Raw whatever the format, and adds no LF: the commands whose reply
// is a text meant for reading. It goes by the words typed, in any case, so that
// the QUEUED that INFO gets inside MULTI is printed that way too.
func RawForced(args []string) bool {
	if len(args) == 0 {
		return false
	}
	sub := ""
	if len(args) > 1 {
		sub = strings.ToLower(args[1])
	}
	switch strings.ToLower(args[0]) {
	case "info", "lolwut":
		return true
	case "debug":
		return sub == "htstats" || sub == "htstats-key" || sub == "client-eviction"
	case "memory":
		return sub == "malloc-stats" || sub == "doctor"
	case "client":
		return sub == "list" || sub == "info"
	case "cluster":
		return len(args) == 2 && (sub == "nodes" || sub == "info")
	case "latency":
		return len(args) == 3 && sub == "graph" || len(args) == 2 && sub == "doctor"
	case "proxy":
		return sub == "info"
	}
	return false
}
