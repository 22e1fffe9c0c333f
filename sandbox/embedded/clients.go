package embedded

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// CLIENT and its subcommands.
func clientRules() map[string]rule {
	return map[string]rule{"CLIENT": container(map[string]rule{
		"ID":           asClient(arity(2, func(c *call) { c.integer(c.from.id) })),
		"GETNAME":      asClient(arity(2, clientGetName)),
		"SETNAME":      asClient(arity(3, clientSetName)),
		"SETINFO":      asClient(arity(4, clientSetInfo)),
		"INFO":         asClient(arity(2, func(c *call) { c.verbatim(c.s.clientLine(c.from)) })),
		"LIST":         arity(-2, clientList),
		"NO-EVICT":     asClient(arity(3, clientNoEvict)),
		"NO-TOUCH":     asClient(arity(3, clientNoTouch)),
		"KILL":         arity(-3, clientKill),
		"UNBLOCK":      arity(-3, clientUnblock),
		"REPLY":        asClient(arity(3, clientReply)),
		"PAUSE":        arity(-3, clientPause),
		"UNPAUSE":      arity(2, func(c *call) { c.s.unpause(); c.ok() }),
		"GETREDIR":     arity(2, func(c *call) { c.integer(-1) }),
		"CACHING":      arity(3, clientCaching),
		"TRACKING":     asClient(arity(-3, clientTracking)),
		"TRACKINGINFO": arity(2, clientTrackingInfo),
	})}
}

// asClient is for what only makes sense on a connection.
func asClient(r rule) rule {
	return func(c *call) {
		if c.fits(true) {
			r(c)
		}
	}
}

func clientGetName(c *call) {
	if c.from.name == "" {
		c.null()
		return
	}
	c.bulk(c.from.name)
}

// goodName answers a name that would spoil CLIENT LIST.
func (c *call) goodName(name string) bool {
	for _, b := range []byte(name) {
		if b < '!' || b > '~' {
			c.fail("ERR Client names cannot contain spaces, newlines or special characters.")
			return false
		}
	}
	return true
}

func clientSetName(c *call) {
	if c.goodName(c.args[2]) {
		c.from.name = c.args[2]
		c.ok()
	}
}

// clientSetInfo is newer than 7.0 (7.2), and client libraries send it.
func clientSetInfo(c *call) {
	at := slices.Index([]string{"LIB-NAME", "LIB-VER"}, c.arg(2))
	switch {
	case at < 0:
		c.fail("ERR Unrecognized option '%s'", c.args[2])
	case strings.ContainsFunc(c.args[3], func(r rune) bool { return r < '!' || r > '~' }):
		c.fail("ERR %s cannot contain spaces, newlines or special characters.", lower(c.args[2]))
	default:
		c.from.lib[at] = c.args[3]
		c.ok()
	}
}

func clientOnOff(c *call) {
	if !c.is(2, "ON") && !c.is(2, "OFF") {
		c.fail(syntaxErr)
		return
	}
	c.ok()
}

// clientNoTouch is newer than 7.0 (7.2).
func clientNoTouch(c *call) {
	c.from.noTouch = c.is(2, "ON")
	clientOnOff(c)
}

func clientNoEvict(c *call) {
	c.from.noEvict = c.is(2, "ON")
	clientOnOff(c)
}

// sorted returns the clients, oldest first.
func (s *Server) sorted() []*client {
	return slices.SortedFunc(maps.Keys(s.clients), func(a, b *client) int { return cmp.Compare(a.id, b.id) })
}

func (c *client) flags() string {
	flags := ""
	if c.subscriptions() > 0 {
		flags += "P"
	}
	if c.tx != nil {
		flags += "x"
	}
	if c.wait != nil {
		flags += "b"
	}
	if c.noEvict {
		flags += "e"
	}
	return cmp.Or(flags, "N")
}

// clientLine describes a client in CLIENT LIST's words. What has no meaning
// in memory (buffers, file descriptors) is shown as 0.
func (s *Server) clientLine(c *client) string {
	queued := -1
	if c.tx != nil {
		queued = len(c.tx.queue)
	}
	age := int(s.clock.now().Sub(c.since).Seconds())
	idle := int(s.clock.now().Sub(c.active).Seconds())
	return fmt.Sprintf("id=%d addr=%s laddr=127.0.0.1:6379 fd=%d name=%s age=%d idle=%d flags=%s db=%d sub=%d psub=%d ssub=%d multi=%d "+
		"qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=1024 rbp=0 obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=%s user=default redir=-1 resp=%d\n",
		c.id, c.address(), c.id+7, c.name, age, idle, c.flags(), c.on.db,
		len(c.subs[byChannel]), len(c.subs[byPattern]), len(c.subs[byShard]), queued, c.last, c.on.proto)
}

// ofType returns which clients are of a type.
func (c *call) ofType(arg string) (keep func(*client) bool, ok bool) {
	switch lower(arg) {
	case "normal":
		return func(x *client) bool { return x.subscriptions() == 0 }, true
	case "pubsub":
		return func(x *client) bool { return x.subscriptions() > 0 }, true
	case "master", "replica", "slave":
		return func(*client) bool { return false }, true
	}
	c.fail("ERR Unknown client type '%s'", arg)
	return nil, false
}

