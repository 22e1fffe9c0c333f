package embedded

// BITFIELD: strings as arrays of integers of any width.
func bitfieldRules() map[string]rule {
	return map[string]rule{
		"BITFIELD":    arity(-2, func(c *call) { c.bitfield(false) }),
		"BITFIELD_RO": arity(-2, func(c *call) { c.bitfield(true) }),
	}
}

// intType is the type of a field, such as i8 and u16.
type intType struct {
	signed bool
	width  int64
}

func (c *call) intType(arg string) (intType, bool) {
	t := intType{signed: arg != "" && (arg[0] == 'i' || arg[0] == 'I')}
	ok := t.signed || arg != "" && (arg[0] == 'u' || arg[0] == 'U')
	if ok {
		t.width, ok = parseInt(arg[1:])
	}
	if !ok || t.width < 1 || t.signed && t.width > 64 || !t.signed && t.width > 63 {
		c.fail("ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.")
		return t, false
	}
	return t, true
}

func (t intType) limits() (low, high int64) {
	if !t.signed {
		return 0, int64(1<<uint(t.width) - 1)
	}
	high = int64(uint64(1)<<uint(t.width-1) - 1)
	return -high - 1, high
}

// wrap keeps the bits that fit.
func (t intType) wrap(n int64) int64 {
	bits := uint64(n)
	if t.width < 64 {
		bits &= 1<<uint(t.width) - 1
		if t.signed && bits>>(uint(t.width)-1) == 1 {
			bits |= ^uint64(0) << uint(t.width)
		}
	}
	return int64(bits)
}

// add is old+by; over is -1 or 1 when the sum does not fit.
func (t intType) add(old, by int64) (sum int64, over int) {
	low, high := t.limits()
	switch {
	case by > 0 && old > high-by:
		return old + by, 1
	case by < 0 && old < low-by:
		return old + by, -1
	case old > high:
		return old, 1
	case old < low:
		return old, -1
	}
	return old + by, 0
}

// fieldOp is one operation of BITFIELD.
type fieldOp struct {
	op       string
	typ      intType
	at       int64
	n        int64
	overflow string
}

func (c *call) bitfield(readOnly bool) {
	ops, ok := c.fieldOps()
	if !ok {
		return
	}
	highest, writes := int64(-1), false
	for _, op := range ops {
		if op.op != "GET" {
			writes = true
			highest = max(highest, op.at+op.typ.width-1)
		}
	}
	if writes && readOnly {
		c.fail("ERR BITFIELD_RO only supports the GET subcommand")
		return
	}
	v, ok := look[*str](c, c.args[1])
	if !ok {
		return
	}
	text := bitmap(v.room(int(highest>>3) + 1))
	c.array(len(ops))
	changed := false
	for _, op := range ops {
		changed = c.fieldRun(text, op) || changed
	}
	if writes {
		c.keepText(c.args[1], string(text), asRaw)
	}
	if changed {
		c.wrote('$', "setbit", c.args[1])
	}
}

func (c *call) fieldOps() (ops []fieldOp, ok bool) {
	overflow := "WRAP"
	for i := 2; i < len(c.args); {
		op := fieldOp{op: c.arg(i), overflow: overflow}
		more := c.left(i)
		switch {
		case op.op == "GET" && more >= 2, (op.op == "SET" || op.op == "INCRBY") && more >= 3:
		case op.op == "OVERFLOW" && more >= 1:
			if overflow = c.arg(i + 1); overflow != "WRAP" && overflow != "SAT" && overflow != "FAIL" {
				c.fail("ERR Invalid OVERFLOW type specified")
				return nil, false
			}
			i += 2
			continue
		default:
			c.fail(syntaxErr)
			return nil, false
		}
		if op.typ, ok = c.intType(c.args[i+1]); !ok {
			return nil, false
		}
		if op.at, ok = c.bitOffset(c.args[i+2], op.typ.width); !ok {
			return nil, false
		}
		i += 3
		if op.op != "GET" {
			if op.n, ok = c.number(c.args[i]); !ok {
				return nil, false
			}
			i++
		}
		ops = append(ops, op)
	}
	return ops, true
}

// bitmap is the bytes that BITFIELD works on.
type bitmap []byte

func (b bitmap) field(at int64, t intType) int64 {
	n := uint64(0)
	for i := at; i < at+t.width; i++ {
		n <<= 1
		if i>>3 < int64(len(b)) {
			n |= uint64(b[i>>3] >> (7 - i&7) & 1)
		}
	}
	return t.wrap(int64(n))
}

func (b bitmap) setField(at int64, t intType, n int64) {
	for i := range t.width {
		place := at + i
		bit := byte(uint64(n)>>uint(t.width-1-i)) & 1
		b[place>>3] = b[place>>3]&^(1<<(7-place&7)) | bit<<(7-place&7)
	}
}

// fieldRun answers one operation and reports whether it wrote.
func (c *call) fieldRun(b bitmap, op fieldOp) bool {
	old := b.field(op.at, op.typ)
	if op.op == "GET" {
		c.integer(old)
		return false
	}
	sum, over := op.typ.add(old, op.n)
	if op.op == "SET" {
		sum, over = op.typ.add(op.n, 0)
		if !op.typ.signed && op.n < 0 {
			over = 1
		}
	}
	low, high := op.typ.limits()
	switch {
	case over != 0 && op.overflow == "FAIL":
		c.null()
		return false
	case over > 0 && op.overflow == "SAT":
		sum = high
	case over < 0 && op.overflow == "SAT":
		sum = low
	default:
		sum = op.typ.wrap(sum)
	}
	b.setField(op.at, op.typ, sum)
	if op.op == "SET" {
		c.integer(old)
	} else {
		c.integer(sum)
	}
	return true
}
