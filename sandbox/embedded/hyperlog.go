package embedded

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// HyperLogLogs: strings that count distinct elements by the longest run of
// zeros in their hashes. The layout is Redis's own: a header, and 16384
// registers of 6 bits, or runs of registers while most are empty.
const (
	hllBits      = 14
	hllRegisters = 1 << hllBits
	hllHeader    = 16
	hllDense     = hllHeader + hllRegisters*6/8
	hllMax       = 64 - hllBits + 1
)

func hyperlogRules() map[string]rule {
	return map[string]rule{
		"PFADD":      arity(-2, pfadd),
		"PFCOUNT":    arity(-2, pfcount),
		"PFMERGE":    arity(-2, pfmerge),
		"PFSELFTEST": arity(1, (*call).ok),
	}
}

type registers [hllRegisters]byte

// hyperlog reads a key's registers; v is nil when there is no key.
func (c *call) hyperlog(key string) (regs *registers, v *str, ok bool) {
	v, ok = look[*str](c, key)
	if !ok {
		return nil, nil, false
	}
	regs = &registers{}
	if v == nil {
		return regs, nil, true
	}
	if t := v.text; len(t) < hllHeader || string(t[:4]) != "HYLL" || t[4] > 1 || t[4] == 0 && len(t) != hllDense {
		c.fail("WRONGTYPE Key is not a valid HyperLogLog string value.")
		return nil, nil, false
	}
	if !regs.read(v.text) {
		c.fail("INVALIDOBJ Corrupted HLL object detected")
		return nil, nil, false
	}
	return regs, v, true
}

func (r *registers) read(text string) bool {
	if text[4] == 0 {
		body := text[hllHeader:]
		for i := range r {
			at := i * 6
			n := uint(body[at/8]) >> (at & 7)
			if at&7 > 2 {
				n |= uint(body[at/8+1]) << (8 - at&7)
			}
			r[i] = byte(n & 63)
		}
		return true
	}
	i := 0
	for body := text[hllHeader:]; len(body) > 0; {
		op, n, val := body[0], 0, byte(0)
		switch {
		case op>>6 == 0:
			n, body = int(op&63)+1, body[1:]
		case op>>6 == 1 && len(body) > 1:
			n, body = int(op&63)<<8+int(body[1])+1, body[2:]
		case op>>7 == 1:
			n, val, body = int(op&3)+1, op>>2&31+1, body[1:]
		default:
			return false
		}
		for ; n > 0 && i < hllRegisters; n-- {
			r[i] = val
			i++
		}
	}
	return i == hllRegisters
}

// write makes the string: runs as long as they are short enough. The count
// kept in the header is marked as out of date.
func (r *registers) write(sparseMax int64, dense bool) []byte {
	text := make([]byte, hllHeader, 64)
	copy(text, "HYLL")
	text[15] = 0x80
	if !dense {
		text[4] = 1
		if text, ok := r.runs(text); ok && int64(len(text)-hllHeader) <= sparseMax {
			return text
		}
	}
	text = append(text[:hllHeader], make([]byte, hllDense-hllHeader)...)
	text[4] = 0
	body := text[hllHeader:]
	for i, n := range r {
		at := i * 6
		body[at/8] |= n << (at & 7)
		if at&7 > 2 {
			body[at/8+1] |= n >> (8 - at&7)
		}
	}
	return text
}

// runs writes the registers as runs of zeros (short or long) and of values.
func (r *registers) runs(text []byte) ([]byte, bool) {
	for i := 0; i < hllRegisters; {
		n := 1
		for i+n < hllRegisters && r[i+n] == r[i] {
			n++
		}
		switch {
		case r[i] > 32:
			return nil, false
		case r[i] > 0:
			n = min(n, 4)
			text = append(text, 0x80|(r[i]-1)<<2|byte(n-1))
		case n > 64:
			text = append(text, 0x40|byte((n-1)>>8), byte(n-1))
		default:
			text = append(text, byte(n-1))
		}
		i += n
	}
	return text, true
}

