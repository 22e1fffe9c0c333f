package embedded

import (
	"encoding/binary"
	"strconv"
)

// The packed forms that a small value has in the payload of a Redis, old or
// new: all of it is one string, which holds a list of entries.

// The types of packed values in a payload.
const (
	dumpListZiplist   = 10
	dumpIntset        = 11
	dumpZsetZiplist   = 12
	dumpHashZiplist   = 13
	dumpQuicklist     = 14
	dumpHashListpack  = 16
	dumpZsetListpack  = 17
	dumpQuicklistPack = 18
)

// packed reads a packed value and returns the plain type it stands for and
// its entries. A type that is not packed has none.
func (p *payload) packed(kind byte) (plain byte, entries []string) {
	switch kind {
	case dumpListZiplist:
		return dumpList, p.inside((*payload).ziplist)
	case dumpIntset:
		return dumpSet, p.inside((*payload).intset)
	case dumpHashZiplist:
		return dumpHash, p.inside((*payload).ziplist)
	case dumpHashListpack:
		return dumpHash, p.inside((*payload).listpack)
	case dumpZsetZiplist:
		return dumpZset, p.inside((*payload).ziplist)
	case dumpZsetListpack:
		return dumpZset, p.inside((*payload).listpack)
	case dumpQuicklist, dumpQuicklistPack:
		return dumpList, p.quicklist(kind)
	}
	return kind, nil
}

// inside reads a string and what is in it.
func (p *payload) inside(read func(*payload) []string) []string {
	inner := &payload{[]byte(p.text()), p.ok}
	entries := read(inner)
	p.ok = inner.ok && len(inner.rest) == 0
	return entries
}

// quicklist reads the nodes of a list, each packed or one large entry.
func (p *payload) quicklist(kind byte) (entries []string) {
	n, _ := p.length()
	for ; n > 0 && p.ok; n-- {
		read := (*payload).ziplist
		if kind == dumpQuicklistPack {
			read = (*payload).listpack
			if container, _ := p.length(); container == 1 {
				entries = append(entries, p.text())
				continue
			}
		}
		entries = append(entries, p.inside(read)...)
	}
	return entries
}

func (p *payload) intset() (entries []string) {
	width := int(binary.LittleEndian.Uint32(p.take(4)))
	n := binary.LittleEndian.Uint32(p.take(4))
	if width != 2 && width != 4 && width != 8 {
		p.ok = false
	}
	for ; n > 0 && p.ok; n-- {
		entries = append(entries, p.integer(width))
	}
	return entries
}

// integer reads a signed number of so many bytes, the lowest first.
func (p *payload) integer(width int) string {
	n := uint64(0)
	for i, b := range p.take(width) {
		n |= uint64(b) << (8 * i)
	}
	unused := 64 - 8*width
	return strconv.FormatInt(int64(n<<unused)>>unused, 10)
}

// packEnd is the last byte of a ziplist and of a listpack.
const packEnd = 0xFF

// more reports whether another entry follows; if not, the end is taken.
func (p *payload) more() bool {
	if p.ok && len(p.rest) > 0 && p.rest[0] != packEnd {
		return true
	}
	p.take(1)
	return false
}

// ziplist reads entries of the form before Redis 7: the size of the one
// before, the form, the bytes.
func (p *payload) ziplist() (entries []string) {
	p.take(10) // size, place of the last entry, how many
	for p.more() {
		if p.take(1)[0] == 0xFE {
			p.take(4)
		}
		entries = append(entries, p.ziplistEntry())
	}
	return entries
}

func (p *payload) ziplistEntry() string {
	switch form := p.take(1)[0]; {
	case form < 0x40:
		return string(p.take(int(form)))
	case form < 0x80:
		return string(p.take(int(form&0x3F)<<8 | int(p.take(1)[0])))
	case form == 0x80:
		return string(p.take(int(binary.BigEndian.Uint32(p.take(4)))))
	case form == 0xC0:
		return p.integer(2)
	case form == 0xD0:
		return p.integer(4)
	case form == 0xE0:
		return p.integer(8)
	case form == 0xF0:
		return p.integer(3)
	case form == 0xFE:
		return p.integer(1)
	case form > 0xF0 && form < 0xFE:
		return itoa(int(form&0x0F) - 1)
	}
	p.ok = false
	return ""
}

// listpack reads entries of the form of Redis 7: the form, the bytes, and
// their size for one who comes from behind.
func (p *payload) listpack() (entries []string) {
	p.take(6) // size, how many
	for p.more() {
		before := len(p.rest)
		entries = append(entries, p.listpackEntry())
		size := before - len(p.rest)
		for back := 1; ; back++ {
			p.take(1)
			if size < 1<<(7*back) || !p.ok {
				break
			}
		}
	}
	return entries
}

func (p *payload) listpackEntry() string {
	switch form := p.take(1)[0]; {
	case form < 0x80:
		return itoa(int(form))
	case form < 0xC0:
		return string(p.take(int(form & 0x3F)))
	case form < 0xE0:
		n := int(form&0x1F)<<8 | int(p.take(1)[0])
		return itoa(n << 51 >> 51) // 13 bits and a sign
	case form < 0xF0:
		return string(p.take(int(form&0x0F)<<8 | int(p.take(1)[0])))
	case form == 0xF0:
		return string(p.take(int(binary.LittleEndian.Uint32(p.take(4)))))
	case form == 0xF1:
		return p.integer(2)
	case form == 0xF2:
		return p.integer(3)
	case form == 0xF3:
		return p.integer(4)
	case form == 0xF4:
		return p.integer(8)
	}
	p.ok = false
	return ""
}

// unsqueezed reads a string that Redis has compressed by LZF: runs of bytes,
// and references to bytes before. It never makes more than the size it states.
func (p *payload) unsqueezed() string {
	packed, _ := p.length()
	size, _ := p.length()
	in := &payload{p.take(packed), p.ok}
	var out []byte
	for in.ok && len(in.rest) > 0 && len(out) <= size {
		control := int(in.take(1)[0])
		if control < 32 {
			out = append(out, in.take(control+1)...)
			continue
		}
		n := control >> 5
		if n == 7 {
			n += int(in.take(1)[0])
		}
		from := len(out) - (control&31)<<8 - int(in.take(1)[0]) - 1
		if from < 0 {
			in.ok = false
			break
		}
		for i := range n + 2 {
			out = append(out, out[from+i])
		}
	}
	p.ok = p.ok && in.ok && len(out) == size
	return string(out)
}
