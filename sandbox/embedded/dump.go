package embedded

import (
	"encoding/binary"
	"hash/crc64"
	"math"
	"strconv"
)

// DUMP and RESTORE. The payload is that of Redis: a type, the value, the
// version of the format and a checksum. It is what Redis writes, but that
// nothing is compressed, and a stream is written in a way of our own.
func dumpRules() map[string]rule {
	return map[string]rule{
		"DUMP":           arity(2, dump),
		"RESTORE":        arity(-4, restore),
		"RESTORE-ASKING": arity(-4, restore),
	}
}

// The types of values in a payload.
const (
	dumpString = 0
	dumpList   = 1
	dumpSet    = 2
	dumpHash   = 4
	dumpZset   = 5
	dumpStream = 0xF0

	dumpVersion = 10
)

// checksum is CRC-64 as Redis computes it, without inverting.
func checksum(b []byte) uint64 {
	return ^crc64.Update(^uint64(0), crc64.MakeTable(0x95AC9329AC4BC9B5), b)
}

func dump(c *call) {
	e := c.entry(c.args[1])
	if e == nil {
		c.null()
		return
	}
	c.bytes(sealed(appendValue(nil, e.val)))
}

// sealed adds the version of the format and the checksum.
func sealed(out []byte) []byte {
	out = binary.LittleEndian.AppendUint16(out, dumpVersion)
	return binary.LittleEndian.AppendUint64(out, checksum(out))
}

const badPayload = "ERR DUMP payload version or checksum are wrong"

// unsealed checks them and takes them off.
func unsealed(text string) (body []byte, ok bool) {
	all := []byte(text)
	n := len(all) - 10
	if n < 0 || binary.LittleEndian.Uint16(all[n:]) > dumpVersion || checksum(all[:n+2]) != binary.LittleEndian.Uint64(all[n+2:]) {
		return nil, false
	}
	return all[:n], true
}

func appendValue(out []byte, v value) []byte {
	switch v.encoding() {
	case "quicklist":
		return appendQuicklist(append(out, dumpQuicklistPack), textsOf(v))
	case "intset":
		return appendIntset(append(out, dumpIntset), textsOf(v))
	case "listpack":
		kind := map[string]byte{"hash": dumpHashListpack, "zset": dumpZsetListpack}[v.kind()]
		return appendListpack(append(out, kind), textsOf(v))
	}
	switch v := v.(type) {
	case *str:
		return appendText(append(out, dumpString), v.load().text)
	case *members:
		out = appendLength(append(out, dumpSet), v.size())
	case *hash:
		out = appendLength(append(out, dumpHash), v.size())
	case *zset:
		out = appendLength(append(out, dumpZset), v.size())
		for x := range v.from(0) {
			out = appendText(out, x.name)
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x.score))
		}
		return out
	case *stream:
		return appendStream(append(out, dumpStream), v)
	}
	return appendTexts(out, textsOf(v)...)
}

func appendLength(out []byte, n int) []byte {
	switch {
	case n < 1<<6:
		return append(out, byte(n))
	case n < 1<<14:
		return append(out, 0x40|byte(n>>8), byte(n))
	}
	return binary.BigEndian.AppendUint32(append(out, 0x80), uint32(n))
}

// appendText writes a string; small numbers have a form of their own.
func appendText(out []byte, text string) []byte {
	if n, ok := parseInt(text); ok && len(text) <= 11 {
		switch {
		case n >= math.MinInt8 && n <= math.MaxInt8:
			return append(out, 0xC0, byte(n))
		case n >= math.MinInt16 && n <= math.MaxInt16:
			return binary.LittleEndian.AppendUint16(append(out, 0xC1), uint16(n))
		case n >= math.MinInt32 && n <= math.MaxInt32:
			return binary.LittleEndian.AppendUint32(append(out, 0xC2), uint32(n))
		}
	}
	return append(appendLength(out, len(text)), text...)
}

// payload reads what appendValue wrote. ok is false from the first mistake on.
type payload struct {
	rest []byte
	ok   bool
}

func (p *payload) take(n int) []byte {
	if !p.ok || n < 0 || n > len(p.rest) {
		p.ok = false
		return make([]byte, min(max(n, 0), 8))
	}
	out := p.rest[:n]
	p.rest = p.rest[n:]
	return out
}

// length reads a length, or the kind of a number.
func (p *payload) length() (n int, number bool) {
	first := p.take(1)[0]
	switch first >> 6 {
	case 0:
		return int(first), false
	case 1:
		return int(first&63)<<8 | int(p.take(1)[0]), false
	case 2:
		p.ok = p.ok && first == 0x80
		return int(binary.BigEndian.Uint32(p.take(4))), false
	}
	return int(first & 63), true
}

func (p *payload) text() string {
	n, number := p.length()
	if !number {
		return string(p.take(n))
	}
	switch n {
	case 0:
		return itoa(int(int8(p.take(1)[0])))
	case 1:
		return itoa(int(int16(binary.LittleEndian.Uint16(p.take(2)))))
	case 2:
		return itoa(int(int32(binary.LittleEndian.Uint32(p.take(4)))))
	case 3:
		return p.unsqueezed()
	}
	p.ok = false
	return ""
}

