package embedded

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/reply"
)

// Blocking commands. miniredis would wait with a goroutine inside its lock
// and serve waiting clients in any order, even in the middle of an EXEC. Here
// a blocked client is an entry in a list, and after each command the list is
// gone through, longest waiting first, as Redis does.

// waiter is a blocked client.
type waiter struct {
	call  *call
	try   func(*call) (reply.Value, bool)
	timer *time.Timer // nil when it waits for ever
	none  string      // what is sent when the time is up
	done  chan []byte // has the reply, or nothing when the client left
}

func blockRules() map[string]rule {
	return map[string]rule{
		"BLPOP":      popFirst("LPOP"),
		"BRPOP":      popFirst("RPOP"),
		"BZPOPMIN":   popFirst("ZPOPMIN"),
		"BZPOPMAX":   popFirst("ZPOPMAX"),
		"BLMOVE":     blmove,
		"BRPOPLPUSH": timeoutLast(4, "RPOPLPUSH"),
		"BLMPOP":     timeoutFirst("LMPOP"),
		"BZMPOP":     timeoutFirst("ZMPOP"),
		"XREAD":      readStreams,
		"XREADGROUP": readStreams,
		"WAIT":       waitReplicas,
	}
}

// popFirst pops from the first key that has something.
func popFirst(pop string) rule {
	return func(c *call) {
		last := len(c.args) - 1
		if last < 2 {
			c.passOn()
			return
		}
		keys := c.args[1:last]
		c.block(c.args[last], "*-1\r\n", func(c *call) (reply.Value, bool) {
			for _, key := range keys {
				v := c.ask(pop, key)
				if v.IsError() {
					return v, true
				}
				if v.Kind == reply.Bulk {
					return reply.NewArray(reply.NewBulk(key), v), true
				}
				if len(v.Items) > 0 {
					return c.popped(key, v), true
				}
			}
			return reply.Value{}, false
		})
	}
}

// popped is the reply of BZPOPMIN: key, member and score in one array.
func (c *call) popped(key string, v reply.Value) reply.Value {
	items := append([]reply.Value{reply.NewBulk(key)}, v.Items...)
	if last := len(items) - 1; c.on.proto > 2 && items[last].Kind == reply.Bulk {
		items[last].Kind = reply.Double
	}
	return reply.NewArray(items...)
}

// timeoutLast is for commands that differ from the one that does not block by
// a timeout at their end.
func timeoutLast(words int, plain string) rule {
	return func(c *call) {
		if len(c.args) != words {
			c.passOn()
			return
		}
		args := append([]string{plain}, c.args[1:words-1]...)
		c.block(c.args[words-1], "$-1\r\n", untilSome(args))
	}
}

func blmove(c *call) {
	if len(c.args) == 6 && !(isEnd(c.arg(3)) && isEnd(c.arg(4))) {
		c.fail(syntaxErr)
		return
	}
	timeoutLast(6, "LMOVE")(c)
}

// timeoutFirst is for commands with their timeout before the rest.
func timeoutFirst(plain string) rule {
	return func(c *call) {
		if len(c.args) < 5 {
			c.passOn()
			return
		}
		c.block(c.args[1], "*-1\r\n", untilSome(append([]string{plain}, c.args[2:]...)))
	}
}

// untilSome asks a command until it has something.
func untilSome(args []string) func(*call) (reply.Value, bool) {
	return func(c *call) (reply.Value, bool) {
		v := c.ask(args...)
		return v, v.Kind != reply.Nil
	}
}

// readStreams is XREAD and XREADGROUP: without BLOCK they are miniredis's.
func readStreams(c *call) {
	at := c.option("BLOCK")
	if at < 0 || at+1 >= len(c.args) {
		c.reply(c.streams(c.ask(c.args...)))
		return
	}
	ms, err := strconv.ParseInt(c.args[at+1], 10, 64)
	switch {
	case err != nil:
		c.fail("ERR timeout is not an integer or out of range")
		return
	case ms < 0:
		c.fail("ERR timeout is negative")
		return
	}
	args := slices.Concat(c.args[:at], c.args[at+2:])
	c.fixLastIDs(args)
	c.blockFor(time.Duration(ms)*time.Millisecond, "*-1\r\n", func(c *call) (reply.Value, bool) {
		v := c.streams(c.ask(args...))
		return v, v.Kind != reply.Nil
	})
}

