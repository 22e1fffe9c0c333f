package embedded

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/reply"
)

// latency is what LATENCY tells: how long commands took, and, once
// latency-monitor-threshold is set, which were slower than that.
type latency struct {
	commands map[string]*histogram
	samples  []sample // of the event "command", oldest first
	worst    int64
}

type sample struct{ at, ms int64 }

// histogram counts calls by time: buckets end at 1, 2, 4 … microseconds.
type histogram struct {
	calls, failed, rejected int64
	usec                    int64 // of all calls
	buckets                 [32]int64
	container               bool // its subcommands have histograms of their own
}

// mostSamples is how many samples of an event are kept, as in Redis.
const mostSamples = 160

func latencyRules() map[string]rule {
	return map[string]rule{"LATENCY": container(map[string]rule{
		"LATEST":    latencyLatest,
		"HISTORY":   latencyHistory,
		"RESET":     latencyReset,
		"DOCTOR":    latencyDoctor,
		"GRAPH":     latencyGraph,
		"HISTOGRAM": latencyHistogram,
	})}
}

// outcome is how a command ended.
type outcome byte

const (
	done     outcome = iota
	failed           // it answered an error
	rejected         // it could not even be run
)

// add counts a command.
func (la *latency) add(c *call, name string, took time.Duration, how outcome) {
	h := la.of(c, name, how)
	switch {
	case h == nil:
		return
	case how == rejected:
		h.rejected++
		return
	case how == failed:
		h.failed++
	}
	us := took.Microseconds()
	h.calls++
	h.usec += us
	at := 0
	for bucketEnd(at) < us && at < len(h.buckets)-1 {
		at++
	}
	h.buckets[at]++
	if limit := c.s.tuned.latency; limit > 0 && took >= limit {
		ms := took.Milliseconds()
		la.worst = max(la.worst, ms)
		la.samples = append(la.samples, sample{c.s.clock.now().Unix(), ms})
		la.samples = la.samples[max(0, len(la.samples)-mostSamples):]
	}
}

// of returns the histogram of a command, nil for what is none. Only a failed
// one needs the command table to tell, which the first commands of a session
// should not have to wait for.
func (la *latency) of(c *call, name string, how outcome) *histogram {
	if h := la.commands[name]; h != nil && !h.container {
		return h
	}
	container := c.s.contains(lower(name))
	if container && len(c.args) > 1 {
		name, container = name+"|"+c.arg(1), false
	}
	switch h := la.commands[name]; {
	case h != nil:
		return h
	case len(la.commands) > 1000, how != done && !c.s.exists(c.args, name):
		return nil
	}
	h := &histogram{container: container}
	la.put(name, h)
	return h
}

// exists reports whether there is a command of that name, a bar before its
// subcommand.
func (s *Server) exists(args []string, name string) bool {
	cmd := s.lookup(args)
	return cmd != nil && strings.ReplaceAll(cmd.Name, " ", "|") == name
}

// within is the end of the bucket up to which a share of the calls was done.
func (h *histogram) within(share float64) int64 {
	sum := int64(0)
	for i, n := range h.buckets {
		if sum += n; float64(sum) >= share*float64(h.calls) {
			return bucketEnd(i)
		}
	}
	return 0
}

func (la *latency) put(name string, h *histogram) {
	if la.commands == nil {
		la.commands = map[string]*histogram{}
	}
	la.commands[name] = h
}

// bucketEnd is the last microsecond of a bucket. Redis counts in nanoseconds,
// so that from 33 on the ends are not powers of two.
func bucketEnd(i int) int64 { return int64(1<<i) * 1033 / 1000 }

func latencyLatest(c *call) {
	la := &c.s.latency
	out := reply.Value{Kind: reply.Array}
	if n := len(la.samples); n > 0 {
		last := la.samples[n-1]
		out.Items = append(out.Items, reply.NewArray(reply.NewBulk("command"), reply.NewInt(last.at), reply.NewInt(last.ms), reply.NewInt(la.worst)))
	}
	c.reply(out)
}

func latencyHistory(c *call) {
	out := reply.Value{Kind: reply.Array}
	if c.args[2] == "command" {
		for _, x := range c.s.latency.samples {
			out.Items = append(out.Items, reply.NewArray(reply.NewInt(x.at), reply.NewInt(x.ms)))
		}
	}
	c.reply(out)
}

func latencyReset(c *call) {
	n := int64(0)
	for i := 2; i < len(c.args) || i == 2; i++ {
		if (len(c.args) == 2 || c.args[i] == "command") && len(c.s.latency.samples) > 0 {
			c.s.latency.samples, c.s.latency.worst = nil, 0
			n++
		}
	}
	c.integer(n)
}

func latencyDoctor(c *call) {
	switch {
	case c.s.config["latency-monitor-threshold"] == "0":
		c.verbatim(`I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use ` +
			`"CONFIG SET latency-monitor-threshold <milliseconds>." in order to enable it. If we weren't in a deep space mission ` +
			"I'd suggest to take a look at https://redis.io/topics/latency-monitor.\n")
	case len(c.s.latency.samples) == 0:
		c.verbatim("Dave, no latency spike was observed during the lifetime of this Redis instance, not in the slightest bit. " +
			"I honestly think you ought to sit down calmly, take a stress pill, and think things over.\n")
	default:
		c.verbatim("Commands were slower than the threshold " + itoa(len(c.s.latency.samples)) + " times. SLOWLOG GET shows which.\n")
	}
}

// latencyGraph draws one bar a line, unlike Redis's graph of columns.
func latencyGraph(c *call) {
	if c.args[2] != "command" || len(c.s.latency.samples) == 0 {
		c.fail("ERR No samples available for event '%s'", c.args[2])
		return
	}
	var out strings.Builder
	for _, x := range c.s.latency.samples {
		out.WriteString(strconv.FormatInt(x.ms, 10) + " ms " + strings.Repeat("#", int(1+40*x.ms/max(c.s.latency.worst, 1))) + "\n")
	}
	c.verbatim(out.String())
}

func latencyHistogram(c *call) {
	out := reply.Value{Kind: reply.Map}
	names := slices.Sorted(maps.Keys(c.s.latency.commands))
	if len(c.args) > 2 {
		names = nil
		for _, arg := range c.args[2:] {
			names = append(names, strings.ToUpper(arg))
		}
	}
	for _, name := range names {
		h := c.s.latency.commands[name]
		if h == nil || h.calls == 0 {
			continue
		}
		counts, sum := reply.Value{Kind: reply.Map}, int64(0)
		for i, n := range h.buckets {
			if sum += n; n > 0 {
				counts.Items = append(counts.Items, reply.NewInt(bucketEnd(i)), reply.NewInt(sum))
			}
		}
		out.Items = append(out.Items, reply.NewBulk(lower(name)), pairs("calls", int(h.calls), "histogram_usec", counts))
	}
	c.reply(out)
}
