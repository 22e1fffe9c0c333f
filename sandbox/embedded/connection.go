package embedded

import (
	"math"
	"strings"

	"redis-tutor/sandbox/reply"
)

func connectionRules() map[string]rule {
	return map[string]rule{
		"PING":   arity(-1, ping),
		"ECHO":   arity(2, func(c *call) { c.bulk(c.args[1]) }),
		"AUTH":   arity(-2, auth),
		"SELECT": arity(2, selectDB),
		"HELLO":  hello,
		"RESET":  reset,
		"QUIT":   quit,
	}
}

func ping(c *call) {
	switch subscribed := c.from != nil && c.from.subscriptions() > 0 && c.on.proto < 3; {
	case len(c.args) > 2:
		c.wrongArity()
	case subscribed:
		c.bulks("pong", strings.Join(c.args[1:], ""))
	case len(c.args) == 2:
		c.bulk(c.args[1])
	default:
		c.status("PONG")
	}
}

// auth is AUTH: the default user has no password, and there are no others.
func auth(c *call) {
	switch {
	case len(c.args) > 3:
		c.fail(syntaxErr)
	case c.s.config["requirepass"] != "" && (len(c.args) == 2 || c.args[1] == "default"):
		c.login(c.args[len(c.args)-1])
	case len(c.args) == 2:
		c.fail("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	case c.args[1] == "default":
		c.ok()
	default:
		c.fail(wrongPassword)
	}
}

// login compares a password with the one that CONFIG SET requirepass has set.
// Nobody has to give it: the sandbox is the learner's own.
func (c *call) login(password string) {
	if password != c.s.config["requirepass"] {
		c.fail(wrongPassword)
		return
	}
	c.ok()
}

const wrongPassword = "WRONGPASS invalid username-password pair or user is disabled."

func selectDB(c *call) {
	if db, ok := c.database(c.args[1]); ok {
		c.enter(db)
		c.ok()
	}
}

// database parses a database number and answers one that is none.
func (c *call) database(arg string) (int, bool) {
	db, ok := parseInt(arg)
	switch {
	case !ok:
		c.fail(notInteger)
	case db < math.MinInt32 || db > math.MaxInt32:
		c.fail("ERR value is out of range, value must between -2147483648 and 2147483647")
	case db < 0 || db >= databases:
		c.fail("ERR DB index is out of range")
	default:
		return int(db), true
	}
	return 0, false
}

func (c *call) enter(db int) { c.on.db = db }

// hello switches the protocol and says who the server is.
func hello(c *call) {
	if !c.fits(true) {
		return
	}
	proto, name, named := c.on.proto, "", false
	if len(c.args) > 1 {
		n, ok := parseInt(c.args[1])
		switch {
		case !ok:
			c.fail("ERR Protocol version is not an integer or out of range")
			return
		case n < 2 || n > 3:
			c.fail("NOPROTO unsupported protocol version")
			return
		}
		proto = int(n)
	}
	for i := 2; i < len(c.args); {
		switch opt, left := c.arg(i), c.left(i); {
		case opt == "AUTH" && left >= 2:
			if c.args[i+1] != "default" {
				c.fail(wrongPassword)
				return
			}
			i += 3
		case opt == "SETNAME" && left >= 1:
			if !c.goodName(c.args[i+1]) {
				return
			}
			name, named, i = c.args[i+1], true, i+2
		default:
			c.fail("ERR Syntax error in HELLO option '%s'", c.args[i])
			return
		}
	}
	if named {
		c.from.name = name
	}
	c.speak(proto)
	c.greet()
}

func (c *call) speak(proto int) { c.on.proto = proto }

func (c *call) greet() {
	c.mapping(7)
	c.named("server", "redis")
	c.named("version", Version)
	c.fact("proto", int64(c.on.proto))
	c.fact("id", c.from.id)
	c.named("mode", "standalone")
	c.named("role", "master")
	c.bulk("modules")
	c.array(0)
}

// reset makes the connection as good as new.
func reset(c *call) {
	if !c.fits(len(c.args) == 1) {
		return
	}
	c.release()
	c.s.channel.leave(c.from)
	delete(c.s.monitors, c.from)
	c.from.endTx()
	c.from.name, c.from.noEvict, c.from.mute = "", false, speaks
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