// read reads a value and returns what puts it under a key; nil when there is
// none.
func (p *payload) read() func(c *call, key string) {
	kind := p.take(1)[0]
	switch kind {
	case dumpString:
		text := p.text()
		return func(c *call, key string) { c.keepText(key, text, asGiven) }
	case dumpStream:
		return p.stream()
	}
	if plain, entries := p.packed(kind); entries != nil {
		return p.collection(plain, entries)
	}
	return p.collection(kind, p.entries(kind))
}

// entries reads the parts of a value, one by one.
func (p *payload) entries(kind byte) (entries []string) {
	n, number := p.length()
	p.ok = p.ok && !number
	for ; n > 0 && p.ok; n-- {
		entries = append(entries, p.text())
		switch kind {
		case dumpHash:
			entries = append(entries, p.text())
		case dumpZset:
			score := math.Float64frombits(binary.LittleEndian.Uint64(p.take(8)))
			entries = append(entries, strconv.FormatFloat(score, 'g', -1, 64))
		}
	}
	return entries
}

// collection returns what makes a list, set, hash or sorted set of its parts.
func (p *payload) collection(kind byte, names []string) func(c *call, key string) {
	var texts []string
	if kind == dumpHash || kind == dumpZset {
		names, texts = p.pairs(names)
	}
	scores := p.scores(kind, texts)
	if len(names) == 0 || !p.ok {
		return nil
	}
	return map[byte]func(c *call, key string){
		dumpList: func(c *call, key string) { create(c, key, newList).push(false, names...) },
		dumpSet: func(c *call, key string) {
			m := create(c, key, newMembers)
			for _, name := range names {
				m.add(name, c.intsetSize())
			}
		},
		dumpHash: func(c *call, key string) {
			h := create(c, key, newHash)
			for i, field := range names {
				h.put(c.s, field, texts[i])
			}
		},
		dumpZset: func(c *call, key string) {
			z := create(c, key, newZset)
			for i, name := range names {
				z.set(name, scores[i])
				z.measure(c.s, name)
			}
		},
	}[kind]
}

// pairs takes apart what comes in pairs. None may come twice.
func (p *payload) pairs(entries []string) (names, texts []string) {
	seen := map[string]bool{}
	for i := 1; i < len(entries); i += 2 {
		names, texts = append(names, entries[i-1]), append(texts, entries[i])
		seen[entries[i-1]] = true
	}
	p.ok = p.ok && len(entries)%2 == 0 && len(seen) == len(names)
	return names, texts
}

func (p *payload) scores(kind byte, texts []string) (scores []float64) {
	if kind != dumpZset {
		return nil
	}
	for _, text := range texts {
		score, err := strconv.ParseFloat(text, 64)
		p.ok = p.ok && err == nil && !math.IsNaN(score)
		scores = append(scores, score)
	}
	return scores
}

// restoring is what RESTORE's options say.
type restoring struct {
	replace, absolute bool
	idle, freq        int64
}

func (c *call) restoreOptions() (o restoring, ok bool) {
	o.idle, o.freq = -1, -1
	ok = c.parse(4, options{
		"REPLACE": flag(&o.replace),
		"ABSTTL":  flag(&o.absolute),
		"IDLETIME": {1, func(args []string) (ok bool) {
			if o.freq >= 0 {
				return false
			}
			if o.idle, ok = c.number(args[0]); ok && o.idle < 0 {
				c.fail("ERR Invalid IDLETIME value, must be >= 0")
				return false
			}
			return ok
		}},
		"FREQ": {1, func(args []string) (ok bool) {
			if o.idle >= 0 {
				return false
			}
			if o.freq, ok = c.number(args[0]); ok && (o.freq < 0 || o.freq > 255) {
				c.fail("ERR Invalid FREQ value, must be >= 0 and <= 255")
				return false
			}
			return ok
		}},
	})
	return o, ok
}

func restore(c *call) {
	o, ok := c.restoreOptions()
	if !ok {
		return
	}
	key := c.args[1]
	if !o.replace && c.peek(key) != nil {
		c.fail("BUSYKEY Target key name already exists.")
		return
	}
	ttl, ok := c.number(c.args[2])
	if !ok {
		return
	}
	if ttl < 0 {
		c.fail("ERR Invalid TTL value, must be >= 0")
		return
	}
	body, ok := unsealed(c.args[3])
	if !ok {
		c.fail(badPayload)
		return
	}
	p := &payload{body, true}
	store := p.read()
	if !p.ok || store == nil || len(p.rest) > 0 {
		c.fail("ERR Bad data format")
		return
	}
	c.restored(key, store, ttl, o)
}

func (c *call) restored(key string, store func(c *call, key string), ttl int64, o restoring) {
	now := c.s.clock.ms()
	if ttl > 0 && !o.absolute {
		ttl += now
	}
	if ttl > 0 && ttl <= now {
		c.delete(key)
		c.ok()
		return
	}
	store(c, key)
	e := c.peek(key)
	c.here().expireAt(c.s, key, e, ttl)
	if o.idle > 0 {
		e.used = now - 1000*o.idle
	}
	c.wrote('g', "restore", key)
	c.ok()
}
