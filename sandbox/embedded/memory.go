package embedded

import (
	"math/bits"
	"runtime"
)

// MEMORY. What a value takes is estimated by the sizes of Redis's structures
// on a 64-bit machine.
func memoryRules() map[string]rule {
	return map[string]rule{
		"MEMORY": container(map[string]rule{
			"USAGE":        arity(-3, memoryUsage),
			"STATS":        arity(2, memoryStats),
			"DOCTOR":       arity(2, memoryDoctor),
			"MALLOC-STATS": arity(2, func(c *call) { c.verbatim("Stats not supported for the current allocator") }),
			"PURGE":        arity(2, (*call).ok),
		}),
	}
}

func memoryDoctor(c *call) {
	c.verbatim("Hi Sam, this instance is empty or is using very little memory, my issues detector can't be used in these conditions. " +
		"Please, leave for your mission on Earth and fill it with some data. The new Sam and I will be back to our programming as soon as I " +
		"finished rebooting.\n")
}

func memoryStats(c *call) {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	keys := 0
	for _, sp := range c.s.spaces {
		keys += sp.keys.len()
	}
	facts := []struct {
		name string
		n    int64
	}{
		{"peak.allocated", int64(mem.HeapSys)}, {"total.allocated", int64(mem.HeapAlloc)}, {"startup.allocated", 0},
		{"replication.backlog", 0}, {"clients.slaves", 0}, {"clients.normal", 0}, {"cluster.links", 0}, {"aof.buffer", 0},
		{"lua.caches", 0}, {"functions.caches", 0}, {"overhead.total", 0}, {"keys.count", int64(keys)},
		{"keys.bytes-per-key", c.s.used.total / int64(max(keys, 1))}, {"dataset.bytes", c.s.used.total},
	}
	c.mapping(len(facts))
	for _, f := range facts {
		c.fact(f.name, f.n)
	}
}

func memoryUsage(c *call) {
	ok := c.parse(3, options{"SAMPLES": {1, func(args []string) bool {
		n, ok := c.number(args[0])
		return ok && n >= 0
	}}})
	if !ok {
		return
	}
	e := c.peek(c.args[2])
	if e == nil {
		c.null()
		return
	}
	const dictEntry = 24
	c.integer(dictEntry + sds(len(c.args[2])) + footprintOf(e.val))
}

const (
	objectSize = 16
	dictSize   = 56
	entrySize  = 24
	nodeSize   = 48 // of a skip list
)

func footprintOf(v value) int64 {
	texts := textsOf(v)
	switch v.encoding() {
	case "int":
		return objectSize
	case "embstr":
		return bucket(objectSize + 4 + int64(v.size()))
	case "raw":
		return objectSize + sds(v.size())
	case "listpack":
		return objectSize + bucket(packed(texts))
	case "intset":
		return objectSize + bucket(8+intWidth(texts)*int64(v.size()))
	case "quicklist":
		return objectSize + 40 + 40 + bucket(packed(texts))
	case "skiplist":
		return objectSize + dictSize + table(v.size()) + int64(v.size())*(entrySize+nodeSize) + loose(texts)
	case "hashtable":
		return objectSize + dictSize + table(v.size()) + int64(v.size())*entrySize + loose(texts)
	}
	return 4696 // a stream's first node
}

// textsOf are the texts that a value is made of.
func textsOf(v value) []string {
	switch v := v.(type) {
	case *list:
		return v.all()
	case *members:
		return v.list()
	case *hash:
		var texts []string
		v.each(func(field, text string) { texts = append(texts, field, text) })
		return texts
	case *zset:
		var texts []string
		for x := range v.from(0) {
			if texts = append(texts, x.name); !v.large {
				texts = append(texts, formatScore(x.score))
			}
		}
		return texts
	}
	return nil
}

// intWidth is how many bytes an intset takes for each of these numbers.
func intWidth(sorted []string) int64 {
	if len(sorted) == 0 {
		return 2
	}
	low, _ := parseInt(sorted[0])
	high, _ := parseInt(sorted[len(sorted)-1])
	switch {
	case low >= -1<<15 && high < 1<<15:
		return 2
	case low >= -1<<31 && high < 1<<31:
		return 4
	}
	return 8
}

// packed is the size of a listpack with these texts.
func packed(texts []string) int64 {
	n := int64(7)
	for _, text := range texts {
		number, ok := parseInt(text)
		switch {
		case ok && number >= 0 && number < 128:
			n += 2
		case ok && number >= -4096 && number < 4096:
			n += 3
		case ok:
			n += 2 + int64(bits.Len64(uint64(max(number, -number)))+8)/8
		default:
			n += int64(len(text)) + 2
		}
	}
	return n
}

// loose is the size of these texts as strings of their own.
func loose(texts []string) (n int64) {
	for _, text := range texts {
		n += sds(len(text))
	}
	return n
}

// table is the size of a hash table's slots.
func table(n int) int64 { return 8 << bits.Len64(uint64(max(n, 4)-1)) }

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
