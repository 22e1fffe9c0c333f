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
	c.from.admitted, c.from.noTouch = c.from.secret() == "", false
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
