package embedded

import (
	"fmt"
	"strconv"
	"time"

	"redis-tutor/sandbox/reply"
)

// slow is an entry of SLOWLOG.
type slow struct {
	id   int64
	at   time.Time
	took time.Duration
	args []string
	addr string
	name string
}

// slowlog is the latest slow commands, newest first.
type slowlog struct {
	next    int64
	entries []slow
}

func slowlogRules() map[string]rule {
	return map[string]rule{"SLOWLOG": container(map[string]rule{
		"GET":   slowlogGet,
		"LEN":   func(c *call) { c.integer(int64(len(c.s.slowlog.entries))) },
		"RESET": func(c *call) { c.s.slowlog.entries = nil; c.ok() },
	})}
}

// timed notes how long a command took.
func (c *call) timed(name string, took time.Duration, how outcome) {
	if c.s.quiet {
		return
	}
	if c.from != nil || c.on == c.s.scripts.host.on {
		c.s.latency.add(c, name, took, how)
	}
	if c.from == nil {
		return
	}
	if name == "EXEC" {
		return // its commands have been noted
	}
	if least := c.s.tuned.slow; least < 0 || took < least {
		return
	}
	most := c.s.tuned.slowest
	log := &c.s.slowlog
	entry := slow{log.next, c.s.clock.now(), took, shortened(redacted(c.args)), c.from.address(), c.from.name}
	log.next++
	log.entries = append([]slow{entry}, log.entries[:min(len(log.entries), max(most-1, 0))]...)
	if most == 0 {
		log.entries = nil
	}
}

// shortened keeps 32 words of 128 bytes and says how much was left out.
func shortened(args []string) []string {
	const words, bytes = 32, 128
	n := min(len(args), words)
	out := make([]string, n)
	for i := range out {
		out[i] = args[i]
		if more := len(args[i]) - bytes; more > 0 {
			out[i] = fmt.Sprintf("%s... (%d more bytes)", args[i][:bytes], more)
		}
	}
	if more := len(args) - words; more > 0 {
		out[n-1] = fmt.Sprintf("... (%d more arguments)", more+1)
	}
	return out
}

func slowlogGet(c *call) {
	count := 10
	if len(c.args) > 3 {
		c.fail("ERR unknown subcommand or wrong number of arguments for '%s'. Try SLOWLOG HELP.", c.args[1])
		return
	}
	if len(c.args) == 3 {
		n, err := strconv.Atoi(c.args[2])
		if err != nil || n < -1 {
			c.fail("ERR count should be greater than or equal to -1")
			return
		}
		count = n
	}
	entries := c.s.slowlog.entries
	if count >= 0 {
		entries = entries[:min(count, len(entries))]
	}
	out := reply.Value{Kind: reply.Array}
	for _, e := range entries {
		words := reply.Value{Kind: reply.Array}
		for _, w := range e.args {
			words.Items = append(words.Items, reply.NewBulk(w))
		}
		out.Items = append(out.Items, reply.NewArray(reply.NewInt(e.id), reply.NewInt(e.at.Unix()),
			reply.NewInt(e.took.Microseconds()), words, reply.NewBulk(e.addr), reply.NewBulk(e.name)))
	}
	c.reply(out)
}
