package embedded

import "strconv"

// str is a string value. How Redis would keep it depends on how it came to be.
type str struct {
	text []byte
	form form
}

// form is what a string's encoding depends on besides its text.
type form byte

const (
	asGiven form = iota // SET: numbers are kept as such
	asText              // INCRBYFLOAT: a text, number or not
	asRaw               // APPEND and its kin: room to grow
)

func newStr(text string) *str { return &str{text: []byte(text)} }

func (v *str) kind() string { return "string" }
func (v *str) clone() value { return &str{append([]byte(nil), v.text...), v.form} }

func (v *str) size() int {
	if v == nil {
		return 0
	}
	return len(v.text)
}

func (v *str) encoding() string {
	switch {
	case v.form == asRaw:
		return "raw"
	case v.form == asGiven && isNumber(string(v.text)):
		return "int"
	case len(v.text) <= 44:
		return "embstr"
	}
	return "raw"
}

func stringRules() map[string]rule {
	return map[string]rule{
		"GET":      arity(2, get),
		"SET":      arity(-3, set),
		"SETNX":    arity(3, setnx),
		"SETEX":    arity(4, setWithTTL(seconds)),
		"PSETEX":   arity(4, setWithTTL(milliseconds)),
		"GETEX":    arity(-2, getex),
		"GETSET":   arity(3, getset),
		"GETDEL":   arity(2, getdel),
		"MGET":     arity(-2, mget),
		"MSET":     arity(-3, mset),
		"MSETNX":   arity(-3, msetnx),
		"APPEND":   arity(3, appendTo),
		"STRLEN":   arity(2, strlen),
		"GETRANGE": arity(4, getrange),
		"SUBSTR":   arity(4, getrange),
		"SETRANGE": arity(4, setrange),
		"LCS":      arity(-3, lcs),
	}
}

func get(c *call) {
	if v, ok := look[*str](c, c.args[1]); ok {
		c.text(v)
	}
}

// text answers with a string, or nothing when there is none.
func (c *call) text(v *str) {
	if v == nil {
		c.null()
		return
	}
	c.bytes(v.text)
}

// setText puts a string under a key, as SET does.
func (c *call) setText(key, text string) {
	c.put(key, newStr(text))
	c.event('$', "set", key)
}

// setOptions are those of SET and GETEX.
type setOptions struct {
	nx, xx, get, keep, persist bool
	time                       string
	unit                       unit
	timed                      bool
}

// read takes the options apart. NX and XX, and the ways to say how long, shut
// each other out.
func (o *setOptions) read(args []string, ofSet bool) bool {
	for i := 0; i < len(args); i++ {
		u, timed := timeUnit(args[i])
		switch word := upper(args[i]); {
		case ofSet && word == "NX" && !o.xx:
			o.nx = true
		case ofSet && word == "XX" && !o.nx:
			o.xx = true
		case ofSet && word == "GET":
			o.get = true
		case ofSet && word == "KEEPTTL" && !o.persist && !o.timed:
			o.keep = true
		case !ofSet && word == "PERSIST" && !o.timed:
			o.persist = true
		case timed && !o.keep && !o.persist && (!o.timed || o.unit == u) && i+1 < len(args):
			o.time, o.unit, o.timed = args[i+1], u, true
			i++
		default:
			return false
		}
	}
	return true
}

func set(c *call) {
	var o setOptions
	if !o.read(c.args[3:], true) {
		c.fail(syntaxErr)
		return
	}
	at, ok := int64(0), true
	if o.timed {
		if at, ok = c.deadline(o.time, o.unit, 1); !ok {
			return
		}
	}
	key := c.args[1]
	if o.get {
		old, ok := look[*str](c, key)
		if !ok {
			return
		}
		c.text(old)
	}
	if there := c.peek(key) != nil; o.nx && there || o.xx && !there {
		if !o.get {
			c.null()
		}
		return
	}
	e := c.here().set(c.s, key, newStr(c.args[2]))
	if !o.keep {
		c.here().expireAt(c.s, key, e, at)
	}
	c.wrote('$', "set", key)
	if o.timed {
		c.event('g', "expire", key)
	}
	if !o.get {
		c.ok()
	}
}

func setnx(c *call) {
	there := c.peek(c.args[1]) != nil
	if !there {
		c.setText(c.args[1], c.args[2])
	}
	c.truth(!there)
}

func setWithTTL(u unit) rule {
	return func(c *call) {
		at, ok := c.deadline(c.args[2], u, 1)
		if !ok {
			return
		}
		key := c.args[1]
		c.put(key, newStr(c.args[3]))
		c.here().expireAt(c.s, key, c.peek(key), at)
		c.event('$', "set", key)
		c.event('g', "expire", key)
		c.ok()
	}
}

