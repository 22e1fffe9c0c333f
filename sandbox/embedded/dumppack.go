package embedded

import (
	"encoding/binary"
	"math"
	"strconv"
)

// Writing the packed forms of Redis 7, which small values have in a payload.

// appendListpack writes a string that holds these texts.
func appendListpack(out []byte, texts []string) []byte {
	pack := make([]byte, 6, 16*len(texts)+7)
	for _, text := range texts {
		pack = appendEntry(pack, text)
	}
	pack = append(pack, packEnd)
	binary.LittleEndian.PutUint32(pack, uint32(len(pack)))
	binary.LittleEndian.PutUint16(pack[4:], uint16(min(len(texts), math.MaxUint16)))
	return append(appendLength(out, len(pack)), pack...)
}

// appendEntry writes an entry and, behind it, its size.
func appendEntry(out []byte, text string) []byte {
	before := len(out)
	out = appendPacked(out, text)
	return appendBackwards(out, len(out)-before)
}

// appendPacked writes what an entry holds: a number in as few bytes as it needs, or a
// string behind its length.
func appendPacked(out []byte, text string) []byte {
	size := len(text)
	n, ok := parseInt(text)
	switch {
	case ok && n >= 0 && n < 1<<7:
		return append(out, byte(n))
	case ok && n >= -1<<12 && n < 1<<12:
		return append(out, 0xC0|byte(n>>8)&0x1F, byte(n))
	case ok && n >= math.MinInt16 && n <= math.MaxInt16:
		return binary.LittleEndian.AppendUint16(append(out, 0xF1), uint16(n))
	case ok && n >= -1<<23 && n < 1<<23:
		return append(out, 0xF2, byte(n), byte(n>>8), byte(n>>16))
	case ok && n >= math.MinInt32 && n <= math.MaxInt32:
		return binary.LittleEndian.AppendUint32(append(out, 0xF3), uint32(n))
	case ok:
		return binary.LittleEndian.AppendUint64(append(out, 0xF4), uint64(n))
	case size < 1<<6:
		out = append(out, 0x80|byte(size))
	case size < 1<<12:
		out = append(out, 0xE0|byte(size>>8), byte(size))
	default:
		out = binary.LittleEndian.AppendUint32(append(out, 0xF0), uint32(size))
	}
	return append(out, text...)
}

// appendBackwards writes the size of an entry for one who comes from behind:
// seven bits a byte, all but the first marked.
func appendBackwards(out []byte, size int) []byte {
	if size < 1<<7 {
		return append(out, byte(size))
	}
	var low []byte
	for ; size >= 1<<7; size >>= 7 {
		low = append(low, byte(size&0x7F)|0x80)
	}
	out = append(out, byte(size))
	for i := len(low) - 1; i >= 0; i-- {
		out = append(out, low[i])
	}
	return out
}

// appendQuicklist writes the nodes of a list. A node takes elements as long as
// it is not larger than Redis lets it be, or is empty.
func appendQuicklist(out []byte, texts []string) []byte {
	const most, empty = 8 << 10, 7
	var nodes [][]string
	size := most
	for _, text := range texts {
		if size+len(text)+8 > most {
			nodes, size = append(nodes, nil), empty
		}
		last := len(nodes) - 1
		nodes[last] = append(nodes[last], text)
		size += len(appendEntry(nil, text))
	}
	out = appendLength(out, len(nodes))
	for _, node := range nodes {
		out = appendListpack(append(out, 2), node)
	}
	return out
}

// appendIntset writes numbers that are in order.
func appendIntset(out []byte, texts []string) []byte {
	width := intWidth(texts)
	pack := binary.LittleEndian.AppendUint32(nil, uint32(width))
	pack = binary.LittleEndian.AppendUint32(pack, uint32(len(texts)))
	for _, text := range texts {
		n, _ := strconv.ParseInt(text, 10, 64)
		pack = append(pack, binary.LittleEndian.AppendUint64(nil, uint64(n))[:width]...)
	}
	return append(appendLength(out, len(pack)), pack...)
}
