package embedded

import "redis-tutor/sandbox/reply"

// tx is a transaction: the commands queued since MULTI.
type tx struct {
	queue  [][]string
	bytes  int  // what the queue takes
	doomed bool // a command was refused, so EXEC will be too
}

// watched is a key under WATCH.
type watched struct {
	db  int
	key string
}

func txRules() map[string]rule {
	return map[string]rule{
		"MULTI":   multi,
		"EXEC":    execute,
		"DISCARD": discard,
		"WATCH":   watch,
		"UNWATCH": unwatch,
	}
}

// immediate names the commands that run at once inside MULTI.
func immediate(name string) bool {
	switch name {
	case "MULTI", "EXEC", "DISCARD", "WATCH", "QUIT", "RESET":
		return true
	}
	return false
}

// queue puts a command into the transaction. Redis looks at its name, arity
// and whether it may stand there at all; everything else waits for EXEC.
func (c *client) queue(cl *call) {
	if problem := cl.s.problem(cl.args); problem != "" {
		c.tx.doomed = true
		cl.fail("%s", problem)
		return
	}
	if t := cl.s.table(); t != nil {
		if cmd, ok := t.Lookup(cl.args...); ok && cmd.Has("no_multi") {
			c.tx.doomed = true
			cl.fail("ERR Command not allowed inside a transaction")
			return
		}
	}
	c.tally.add(sizeOf(cl.args))
	if c.tx.bytes += sizeOf(cl.args); c.tx.bytes > cl.s.limits.Query {
		c.tx.doomed = true
		cl.fail(oom)
		return
	}
	c.tx.queue = append(c.tx.queue, cl.args)
	cl.reply(reply.NewStatus("QUEUED"))
}

// fits answers a command of a connection's own with the wrong number of words,
// or one that a script has no use for.
func (c *call) fits(ok bool) bool {
	switch {
	case c.from == nil:
		c.fail("ERR This Redis command is not allowed from script")
	case !ok:
		c.wrongArity()
		if c.from.tx != nil {
			c.from.tx.doomed = true
		}
	default:
		return true
	}
	return false
}

func multi(c *call) {
	switch {
	case !c.fits(len(c.args) == 1):
	case c.from.tx != nil:
		c.fail("ERR MULTI calls can not be nested")
	default:
		c.from.tx = &tx{}
		c.ok()
	}
}

func discard(c *call) {
	switch {
	case !c.fits(len(c.args) == 1):
	case c.from.tx == nil:
		c.fail("ERR DISCARD without MULTI")
	default:
		c.from.endTx()
		c.release()
		c.ok()
	}
}

func execute(c *call) {
	if c.from != nil && len(c.args) > 1 {
		c.from.endTx()
		c.release()
		c.fail("EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command")
		return
	}
	if !c.fits(true) {
		return
	}
	tx := c.from.tx
	if tx == nil {
		c.fail("ERR EXEC without MULTI")
		return
	}
	c.from.endTx()
	spoiled := c.from.spoiled
	c.release()
	switch {
	case tx.doomed:
		c.fail("EXECABORT Transaction discarded because of previous errors.")
	case spoiled:
		c.noArray()
	default:
		c.all(tx.queue)
	}
}

// all runs the queued commands and replies with the array of their replies.
func (c *call) all(queue [][]string) {
	c.array(len(queue))
	for _, args := range queue {
		inner := &call{s: c.s, on: c.on, from: c.from, args: args, out: c.out}
		inner.run()
		if c.out = inner.out; len(c.out) > c.s.limits.Output {
			c.from.quit = true // the reply could not be sent anyway
			c.out = nil
			return
		}
	}
}

func watch(c *call) {
	switch {
	case !c.fits(len(c.args) > 1):
	case c.from.tx != nil:
		c.fail("ERR WATCH inside MULTI is not allowed")
	default:
		for _, key := range c.args[1:] {
			sp := c.here()
			sp.watched[key] = append(sp.watched[key], c.from)
			c.from.watching = append(c.from.watching, watched{sp.db, key})
		}
		c.ok()
	}
}

func unwatch(c *call) {
	switch {
	case c.from == nil || !c.mayWait: // Redis does nothing inside EXEC
		c.ok()
	case c.fits(len(c.args) == 1):
		c.release()
		c.ok()
	}
}

// endTx leaves the transaction.
func (c *client) endTx() {
	if c.tx != nil {
		c.tally.add(-c.tx.bytes)
		c.tx = nil
	}
}

// release ends WATCH.
func (c *call) release() { c.from.release() }

func (c *client) release() {
	for _, w := range c.watching {
		c.s.spaces[w.db].unwatch(c, w.key)
	}
	c.watching, c.spoiled = nil, false
}