func getex(c *call) {
	var o setOptions
	if !o.read(c.args[2:], false) {
		c.fail(syntaxErr)
		return
	}
	key := c.args[1]
	v, ok := look[*str](c, key)
	if !ok {
		return
	}
	if v == nil {
		c.null()
		return
	}
	at, ok := int64(0), true
	if o.timed {
		if at, ok = c.deadline(o.time, o.unit, 1); !ok {
			return
		}
	}
	c.bytes(v.text)
	e := c.peek(key)
	switch {
	case o.timed && at <= c.s.clock.ms():
		c.delete(key)
	case o.timed:
		c.here().expireAt(c.s, key, e, at)
		c.wrote('g', "expire", key)
	case o.persist && e.at != 0:
		c.here().expireAt(c.s, key, e, 0)
		c.wrote('g', "persist", key)
	}
}

func getset(c *call) {
	if v, ok := look[*str](c, c.args[1]); ok {
		c.text(v)
		c.setText(c.args[1], c.args[2])
	}
}

func getdel(c *call) {
	v, ok := look[*str](c, c.args[1])
	if !ok {
		return
	}
	c.text(v)
	if v != nil {
		c.delete(c.args[1])
	}
}

func mget(c *call) {
	c.array(len(c.args) - 1)
	for _, key := range c.args[1:] {
		var v *str
		if e := c.entry(key); e != nil {
			v, _ = e.val.(*str)
		}
		c.text(v)
	}
}

// pairs refuses names and values that do not come in pairs.
func (c *call) pairs() bool {
	if len(c.args)%2 == 0 {
		c.wrongArity()
		return false
	}
	return true
}

func mset(c *call) {
	if c.pairs() {
		c.setAll()
		c.ok()
	}
}

func (c *call) setAll() {
	for i := 1; i < len(c.args); i += 2 {
		c.setText(c.args[i], c.args[i+1])
	}
}

func msetnx(c *call) {
	if !c.pairs() {
		return
	}
	for i := 1; i < len(c.args); i += 2 {
		if c.peek(c.args[i]) != nil {
			c.integer(0)
			return
		}
	}
	c.setAll()
	c.integer(1)
}

func appendTo(c *call) {
	key, more := c.args[1], c.args[2]
	v, ok := look[*str](c, key)
	switch {
	case !ok:
		return
	case v == nil:
		v = newStr(more)
		c.put(key, v)
	case c.tooLong(int64(len(v.text)), int64(len(more))):
		return
	default:
		v.text, v.form = append(v.text, more...), asRaw
	}
	c.wrote('$', "append", key)
	c.count(len(v.text))
}

// tooLong answers a string that would be larger than proto-max-bulk-len.
func (c *call) tooLong(offset, n int64) bool {
	if total := offset + n; total < offset || total > c.s.config.number("proto-max-bulk-len") {
		c.fail("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
		return true
	}
	return false
}

func strlen(c *call) {
	if v, ok := look[*str](c, c.args[1]); ok {
		c.count(v.size())
	}
}

func getrange(c *call) {
	start, ok := c.number(c.args[2])
	if !ok {
		return
	}
	end, ok := c.number(c.args[3])
	if !ok {
		return
	}
	v, ok := look[*str](c, c.args[1])
	if !ok {
		return
	}
	n := int64(v.size())
	if start < 0 && end < 0 && start > end || n == 0 {
		c.bulk("")
		return
	}
	from, to := bounds(start, end, n)
	if to = max(to, 0); from > to {
		c.bulk("")
		return
	}
	c.bytes(v.text[from : to+1])
}

func setrange(c *call) {
	offset, ok := c.number(c.args[2])
	if !ok {
		return
	}
	if offset < 0 {
		c.fail("ERR offset is out of range")
		return
	}
	key, patch := c.args[1], c.args[3]
	v, ok := look[*str](c, key)
	switch {
	case !ok:
		return
	case patch == "":
		c.count(v.size())
		return
	case c.tooLong(offset, int64(len(patch))):
		return
	}
	v = c.writable(key, v)
	v.grow(int(offset) + len(patch))
	copy(v.text[offset:], patch)
	c.wrote('$', "setrange", key)
	c.count(len(v.text))
}

// writable returns the string to be changed in place, a new one when there is
// none.
func (c *call) writable(key string, v *str) *str {
	if v == nil {
		v = &str{}
		c.here().set(c.s, key, v)
	}
	v.form = asRaw
	return v
}

// grow makes the string n bytes long, with zero bytes behind what it has.
func (v *str) grow(n int) {
	if n <= len(v.text) {
		return
	}
	if n <= cap(v.text) {
		clear(v.text[len(v.text):n])
		v.text = v.text[:n]
		return
	}
	text := make([]byte, n)
	copy(text, v.text)
	v.text = text
}

func itoa(n int) string        { return strconv.Itoa(n) }
func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
