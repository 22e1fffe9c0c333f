package embedded

import (
	"math"
	"strconv"
	"strings"
	"time"

	"redis-tutor/sandbox/command"
)

// Limits bound what clients can take from the process the server runs in. The
// zero value of a field stands for its default.
type Limits struct {
	// Memory is how many bytes the data may take, as estimated; writes beyond
	// it are refused with Redis's OOM error. 256 MB.
	Memory int64
	// Value is the longest string a command may carry or make, in bytes: what
	// Redis calls proto-max-bulk-len. 64 MB.
	Value int
	// Query is how many bytes the commands of one client may have that have
	// been read and not yet run. 128 MB.
	Query int
	// Output is how many bytes of replies may wait for a client that does not
	// read them before it is disconnected. 256 MB.
	Output int
	// PubSub is the same for messages and MONITOR, which come unasked. 32 MB.
	PubSub int
	// Clients is how many connections there may be. 10000.
	Clients int
	// Total is how many bytes the clients of listeners may take together:
	// queries, transactions and output. Whoever takes most is disconnected when
	// it is more, as by Redis's maxmemory-clients. 512 MB.
	Total int64
	// ScriptBusy is how long a script may run until other clients are told
	// BUSY. 5 s.
	ScriptBusy time.Duration
	// ScriptTime is how long a script may run at all. 10 s.
	ScriptTime time.Duration
	// ScriptMemory is how many bytes a script may take. 64 MB.
	ScriptMemory int
}

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	l.Memory = orDefault(l.Memory, 256<<20)
	l.Value = orDefault(l.Value, 64<<20)
	l.Query = orDefault(l.Query, 128<<20)
	l.Output = orDefault(l.Output, 256<<20)
	l.PubSub = orDefault(l.PubSub, 32<<20)
	l.Clients = orDefault(l.Clients, 10000)
	l.Total = orDefault(l.Total, 512<<20)
	l.ScriptBusy = orDefault(l.ScriptBusy, 5*time.Second)
	l.ScriptTime = orDefault(l.ScriptTime, 10*time.Second)
	l.ScriptMemory = orDefault(l.ScriptMemory, 64<<20)
	return l
}

func orDefault[T int | int64 | time.Duration](n, otherwise T) T {
	if n == 0 {
		return otherwise
	}
	return n
}

// What a command gets that asks for too much.
const (
	oom       = "OOM command not allowed when used memory > 'maxmemory'."
	tooLong   = "ERR string exceeds maximum allowed size (proto-max-bulk-len)"
	badOffset = "ERR bit offset is not an integer or out of range"
)

// overLimit answers a command that would take more than there may be, and
// reports whether it did. What does not grow is let through at once.
func (c *call) overLimit(name string) bool {
	need := int64(0)
	for _, a := range c.args {
		need += int64(len(a))
	}
	extra, problem := c.extra(name)
	if problem != "" {
		c.fail("%s", problem)
		return true
	}
	u := &c.s.used
	if u.total+need+extra <= c.s.memoryLimit() {
		return false
	}
	t := c.s.table()
	if t == nil {
		return false
	}
	cmd, ok := t.Lookup(c.args...)
	if !ok || !cmd.Has("denyoom") || name == "EVAL" || name == "EVALSHA" || name == "FCALL" {
		return false
	}
	c.s.measureDoubtful()
	if u.total+need+extra <= c.s.memoryLimit() {
		return false
	}
	c.fail(oom)
	return true
}

// memoryLimit is the lower of the server's own limit and what CONFIG SET
// maxmemory said.
func (s *Server) memoryLimit() int64 {
	return s.tuned.memory
}

// tuned is what of the configuration is asked for with every command.
type tuned struct {
	memory    int64         // bytes of data
	slow      time.Duration // from here on SLOWLOG has it, negative for never
	slowest   int           // entries of SLOWLOG
	latency   time.Duration // from here on LATENCY has it, 0 for never
	busyAfter time.Duration
}

// tune reads it anew. It is called after every change of the configuration.
func (s *Server) tune() {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(s.config[name], 10, 64)
		return n
	}
	s.tuned = tuned{
		memory:    s.limits.Memory,
		slow:      time.Duration(number("slowlog-log-slower-than")) * time.Microsecond,
		slowest:   int(number("slowlog-max-len")),
		latency:   time.Duration(number("latency-monitor-threshold")) * time.Millisecond,
		busyAfter: s.limits.ScriptBusy,
	}
	const empty = 1 << 20 // what a real server takes without any data
	if n, err := memoryValue(s.config["maxmemory"]); err == nil && n > 0 {
		s.tuned.memory = min(max(n-empty, 0), s.limits.Memory)
	}
	if ms := number("lua-time-limit"); ms > 0 {
		s.tuned.busyAfter = min(s.limits.ScriptBusy, time.Duration(ms)*time.Millisecond)
	}
}

