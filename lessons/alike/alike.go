// Package alike says whether two replies to the same command mean the same:
// where Redis promises no order none is asked for, and a time that runs on
// may have run on.
//
// It knows what each command promises and nothing of lessons or servers.
package alike

import (
	"slices"
	"strings"
	"time"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Replies reports whether b can stand for a as the reply to a command. Of
// times to live, b may be shorter than a by slack, but not by more than half,
// and a second longer. The protocol version does not matter.
func Replies(t *command.Table, args []string, a, b reply.Value, slack time.Duration) bool {
	cmd, ok := t.Lookup(args...)
	if !ok {
		return wire(a) == wire(b)
	}
	if unit, ok := timeToLive(cmd.Name); ok && a.Kind == reply.Integer && b.Kind == reply.Integer {
		return nearly(a.Int, b.Int, unit, slack)
	}
	if !a.IsAggregate() || !b.IsAggregate() {
		return wire(a) == wire(b)
	}
	switch order(cmd) {
	case items:
		return sorted(a, 1) == sorted(b, 1)
	case pairs:
		return sorted(a, 2) == sorted(b, 2)
	case scan:
		return scans(cmd.Name, a, b)
	}
	return wire(a) == wire(b)
}

// Shape reports whether two replies are of the same kind and length, which is
// all that can be said of a random one.
func Shape(a, b reply.Value) bool {
	return a.Kind == b.Kind && len(a.Items) == len(b.Items)
}

// timeToLive returns what a command counts a key's remaining time in.
func timeToLive(name string) (unit time.Duration, ok bool) {
	switch name {
	case "TTL":
		return time.Second, true
	case "PTTL":
		return time.Millisecond, true
	}
	return 0, false
}

// nearly compares times; a negative one (no key, no expiry) is not a time.
func nearly(a, b int64, unit, slack time.Duration) bool {
	if a < 0 || b < 0 {
		return a == b
	}
	late := time.Duration(a-b) * unit
	most := max(time.Second, time.Duration(a)*unit/2)
	return -time.Second <= late && late <= min(slack, most)
}

// promise says in which order a command replies.
type promise int

const (
	fixed promise = iota
	items         // none
	pairs         // none, of pairs
	scan          // a cursor, then none
)

func order(cmd *command.Command) promise {
	switch name := cmd.Name; {
	case name == "HGETALL" || name == "CONFIG GET":
		return pairs
	case strings.HasSuffix(name, "SCAN"):
		return scan
	case slices.Contains(cmd.Tips, "nondeterministic_output_order"):
		return items
	}
	return fixed
}

func scans(name string, a, b reply.Value) bool {
	if len(a.Items) != 2 || len(b.Items) != 2 {
		return false
	}
	per := 1
	if name == "HSCAN" || name == "ZSCAN" {
		per = 2
	}
	return wire(a.Items[0]) == wire(b.Items[0]) && sorted(a.Items[1], per) == sorted(b.Items[1], per)
}

// wire is a reply's identity: its bytes in RESP2, in which both protocol
// versions look the same.
func wire(v reply.Value) string { return string(v.AppendWire(nil, 2)) }

// sorted is the identity of a reply's items in groups of per, whatever their
// order.
func sorted(v reply.Value, per int) string {
	var groups []string
	for group := range slices.Chunk(v.Items, per) {
		var b strings.Builder
		for _, v := range group {
			b.WriteString(wire(v))
		}
		groups = append(groups, b.String())
	}
	slices.Sort(groups)
	return strings.Join(groups, "")
}
