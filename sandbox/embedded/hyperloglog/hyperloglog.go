// Package hyperloglog counts distinct elements by the longest run of zeros in
// their hashes, as Redis does. A HyperLogLog is a string: a header, and 16384
// registers of 6 bits, or runs of registers while most are empty.
//
// It promises Redis's bytes and estimates. It refuses to know where the
// strings are kept.
package hyperloglog

import (
	"encoding/binary"
	"math"
	"math/bits"
)

const (
	indexBits = 14
	registers = 1 << indexBits
	header    = 16
	denseSize = header + registers*6/8
)

// Registers have the longest run of zeros each.
type Registers [registers]byte

// Valid reports whether a string looks like a HyperLogLog.
func Valid(text string) bool {
	return len(text) >= header && text[:4] == "HYLL" && text[4] <= 1 && (text[4] == 1 || len(text) == denseSize)
}

// Dense reports whether a valid string has all registers, not runs of them.
func Dense(text string) bool { return text[4] == 0 }

// Parse reads a valid string; ok is false when its runs are corrupt.
func Parse(text string) (r *Registers, ok bool) {
	r = &Registers{}
	return r, r.read(text)
}

// Merge makes the registers those of the union with others.
func (r *Registers) Merge(others *Registers) {
	for i, n := range others {
		r[i] = max(r[i], n)
	}
}

// Keep puts a count into the string, for the next time.
func Keep(text []byte, n uint64) { binary.LittleEndian.PutUint64(text[8:], n) }

// KeepOld takes the count from an old string and leaves it marked as out of
// date.
func KeepOld(text []byte, old string) { copy(text[8:15], old[8:15]) }

// read takes the registers out of a valid string, and reports whether there are
// just as many as there should be.
func (r *Registers) read(text string) bool {
	if text[4] == 0 {
		body := text[header:]
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
	for body := text[header:]; len(body) > 0; {
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
		for ; n > 0 && i < registers; n-- {
			r[i] = val
			i++
		}
	}
	return i == registers
}

// Text makes the string: runs as long as they are short enough. The count
// kept in the header is marked as out of date.
func (r *Registers) Text(sparseMax int64, dense bool) []byte {
	text := make([]byte, header, 64)
	copy(text, "HYLL")
	text[15] = 0x80
	if !dense {
		text[4] = 1
		if text, ok := r.runs(text); ok && int64(len(text)-header) <= sparseMax {
			return text
		}
	}
	text = append(text[:header], make([]byte, denseSize-header)...)
	text[4] = 0
	body := text[header:]
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
func (r *Registers) runs(text []byte) ([]byte, bool) {
	for i := 0; i < registers; {
		n := 1
		for i+n < registers && r[i+n] == r[i] {
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

// Add counts an element and reports whether a register has changed.
func (r *Registers) Add(element string) bool {
	hash := murmur(element, 0xadc83b19)
	i := hash & (registers - 1)
	zeros := byte(bits.TrailingZeros64(hash>>indexBits|1<<(64-indexBits)) + 1)
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

// Count estimates the number of elements, by Otmar Ertl's formula.
func (r *Registers) Count() uint64 {
	var histogram [64]int
	for _, n := range r {
		histogram[n]++
	}
	const m, q = float64(registers), 64 - indexBits
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
