package embedded

import (
	"math/bits"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// OBJECT and MEMORY: how Redis would keep a value, told from the value with
// the thresholds of the configuration.
func objectRules() map[string]rule {
	return map[string]rule{
		"OBJECT": container(map[string]rule{
			"ENCODING": objectEncoding,
			"REFCOUNT": objectRefcount,
			"FREQ":     objectFreq,
			"IDLETIME": func(c *call) { c.passOn() },
		}),
		"MEMORY": container(map[string]rule{
			"USAGE": memoryUsage,
			"DOCTOR": func(c *call) {
				c.verbatim("Hi Sam, I can't find any memory issue in your instance. I can only account for what occurs on this base.\n")
			},
			"MALLOC-STATS": func(c *call) { c.verbatim("Stats not supported for the current allocator") },
			"PURGE":        (*call).ok,
		}),
	}
}

func objectEncoding(c *call) {
	v, ok := c.look(c.args[2])
	if !ok {
		c.reply(reply.Value{})
		return
	}
	c.reply(reply.NewBulk(v.encoding(c.s)))
}

// objectRefcount: small numbers are shared between all keys.
func objectRefcount(c *call) {
	v, ok := c.look(c.args[2])
	switch {
	case !ok:
		c.reply(reply.Value{})
	case v.kind == "string" && v.encoding(c.s) == "int" && v.number() >= 0 && v.number() < 10000:
		c.integer(1<<31 - 1)
	default:
		c.integer(1)
	}
}

func objectFreq(c *call) {
	if _, ok := c.look(c.args[2]); !ok {
		c.reply(reply.Value{})
		return
	}
	c.fail("ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching " +
		"between policies at runtime LRU and LFU data will take some time to adjust.")
}

// value is a key's type and its texts: the string, the elements, the fields
// and values, the members.
type value struct {
	kind  string
	texts []string
	n     int64 // elements, fields, members
}

// look reads a value. Of what is too large to be kept compactly only the size
// is read.
func (c *call) look(key string) (value, bool) {
	const large = 1024
	v := value{kind: c.ask("TYPE", key).Text}
	var size, all []string
	switch v.kind {
	case "string", "hll":
		v.texts = []string{c.ask("GET", key).Text}
		return v, true
	case "list":
		size, all = []string{"LLEN", key}, []string{"LRANGE", key, "0", "-1"}
	case "hash":
		size, all = []string{"HLEN", key}, []string{"HGETALL", key}
	case "set":
		size, all = []string{"SCARD", key}, []string{"SMEMBERS", key}
	case "zset":
		size, all = []string{"ZCARD", key}, []string{"ZRANGE", key, "0", "-1"}
	case "stream":
		return v, true
	default:
		return v, false
	}
	if v.n = c.ask(size...).Int; v.n > large {
		return v, true
	}
	for _, item := range c.ask(all...).Items {
		v.texts = append(v.texts, item.Text)
	}
	return v, true
}

// encoding names the representation. A list is a listpack while small from
// 7.2 on, and so is a small set of strings.
func (v value) encoding(s *Server) string {
	switch v.kind {
	case "hll":
		return "raw"
	case "string":
		return v.stringEncoding()
	case "list":
		return "quicklist"
	case "hash":
		return v.compact(s, "hash", "listpack", "hashtable")
	case "zset":
		return v.compact(s, "zset", "listpack", "skiplist")
	case "set":
		if v.n <= s.setting("set-max-intset-entries") && v.allNumbers() {
			return "intset"
		}
		return "hashtable"
	}
	return v.kind
}

func (v value) stringEncoding() string {
	text := v.texts[0]
	switch {
	case isNumber(text):
		return "int"
	case len(text) <= 44:
		return "embstr"
	}
	return "raw"
}

func (v value) compact(s *Server, name, small, large string) string {
	if v.n > s.setting(name+"-max-listpack-entries") || v.longest() > s.setting(name+"-max-listpack-value") {
		return large
	}
	return small
}

func (s *Server) setting(name string) int64 {
	n, _ := strconv.ParseInt(s.config[name], 10, 64)
	return n
}

func (v value) longest() int64 {
	n := 0
	for _, text := range v.texts {
		n = max(n, len(text))
	}
	return int64(n)
}

func (v value) number() int64 {
	n, _ := strconv.ParseInt(v.texts[0], 10, 64)
	return n
}

func (v value) allNumbers() bool {
	for _, text := range v.texts {
		if !isNumber(text) {
			return false
		}
	}
	return true
}

// isNumber reports whether Redis would keep the text as an integer: one that
// is written in no other way.
func isNumber(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == text
}

// memoryUsage estimates MEMORY USAGE by the sizes of Redis's structures on a
// 64-bit machine. It is exact for strings and compact values of up to a few
// hundred bytes.
func memoryUsage(c *call) {
	if len(c.args) != 3 && !(len(c.args) == 5 && strings.EqualFold(c.args[3], "SAMPLES")) {
		c.fail(syntaxErr)
		return
	}
	v, ok := c.look(c.args[2])
	if !ok {
		c.reply(reply.Value{})
		return
	}
	const dictEntry = 24
	c.integer(dictEntry + sds(len(c.args[2])) + v.size(c.s))
}

func (v value) size(s *Server) int64 {
	const object, dict, entry, skipNode = 16, 56, 24, 48
	texts := int64(0)
	for _, text := range v.texts {
		texts += sds(len(text))
	}
	table := int64(8) << bits.Len64(uint64(max(v.n, 4)-1))
	switch v.encoding(s) {
	case "int":
		return object
	case "embstr":
		return bucket(int64(object + 4 + len(v.texts[0])))
	case "raw":
		return object + texts
	case "listpack":
		return object + bucket(v.packed())
	case "intset":
		return object + bucket(8+2*v.n)
	case "quicklist":
		return object + 40 + 32 + bucket(v.packed())
	case "skiplist":
		return object + dict + table + v.n*(entry+skipNode) + texts
	case "hashtable":
		return object + dict + table + v.n*entry + texts
	}
	return 4696 // a stream's first node
}

// packed is the size of a listpack with these texts; a sorted set has a score
// with each.
func (v value) packed() int64 {
	n := int64(7)
	for _, text := range v.texts {
		switch {
		case isNumber(text) && len(text) < 3:
			n += 2
		case isNumber(text):
			n += 4
		default:
			n += int64(len(text)) + 2
		}
		if v.kind == "zset" {
			n += 2
		}
	}
	return n
}

// sds is the memory of a string of n bytes with its header.
func sds(n int) int64 {
	switch {
	case n < 32:
		return bucket(int64(n + 2))
	case n < 256:
		return bucket(int64(n + 4))
	default:
		return bucket(int64(n + 6))
	}
}

// bucket rounds a size up to what jemalloc gives.
func bucket(n int64) int64 {
	switch {
	case n <= 8:
		return 8
	case n <= 128:
		return (n + 15) &^ 15
	}
	step := int64(1) << (bits.Len64(uint64(n-1)) - 3)
	return (n + step - 1) &^ (step - 1)
}
