package embedded

import "math/bits"

// Strings as arrays of bits, the highest of each byte first.
func bitRules() map[string]rule {
	return map[string]rule{
		"SETBIT":   arity(4, setbit),
		"GETBIT":   arity(3, getbit),
		"BITCOUNT": arity(-2, bitcount),
		"BITPOS":   arity(-3, bitpos),
		"BITOP":    arity(-4, bitop),
	}
}

// bitOffset reads the place of a bit; with a # before it, it counts fields of
// a width.
func (c *call) bitOffset(arg string, width int64) (int64, bool) {
	scale := int64(1)
	if width > 0 && arg != "" && arg[0] == '#' {
		arg, scale = arg[1:], width
	}
	n, ok := parseInt(arg)
	limit := c.s.config.number("proto-max-bulk-len")
	if !ok || n < 0 || n > (limit<<3)/scale || n*scale>>3 >= limit {
		c.fail(badOffset)
		return 0, false
	}
	return n * scale, true
}

func (v *str) bit(i int64) byte {
	if v == nil || i>>3 >= int64(len(v.text)) {
		return 0
	}
	return v.text[i>>3] >> (7 - i&7) & 1
}

func setbit(c *call) {
	at, ok := c.bitOffset(c.args[2], 0)
	if !ok {
		return
	}
	on, ok := parseInt(c.args[3])
	if !ok || on&^1 != 0 {
		c.fail("ERR bit is not an integer or out of range")
		return
	}
	v, ok := look[*str](c, c.args[1])
	if !ok {
		return
	}
	old := v.bit(at)
	text := v.room(int(at>>3) + 1)
	text[at>>3] = text[at>>3]&^(1<<(7-at&7)) | byte(on)<<(7-at&7)
	c.keepText(c.args[1], string(text), asRaw)
	c.wrote('$', "setbit", c.args[1])
	c.integer(int64(old))
}

func getbit(c *call) {
	at, ok := c.bitOffset(c.args[2], 0)
	if !ok {
		return
	}
	if v, ok := look[*str](c, c.args[1]); ok {
		c.integer(int64(v.bit(at)))
	}
}

// bitRange reads start and end, which count bytes or bits, and returns the
// bits they enclose. It is empty when from > to. BITPOS looks at the unit
// before it looks at the end.
func (c *call) bitRange(at int, v *str, end, unitFirst bool) (from, to int64, ok bool) {
	start, ok := c.number(c.args[at])
	if !ok || unitFirst && !c.isUnit(at+2) {
		return 0, 0, false
	}
	last := int64(-1)
	if end {
		if last, ok = c.number(c.args[at+1]); !ok || !c.isUnit(at+2) {
			return 0, 0, false
		}
	}
	inBits := c.is(at+2, "BIT")
	n := int64(v.length())
	if inBits {
		n *= 8
	}
	if start < 0 && last < 0 && start > last {
		return 1, 0, true
	}
	from, to = bounds(start, last, n)
	to = max(to, 0)
	if !inBits && from <= to {
		return from * 8, to*8 + 7, true
	}
	return from, to, true
}

// isUnit answers a last word that is neither BYTE nor BIT.
func (c *call) isUnit(at int) bool {
	if at < len(c.args)-1 || at < len(c.args) && !c.is(at, "BIT") && !c.is(at, "BYTE") {
		c.fail(syntaxErr)
		return false
	}
	return true
}

// count returns how many bits are set from one to another, both included.
func (v *str) count(from, to int64) int {
	n := 0
	for i := from; i <= to; {
		if i&7 == 0 && i+7 <= to {
			n += bits.OnesCount8(v.text[i>>3])
			i += 8
			continue
		}
		n += int(v.bit(i))
		i++
	}
	return n
}

func bitcount(c *call) {
	v, ok := look[*str](c, c.args[1])
	switch {
	case !ok:
	case v == nil:
		c.integer(0)
	case len(c.args) == 2:
		c.count(v.count(0, int64(len(v.text))*8-1))
	case len(c.args) == 4 || len(c.args) == 5:
		if from, to, ok := c.bitRange(2, v, true, false); ok {
			c.count(v.count(from, min(to, int64(len(v.text))*8-1)))
		}
	default:
		c.fail(syntaxErr)
	}
}

func bitpos(c *call) {
	bit, ok := c.number(c.args[2])
	if !ok {
		return
	}
	if bit != 0 && bit != 1 {
		c.fail("ERR The bit argument must be 1 or 0.")
		return
	}
	v, ok := look[*str](c, c.args[1])
	switch {
	case !ok:
		return
	case v == nil:
		c.integer(-bit)
		return
	}
	from, to, ended := int64(0), int64(len(v.text))*8-1, len(c.args) > 4
	if len(c.args) > 3 {
		if from, to, ok = c.bitRange(3, v, ended, true); !ok {
			return
		}
	}
	if from > to || len(v.text) == 0 {
		c.integer(-1)
		return
	}
	c.integer(v.position(byte(bit), from, to, ended))
}

// position finds the first bit of a kind. Behind the end of a string there are
// zeros without end, unless an end was given.
func (v *str) position(bit byte, from, to int64, ended bool) int64 {
	skip := byte(0)
	if bit == 0 {
		skip = 0xFF
	}
	for i := from; i <= to; {
		if i&7 == 0 && i+7 <= to && v.text[i>>3] == skip {
			i += 8
			continue
		}
		if v.bit(i) == bit {
			return i
		}
		i++
	}
	if bit == 0 && !ended {
		return to + 1
	}
	return -1
}

func bitop(c *call) {
	op := c.arg(1)
	switch {
	case op != "AND" && op != "OR" && op != "XOR" && op != "NOT":
		c.fail(syntaxErr)
		return
	case op == "NOT" && len(c.args) != 4:
		c.fail("ERR BITOP NOT must be called with a single source key.")
		return
	}
	var sources []*str
	for _, key := range c.args[3:] {
		v, ok := look[*str](c, key)
		if !ok {
			return
		}
		sources = append(sources, v)
	}
	key, out := c.args[2], combinedBits(op, sources)
	if len(out) == 0 {
		c.delete(key)
		c.integer(0)
		return
	}
	c.here().expireAt(c.s, key, c.keepText(key, string(out), asRaw), 0)
	c.wrote('$', "set", key)
	c.count(len(out))
}

// combinedBits puts strings together, each as if zeros followed it.
func combinedBits(op string, sources []*str) []byte {
	longest := 0
	for _, v := range sources {
		longest = max(longest, v.length())
	}
	out := make([]byte, longest)
	for i := range out {
		out[i] = sources[0].byte(i)
		for _, v := range sources[1:] {
			switch op {
			case "AND":
				out[i] &= v.byte(i)
			case "OR":
				out[i] |= v.byte(i)
			case "XOR":
				out[i] ^= v.byte(i)
			}
		}
		if op == "NOT" {
			out[i] = ^out[i]
		}
	}
	return out
}

func (v *str) byte(i int) byte {
	if v == nil || i >= len(v.text) {
		return 0
	}
	return v.text[i]
}
