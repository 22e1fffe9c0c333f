package embedded

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// CLIENT and its subcommands.
func clientRules() map[string]rule {
	return map[string]rule{"CLIENT": container(map[string]rule{
		"ID":       asClient(func(c *call) { c.integer(c.from.id) }),
		"GETNAME":  asClient(clientGetName),
		"SETNAME":  asClient(clientSetName),
		"SETINFO":  asClient(clientSetInfo),
		"INFO":     asClient(func(c *call) { c.verbatim(c.s.clientLine(c.from)) }),
		"LIST":     clientList,
		"NO-EVICT": clientOnOff,
		"NO-TOUCH": clientOnOff,
		"KILL":     clientKill,
		"UNBLOCK":  clientUnblock,
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
		c.reply(reply.Value{})
		return
	}
	c.reply(reply.NewBulk(c.from.name))
}

func clientSetName(c *call) {
	for _, b := range []byte(c.args[2]) {
		if b < '!' || b > '~' {
			c.fail("ERR Client names cannot contain spaces, newlines or special characters.")
			return
		}
	}
	c.from.name = c.args[2]
	c.ok()
}

// clientSetInfo is newer than 7.0 (7.2), and client libraries send it.
func clientSetInfo(c *call) {
	switch c.arg(2) {
	case "LIB-NAME":
		c.from.lib[0] = c.args[3]
	case "LIB-VER":
		c.from.lib[1] = c.args[3]
	default:
		c.fail("ERR Unrecognized option '%s'", c.args[2])
		return
	}
	c.ok()
}

func clientOnOff(c *call) {
	if on := c.arg(2); on != "ON" && on != "OFF" {
		c.fail(syntaxErr)
		return
	}
	c.ok()
}

// sorted returns the clients, oldest first.
func (s *Server) sorted() []*client {
	return slices.SortedFunc(maps.Keys(s.clients), func(a, b *client) int { return cmp.Compare(a.id, b.id) })
}

// clientLine describes a client in CLIENT LIST's words. What has no meaning
// in memory (buffers, file descriptors) is shown as 0.
func (s *Server) clientLine(c *client) string {
	queued, flags := -1, "N"
	switch {
	case c.tx != nil:
		queued, flags = len(c.tx.queue), "x"
	case c.wait != nil:
		flags = "b"
	case c.subscriptions() > 0:
		flags = "P"
	}
	age := int(s.clock.now().Sub(c.since).Seconds())
	idle := int(s.clock.now().Sub(c.active).Seconds())
	return fmt.Sprintf("id=%d addr=%s laddr=127.0.0.1:6379 fd=%d name=%s age=%d idle=%d flags=%s db=%d sub=%d psub=%d ssub=%d multi=%d "+
		"qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=%s user=default redir=-1 resp=%d\n",
		c.id, c.address(), c.id+7, c.name, age, idle, flags, c.on.db,
		len(c.subs[byChannel]), len(c.subs[byPattern]), len(c.subs[byShard]), queued, c.last, c.on.proto)
}

// clientList is CLIENT LIST, with TYPE or ID as a filter.
func clientList(c *call) {
	keep := func(*client) bool { return true }
	switch {
	case len(c.args) == 2:
	case c.arg(2) == "TYPE" && len(c.args) == 4:
		kind := c.arg(3)
		switch kind {
		case "NORMAL", "PUBSUB":
			keep = func(x *client) bool { return (x.subscriptions() > 0) == (kind == "PUBSUB") }
		case "MASTER", "REPLICA", "SLAVE":
			keep = func(*client) bool { return false }
		default:
			c.fail("ERR Unknown client type '%s'", c.args[3])
			return
		}
	case c.arg(2) == "ID" && len(c.args) > 3:
		ids := c.args[3:]
		for _, id := range ids {
			if n, err := strconv.ParseInt(id, 10, 64); err != nil || n < 1 {
				c.fail("ERR Invalid client ID")
				return
			}
		}
		keep = func(x *client) bool { return slices.Contains(ids, itoa(int(x.id))) }
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

// verbatim replies with a text as INFO does.
func (c *call) verbatim(text string) {
	c.reply(reply.Value{Kind: reply.Verbatim, Mark: "txt", Text: text})
}

// clientKill knows the form with ID, which is the one that can be typed here.
func clientKill(c *call) {
	if len(c.args) != 4 || c.arg(2) != "ID" {
		if len(c.args) == 3 {
			c.fail("ERR No such client")
			return
		}
		c.fail(syntaxErr)
		return
	}
	id, err := strconv.ParseInt(c.args[3], 10, 64)
	if err != nil || id < 1 {
		c.fail("ERR client-id should be greater than 0")
		return
	}
	for x := range c.s.clients {
		if x.id != id {
			continue
		}
		if x == c.from {
			x.quit = true
		} else {
			x.conn.Close()
		}
		c.integer(1)
		return
	}
	c.integer(0)
}

func clientUnblock(c *call) {
	id, err := strconv.ParseInt(c.args[2], 10, 64)
	if err != nil {
		c.fail(notInteger)
		return
	}
	mode := c.arg(3)
	if len(c.args) > 4 || mode != "" && mode != "TIMEOUT" && mode != "ERROR" {
		c.fail("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
		return
	}
	for x := range c.s.clients {
		if x.id != id || x.wait == nil {
			continue
		}
		out := x.wait.none
		if mode == "ERROR" {
			out = "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n"
		}
		c.s.end(x.wait, []byte(out))
		c.integer(1)
		return
	}
	c.integer(0)
}