// memoryValue reads a number of bytes with one of Redis's units: k is a
// thousand and kb 1024.
func memoryValue(text string) (int64, error) {
	text = lower(text)
	digits := strings.TrimRight(text, "bkmg")
	n, err := strconv.ParseInt(digits, 10, 64)
	unit := text[len(digits):]
	for i, letter := range []string{"k", "m", "g"} {
		base := int64(1000)
		if unit == letter+"b" {
			base = 1024
		} else if unit != letter {
			continue
		}
		for range i + 1 {
			n *= base
		}
	}
	return n, err
}

// extra is how many bytes a command may add beside its own words, for those
// commands where a few words make much; or why it may not run at all.
func (c *call) extra(name string) (int64, string) {
	switch name {
	case "SETRANGE":
		return c.grownTo(2, 1, int64(len(c.arg0(3))), "")
	case "APPEND":
		return c.appended()
	case "SETBIT":
		return c.grownTo(2, 8, 1, badOffset)
	case "BITFIELD":
		return c.bitFields()
	case "BITOP", "COPY", "SUNIONSTORE", "SINTERSTORE", "SDIFFSTORE", "ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE",
		"ZRANGESTORE", "GEOSEARCHSTORE", "PFMERGE", "SORT":
		return c.sources(), ""
	case "MGET", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER":
		return 0, c.tooMuchOutput(name)
	}
	return 0, ""
}

// grownTo is how much a string grows that is written at an offset, which
// counts units of 1/per of a byte.
func (c *call) grownTo(at int, per, length int64, bad string) (int64, string) {
	if len(c.args) != 4 {
		return 0, ""
	}
	offset, err := strconv.ParseInt(c.args[at], 10, 64)
	if err != nil || offset < 0 || length == 0 {
		return 0, "" // the command itself says what is wrong
	}
	end := offset/per + length
	if end > int64(c.s.limits.Value) || offset > math.MaxInt64/2 {
		if bad != "" {
			return 0, bad
		}
		return 0, tooLong
	}
	return max(0, end-c.s.used.of(c.on.db, c.args[1])), ""
}

// appended refuses what would be longer than a string may be.
func (c *call) appended() (int64, string) {
	if len(c.args) == 3 && int64(len(c.args[2]))+c.s.used.of(c.on.db, c.args[1]) > int64(c.s.limits.Value) {
		if n := c.ask("STRLEN", c.args[1]).Int; n+int64(len(c.args[2])) > int64(c.s.limits.Value) {
			return 0, tooLong
		}
	}
	return 0, ""
}

// bitFields looks at the offsets of BITFIELD's writes: a # counts in units of
// the type's width.
func (c *call) bitFields() (most int64, problem string) {
	for i := 2; i+2 < len(c.args); i++ {
		if op := c.arg(i); op != "SET" && op != "INCRBY" && op != "GET" {
			continue
		}
		kind, at := c.args[i+1], c.args[i+2]
		width := int64(1)
		if number, ok := strings.CutPrefix(at, "#"); ok && len(kind) > 1 {
			at = number
			width, _ = strconv.ParseInt(kind[1:], 10, 64)
		}
		offset, err := strconv.ParseInt(at, 10, 64)
		if err != nil || offset < 0 {
			continue
		}
		if width > 64 || offset > int64(c.s.limits.Value)*8/max(width, 1) {
			return 0, badOffset
		}
		if c.arg(i) != "GET" {
			most = max(most, offset*width/8)
		}
	}
	return max(0, most-c.s.used.of(c.on.db, c.args[1])), ""
}

// sources is what the keys of a command take together: what it makes of them
// is not larger.
func (c *call) sources() (sum int64) {
	cmd := c.s.lookup(c.args)
	if cmd == nil {
		return 0
	}
	for _, key := range cmd.Keys(c.args) {
		sum += c.s.used.of(c.on.db, key)
	}
	return sum
}

// tooMuchOutput refuses a reply that repeats the same data so often that no
// client could be meant to read it.
func (c *call) tooMuchOutput(name string) string {
	limit, need := int64(c.s.limits.Output), int64(0)
	switch name {
	case "MGET":
		if len(c.args) > 100 {
			for _, key := range c.args[1:] {
				need += c.s.used.of(c.on.db, key)
			}
		}
	default:
		if n, err := strconv.ParseInt(c.arg0(2), 10, 64); err == nil && n < 0 && n != math.MinInt64 {
			if n < -limit/8 {
				need = limit + 1
			} else {
				need = -n * min(c.s.used.of(c.on.db, c.args[1]), 64)
			}
		}
	}
	if need > limit {
		return oom
	}
	return ""
}

func (s *Server) lookup(args []string) *command.Command {
	if t := s.table(); t != nil {
		if cmd, ok := t.Lookup(args...); ok {
			return cmd
		}
	}
	return nil
}

// sizeOf is what the words of a command take.
func sizeOf(args []string) int {
	n := 64
	for _, a := range args {
		n += len(a) + 16
	}
	return n
}