// add counts an element and reports whether a register has changed.
func (r *registers) add(element string) bool {
	hash := murmur(element, 0xadc83b19)
	i := hash & (hllRegisters - 1)
	zeros := byte(bits.TrailingZeros64(hash>>hllBits|1<<(64-hllBits)) + 1)
	if zeros <= r[i] {
		return false
	}
	r[i] = zeros
	return true
}

// murmur is MurmurHash64A.
func murmur(text string, seed uint64) uint64 {
	const m, shift = 0xc6a4a7935bd1e995, 47
	data := []byte(text)
	h := seed ^ uint64(len(data))*m
	for ; len(data) >= 8; data = data[8:] {
		k := binary.LittleEndian.Uint64(data) * m
		k ^= k >> shift
		h = (h ^ k*m) * m
	}
	if len(data) > 0 {
		var tail [8]byte
		copy(tail[:], data)
		h = (h ^ binary.LittleEndian.Uint64(tail[:])) * m
	}
	h ^= h >> shift
	h *= m
	return h ^ h>>shift
}

// count estimates the number of elements, by Otmar Ertl's formula.
func (r *registers) count() uint64 {
	var histogram [64]int
	for _, n := range r {
		histogram[n]++
	}
	const m, q = float64(hllRegisters), 64 - hllBits
	z := m * tau((m-float64(histogram[q+1]))/m)
	for j := q; j >= 1; j-- {
		z = (z + float64(histogram[j])) * 0.5
	}
	z += m * sigma(float64(histogram[0])/m)
	return uint64(math.Round(0.721347520444481703680 * m * m / z))
}

func sigma(x float64) float64 {
	if x == 1 {
		return math.Inf(1)
	}
	y, z := 1.0, x
	for {
		x *= x
		old := z
		z += x * y
		y += y
		if z == old {
			return z
		}
	}
}

func tau(x float64) float64 {
	if x == 0 || x == 1 {
		return 0
	}
	y, z := 1.0, 1-x
	for {
		x = math.Sqrt(x)
		old := z
		y *= 0.5
		z -= (1 - x) * (1 - x) * y
		if z == old {
			return z / 3
		}
	}
}

func (c *call) storeHyperlog(key string, v *str, regs *registers, dense bool) {
	text := regs.write(c.s.config.number("hll-sparse-max-bytes"), dense)
	if v != nil {
		copy(text[8:15], v.text[8:15])
	}
	c.keepText(key, string(text), asRaw)
}

func pfadd(c *call) {
	key := c.args[1]
	regs, v, ok := c.hyperlog(key)
	if !ok {
		return
	}
	changed := v == nil
	for _, element := range c.args[2:] {
		changed = regs.add(element) || changed
	}
	if changed {
		c.storeHyperlog(key, v, regs, v != nil && v.text[4] == 0)
		c.wrote('$', "pfadd", key)
	}
	c.truth(changed)
}

// merged is the union of several keys' registers.
func (c *call) merged(keys []string) (regs *registers, dense, ok bool) {
	regs = &registers{}
	for _, key := range keys {
		more, v, ok := c.hyperlog(key)
		if !ok {
			return nil, false, false
		}
		dense = dense || v != nil && v.text[4] == 0
		for i, n := range more {
			regs[i] = max(regs[i], n)
		}
	}
	return regs, dense, true
}

// merging is the string of a key that has been read already, nil for none.
func (c *call) merging(key string) *str {
	e := c.peek(key)
	if e == nil {
		return nil
	}
	return e.val.(*str).load()
}

func pfcount(c *call) {
	regs, _, ok := c.merged(c.args[1:])
	if !ok {
		return
	}
	n := regs.count()
	if v := c.merging(c.args[1]); len(c.args) == 2 && v != nil {
		text := []byte(v.text)
		binary.LittleEndian.PutUint64(text[8:], n) // kept for the next time
		c.keepText(c.args[1], string(text), asRaw)
	}
	c.integer(int64(n))
}

func pfmerge(c *call) {
	key := c.args[1]
	regs, dense, ok := c.merged(c.args[1:])
	if !ok {
		return
	}
	v := c.merging(key)
	c.storeHyperlog(key, v, regs, dense)
	c.wrote('$', "pfadd", key)
	c.ok()
}
