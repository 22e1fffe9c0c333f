package embedded

import (
	"slices"
	"strings"

	"redis-tutor/sandbox/reply"
)

// Pub/Sub. Messages go from the publisher's command straight into the
// subscriber's connection, so that they arrive in the order Redis promises:
// a confirmation before the first message, none after the last.

// names is a set of names in the order they were added.
type names []string

// The kinds of subscription, and their words in the protocol.
const (
	byChannel = iota
	byPattern
	byShard
)

var (
	subscribeWords   = [3]string{"subscribe", "psubscribe", "ssubscribe"}
	unsubscribeWords = [3]string{"unsubscribe", "punsubscribe", "sunsubscribe"}
	messageWords     = [3]string{"message", "pmessage", "smessage"}
)

// channels is who listens to what, in the order of subscription.
type channels [3]map[string][]*client

func newChannels() channels {
	return channels{{}, {}, {}}
}

func pubsubRules() map[string]rule {
	table := map[string]rule{
		"PUBLISH":  arity(3, func(c *call) { c.publish(byChannel) }),
		"SPUBLISH": arity(3, func(c *call) { c.publish(byShard) }),
		"PUBSUB": container(map[string]rule{
			"CHANNELS":      arity(-2, activeChannels(byChannel)),
			"SHARDCHANNELS": arity(-2, activeChannels(byShard)),
			"NUMSUB":        arity(-2, subscribers(byChannel)),
			"SHARDNUMSUB":   arity(-2, subscribers(byShard)),
			"NUMPAT":        arity(2, func(c *call) { c.count(len(c.s.channel[byPattern])) }),
		}),
	}
	for kind := range subscribeWords {
		table[strings.ToUpper(subscribeWords[kind])] = func(c *call) { c.subscribe(kind) }
		table[strings.ToUpper(unsubscribeWords[kind])] = func(c *call) { c.unsubscribe(kind) }
	}
	return table
}

// subscriptions counts what keeps a client in subscribed mode.
func (c *client) subscriptions() int {
	return len(c.subs[byChannel]) + len(c.subs[byPattern]) + len(c.subs[byShard])
}

// counted is the number a confirmation shows: shard channels count apart.
func (c *client) counted(kind int) int64 {
	if kind == byShard {
		return int64(len(c.subs[byShard]))
	}
	return int64(len(c.subs[byChannel]) + len(c.subs[byPattern]))
}

func (c *call) subscribe(kind int) {
	if !c.fits(len(c.args) > 1) {
		return
	}
	for _, name := range c.args[1:] {
		if !slices.Contains(c.from.subs[kind], name) {
			c.from.subs[kind] = append(c.from.subs[kind], name)
			c.s.channel[kind][name] = append(c.s.channel[kind][name], c.from)
		}
		c.push(reply.NewBulk(subscribeWords[kind]), reply.NewBulk(name), reply.NewInt(c.from.counted(kind)))
	}
	c.now()
}

func (c *call) unsubscribe(kind int) {
	if !c.fits(true) {
		return
	}
	list := c.args[1:]
	if len(list) == 0 {
		list = slices.Clone(c.from.subs[kind])
	}
	word := reply.NewBulk(unsubscribeWords[kind])
	for _, name := range list {
		c.s.channel.remove(c.from, kind, name)
		c.push(word, reply.NewBulk(name), reply.NewInt(c.from.counted(kind)))
	}
	if len(list) == 0 {
		c.push(word, reply.Value{}, reply.NewInt(c.from.counted(kind)))
	}
	c.now()
}

// push adds a push message to the call's reply.
func (c *call) push(items ...reply.Value) {
	c.reply(reply.Value{Kind: reply.Push, Items: items})
}

// now sends the reply before any other client may run a command, so that no
// message overtakes it. Inside EXEC the reply is only a part, and waits.
func (c *call) now() {
	if c.mayWait {
		c.from.send(c.out)
		c.out = c.out[:0]
	}
}

func (ch channels) remove(c *client, kind int, name string) {
	c.subs[kind] = slices.DeleteFunc(c.subs[kind], func(n string) bool { return n == name })
	left := slices.DeleteFunc(ch[kind][name], func(x *client) bool { return x == c })
	if ch[kind][name] = left; len(left) == 0 {
		delete(ch[kind], name)
	}
}

// leave ends all subscriptions of a client.
func (ch channels) leave(c *client) {
	for kind := range c.subs {
		for _, name := range slices.Clone(c.subs[kind]) {
			ch.remove(c, kind, name)
		}
	}
}

func (c *call) publish(kind int) { c.integer(c.s.publish(kind, c.args[1], c.args[2])) }

// publish delivers a message and returns to how many.
func (s *Server) publish(kind int, channel, text string) int64 {
	n := int64(0)
	word, name, body := reply.NewBulk(messageWords[kind]), reply.NewBulk(channel), reply.NewBulk(text)
	for _, c := range s.channel[kind][channel] {
		c.deliver(word, name, body)
		n++
	}
	if kind == byShard {
		return n
	}
	for pattern, list := range s.channel[byPattern] {
		if !match(pattern, channel) {
			continue
		}
		for _, c := range list {
			c.deliver(reply.NewBulk(messageWords[byPattern]), reply.NewBulk(pattern), name, body)
			n++
		}
	}
	return n
}

func (c *client) deliver(items ...reply.Value) {
	c.unasked(reply.Value{Kind: reply.Push, Items: items}.AppendWire(nil, c.on.proto))
}

// subscribers is PUBSUB NUMSUB: who listens to each channel.
func subscribers(kind int) rule {
	return func(c *call) {
		c.array(2 * (len(c.args) - 2))
		for _, name := range c.args[2:] {
			c.bulk(name)
			c.count(len(c.s.channel[kind][name]))
		}
	}
}

// activeChannels is PUBSUB CHANNELS.
func activeChannels(kind int) rule {
	return func(c *call) {
		if len(c.args) > 3 {
			c.subcommandSyntax()
			return
		}
		var found []string
		for name := range c.s.channel[kind] {
			if len(c.args) == 2 || match(c.args[2], name) {
				found = append(found, name)
			}
		}
		slices.Sort(found)
		c.bulks(found...)
	}
}
