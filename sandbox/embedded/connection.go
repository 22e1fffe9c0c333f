package embedded

import (
	"math"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

func connectionRules() map[string]rule {
	return map[string]rule{
		"PING":   ping,
		"AUTH":   auth,
		"SELECT": selectDB,
		"HELLO":  hello,
		"RESET":  reset,
		"QUIT":   quit,
	}
}

func ping(c *call) {
	if c.from == nil || c.from.subscriptions() == 0 || c.on.proto > 2 || len(c.args) > 2 {
		c.passOn()
		return
	}
	c.bulks("pong", strings.Join(c.args[1:], ""))
}

// auth is AUTH: the default user has no password, and there are no others.
func auth(c *call) {
	switch {
	case len(c.args) < 2:
		c.passOn()
	case len(c.args) > 3:
		c.fail(syntaxErr)
	case len(c.args) == 2:
		c.fail("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	case c.args[1] == "default":
		c.ok()
	default:
		c.fail(wrongPassword)
	}
}

const wrongPassword = "WRONGPASS invalid username-password pair or user is disabled."

func selectDB(c *call) {
	if len(c.args) != 2 {
		c.passOn()
		return
	}
	if db, ok := c.database(c.args[1]); ok {
		c.enter(db)
		c.ok()
	}
}

// database parses a database number and answers one that is none.
func (c *call) database(arg string) (int, bool) {
	db, err := strconv.ParseInt(arg, 10, 64)
	switch {
	case err != nil || db < math.MinInt32 || db > math.MaxInt32:
		c.fail(notInteger)
	case db < 0 || db >= databases:
		c.fail("ERR DB index is out of range")
	default:
		return int(db), true
	}
	return 0, false
}

func (c *call) enter(db int) {
	c.ask("SELECT", itoa(db))
	c.on.db = db
}

// hello switches the protocol and says who the server is.
func hello(c *call) {
	if !c.fits(true) {
		return
	}
	proto, name := c.on.proto, ""
	if len(c.args) > 1 {
		n, err := strconv.Atoi(c.args[1])
		switch {
		case err != nil:
			c.fail("ERR Protocol version is not an integer or out of range")
			return
		case n < 2 || n > 3:
			c.fail("NOPROTO unsupported protocol version")
			return
		}
		proto = n
	}
	for i := 2; i < len(c.args); {
		left := len(c.args) - i - 1
		switch opt := c.arg(i); {
		case opt == "AUTH" && left >= 2:
			if c.args[i+1] != "default" {
				c.fail(wrongPassword)
				return
			}
			i += 3
		case opt == "SETNAME" && left >= 1:
			name, i = c.args[i+1], i+2
		default:
			c.fail("ERR Syntax error in HELLO option '%s'", c.args[i])
			return
		}
	}
	if name != "" {
		c.from.name = name
	}
	c.speak(proto)
	c.greet()
}

func (c *call) speak(proto int) {
	c.on.proto = proto
	c.on.peer.Resp3 = proto > 2
}

func (c *call) greet() {
	text := reply.NewBulk
	c.reply(reply.Value{Kind: reply.Map, Items: []reply.Value{
		text("server"), text("redis"),
		text("version"), text(Version),
		text("proto"), reply.NewInt(int64(c.on.proto)),
		text("id"), reply.NewInt(c.from.id),
		text("mode"), text("standalone"),
		text("role"), text("master"),
		text("modules"), reply.NewArray(),
	}})
}

// reset makes the connection as good as new.
func reset(c *call) {
	if !c.fits(len(c.args) == 1) {
		return
	}
	c.release()
	c.s.channel.leave(c.from)
	delete(c.s.monitors, c.from)
	c.from.tx, c.from.name = nil, ""
	c.speak(2)
	c.enter(0)
	c.reply(reply.NewStatus("RESET"))
}

func quit(c *call) {
	if c.fits(true) {
		c.from.quit = true
		c.ok()
	}
}