// clientList is CLIENT LIST, with TYPE or ID as a filter.
func clientList(c *call) {
	keep, ok := func(*client) bool { return true }, true
	switch {
	case len(c.args) == 2:
	case c.is(2, "TYPE") && len(c.args) == 4:
		if keep, ok = c.ofType(c.args[3]); !ok {
			return
		}
	case c.is(2, "ID") && len(c.args) > 3:
		ids := c.args[3:]
		for _, id := range ids {
			if n, ok := parseInt(id); !ok || n < 1 {
				c.fail("ERR Invalid client ID")
				return
			}
		}
		keep = func(x *client) bool { return slices.Contains(ids, formatInt(x.id)) }
	default:
		c.fail(syntaxErr)
		return
	}
	var out strings.Builder
	for _, x := range c.s.sorted() {
		if keep(x) {
			out.WriteString(c.s.clientLine(x))
		}
	}
	c.verbatim(out.String())
}

// clientKill knows the old form, an address, and the new one of filters.
func clientKill(c *call) {
	if len(c.args) == 3 {
		for _, x := range c.s.sorted() {
			if x.address() == c.args[2] {
				x.end(c.from)
				c.ok()
				return
			}
		}
		c.fail("ERR No such client")
		return
	}
	var keeps []func(*client) bool
	skipMe := true
	for i := 2; i < len(c.args); i += 2 {
		keep, ok := c.killFilter(i, &skipMe)
		if !ok {
			return
		}
		keeps = append(keeps, keep)
	}
	n := 0
	for _, x := range c.s.sorted() {
		if x == c.from && skipMe || slices.ContainsFunc(keeps, func(keep func(*client) bool) bool { return !keep(x) }) {
			continue
		}
		x.end(c.from)
		n++
	}
	c.count(n)
}

func (c *call) killFilter(i int, skipMe *bool) (keep func(*client) bool, ok bool) {
	all := func(*client) bool { return true }
	if c.left(i) == 0 {
		c.fail(syntaxErr)
		return nil, false
	}
	arg := c.args[i+1]
	switch opt := c.arg(i); {
	case opt == "ID":
		id, ok := parseInt(arg)
		if !ok || id < 1 {
			c.fail("ERR client-id should be greater than 0")
			return nil, false
		}
		return func(x *client) bool { return x.id == id }, true
	case opt == "TYPE":
		return c.ofType(arg)
	case opt == "ADDR":
		return func(x *client) bool { return x.address() == arg }, true
	case opt == "LADDR":
		return func(*client) bool { return arg == "127.0.0.1:6379" }, true
	case opt == "USER":
		if arg != "default" {
			c.fail("ERR No such user '%s'", arg)
			return nil, false
		}
		return all, true
	case opt == "SKIPME" && (c.is(i+1, "YES") || c.is(i+1, "NO")):
		*skipMe = c.is(i+1, "YES")
		return all, true
	}
	c.fail(syntaxErr)
	return nil, false
}

// end closes a client's connection; its own after the reply.
func (c *client) end(by *client) {
	if c == by {
		c.quit = true
		return
	}
	c.conn.Close()
}

func clientUnblock(c *call) {
	if len(c.args) > 4 {
		c.subcommandSyntax()
		return
	}
	mode := c.arg(3)
	if len(c.args) == 4 && mode != "TIMEOUT" && mode != "ERROR" {
		c.fail("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
		return
	}
	id, ok := c.number(c.args[2])
	if !ok {
		return
	}
	for x := range c.s.clients {
		if x.id != id || x.wait == nil {
			continue
		}
		out := x.wait.none
		if mode == "ERROR" {
			out = []byte("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n")
		}
		c.s.end(x.wait, out)
		c.integer(1)
		return
	}
	c.integer(0)
}

// mute is what CLIENT REPLY has switched off.
type mute byte

const (
	speaks  mute = iota
	skips        // the next reply too
	skipped      // this is the reply to be dropped
	silent
)

func clientReply(c *call) {
	switch c.arg(2) {
	case "ON":
		c.from.mute = speaks
		c.ok()
	case "OFF":
		c.from.mute = silent
	case "SKIP":
		if c.from.mute != silent {
			c.from.mute = skips
		}
	default:
		c.fail(syntaxErr)
	}
}

// heard is what of a reply is sent, from a place on.
func (c *client) heard(out []byte, at int) []byte {
	switch c.mute {
	case silent:
		return out[:at]
	case skips:
		c.mute = skipped
		return out[:at]
	case skipped:
		c.mute = speaks
		return out[:at]
	}
	return out
}

// pause is CLIENT PAUSE: until when commands wait.
type pause struct {
	until  time.Time
	writes bool
	ended  chan struct{} // closed by CLIENT UNPAUSE
}

func clientPause(c *call) {
	if len(c.args) > 4 || len(c.args) == 4 && !c.is(3, "WRITE") && !c.is(3, "ALL") {
		if len(c.args) > 4 {
			c.subcommandSyntax()
		} else {
			c.fail("ERR CLIENT PAUSE mode must be WRITE or ALL")
		}
		return
	}
	d, ok := c.milliseconds(c.args[2])
	if !ok {
		return
	}
	c.s.unpause()
	c.s.paused = pause{until: time.Now().Add(d), writes: c.is(3, "WRITE"), ended: make(chan struct{})}
	c.ok()
}

func (s *Server) unpause() {
	if s.paused.ended != nil {
		close(s.paused.ended)
	}
	s.paused = pause{}
}

// holds returns until when a command has to wait and what ends that early.
func (s *Server) holds(args []string) (time.Duration, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused.ended == nil || strings.EqualFold(args[0], "CLIENT") {
		return 0, nil
	}
	if cmd := s.lookup(args); s.paused.writes && cmd != nil && !cmd.Writes() && !cmd.Has("may_replicate") && cmd.Name != "EXEC" {
		return 0, nil
	}
	return time.Until(s.paused.until), s.paused.ended
}

func clientCaching(c *call) {
	c.fail("ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled")
}