// streams makes the reply of XREAD a map of streams in RESP3.
func (c *call) streams(v reply.Value) reply.Value {
	if c.on.proto < 3 || v.Kind != reply.Array {
		return v
	}
	m := reply.Value{Kind: reply.Map}
	for _, item := range v.Items {
		m.Items = append(m.Items, item.Items...)
	}
	return m
}

// option returns the place of an option of XREAD, and -1 when it is not there
// before STREAMS.
func (c *call) option(name string) int {
	for i := 1; i < len(c.args); i++ {
		switch strings.ToUpper(c.args[i]) {
		case name:
			return i
		case "STREAMS":
			return -1
		}
	}
	return -1
}

// fixLastIDs replaces each $ of XREAD by the last ID there is now: what comes
// later is what the client waits for.
func (c *call) fixLastIDs(args []string) {
	at := slices.IndexFunc(args, func(a string) bool { return strings.EqualFold(a, "STREAMS") })
	n := (len(args) - at - 1) / 2
	for i := range n {
		id := &args[at+1+n+i]
		if *id != "$" {
			continue
		}
		*id = "0-0"
		last := c.ask("XREVRANGE", args[at+1+i], "+", "-", "COUNT", "1")
		if len(last.Items) == 1 {
			*id = last.Items[0].Items[0].Text
		}
	}
}

// block parses a timeout in seconds and blocks.
func (c *call) block(timeout, none string, try func(*call) (reply.Value, bool)) {
	s, err := strconv.ParseFloat(timeout, 64)
	switch {
	case err != nil || math.IsNaN(s) || math.IsInf(s, 0):
		c.fail("ERR timeout is not a float or out of range")
	case s < 0:
		c.fail("ERR timeout is negative")
	case s > math.MaxInt64/1000:
		c.fail("ERR timeout is out of range")
	default:
		wait := time.Duration(min(s, 1e9) * float64(time.Second))
		if s > 0 && wait == 0 {
			wait = 1
		}
		c.blockFor(wait, none, try)
	}
}

// blockFor answers at once when it can, and otherwise lets the client wait: as
// long as it takes when d is 0.
func (c *call) blockFor(d time.Duration, none string, try func(*call) (reply.Value, bool)) {
	if c.on.proto > 2 {
		none = "_\r\n"
	}
	if v, ok := try(c); ok {
		c.reply(v)
		return
	}
	if c.from == nil || !c.mayWait {
		c.out = append(c.out, none...)
		return
	}
	w := &waiter{call: c, try: try, none: none, done: make(chan []byte, 1)}
	c.from.wait = w
	c.s.waiting = append(c.s.waiting, w)
	if d > 0 {
		w.timer = time.AfterFunc(d, func() { c.s.timeUp(w) })
	}
}

// serveWaiting lets every blocked client try again.
func (s *Server) serveWaiting() {
	for i := 0; i < len(s.waiting); {
		w := s.waiting[i]
		v, ok := w.try(w.call)
		if !ok {
			i++
			continue
		}
		s.end(w, v.AppendWire(nil, w.call.on.proto))
		i = 0 // what it moved may be what another waits for
	}
}

// end takes a client out of the list and gives it its reply.
func (s *Server) end(w *waiter, out []byte) {
	s.drop(w)
	w.done <- out
}

// drop takes a client out of the list.
func (s *Server) drop(w *waiter) {
	if w == nil {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.call.from.wait = nil
	s.waiting = slices.DeleteFunc(s.waiting, func(x *waiter) bool { return x == w })
}

func (s *Server) timeUp(w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.call.from.wait == w {
		s.end(w, []byte(w.none))
	}
}

// unblock ends the wait of a client that has gone.
func (s *Server) unblock(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.wait != nil {
		s.end(c.wait, nil)
	}
}

// waitReplicas is WAIT: there are no replicas, so none has acknowledged.
func waitReplicas(c *call) {
	if len(c.args) != 3 {
		c.passOn()
		return
	}
	n, err := strconv.ParseInt(c.args[1], 10, 64)
	if err != nil {
		c.fail(notInteger)
		return
	}
	ms, err := strconv.ParseInt(c.args[2], 10, 64)
	switch {
	case err != nil:
		c.fail("ERR timeout is not an integer or out of range")
	case ms < 0:
		c.fail("ERR timeout is negative")
	default:
		d := time.Duration(ms) * time.Millisecond
		c.blockFor(d, ":0\r\n", func(*call) (reply.Value, bool) { return reply.NewInt(0), n <= 0 })
	}
}
