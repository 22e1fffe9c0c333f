package embedded

import "strconv"

// str is a string value. How Redis would keep it depends on how it came to be.
type str struct {
	home
	form form
	text string // once loaded
}

// form is what a string's encoding depends on besides its text.
type form byte

const (
	asGiven form = iota // SET: numbers are kept as such
	asText              // INCRBYFLOAT: a text, number or not
	asRaw               // APPEND and its kin: room to grow
)

func (v *str) kind() string { return "string" }

// load returns the value with its text.
func (v *str) load() *str {
	text, _ := v.db.Get(v.key)
	return &str{v.home, v.form, text}
}

func (v *str) size() int {
	if v == nil {
		return 0
	}
	text, _ := v.db.Get(v.key)
	return len(text)
}

func (v *str) copyTo(p home) value {
	text, _ := v.db.Get(v.key)
	_ = p.db.Set(p.key, text) // nothing is there
	return &str{home: p, form: v.form}
}

func (v *str) encoding() string {
	text, _ := v.db.Get(v.key)
	switch {
	case v.form == asRaw:
		return "raw"
	case v.form == asGiven && isNumber(text):
		return "int"
	case len(text) <= 44:
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
	c.bulk(v.text)
}

// keepText makes a string of a key, which keeps its deadline.
func (c *call) keepText(key, text string, f form) *entry {
	sp := c.here()
	if e, ok := sp.keys.get(key); ok && e.val.kind() != "string" {
		e.val.drop()
	}
	v := &str{home: sp.home(key), form: f}
	_ = v.db.Set(key, text) // nothing of another type is there
	return sp.hold(c.s, key, v)
}

// setText puts a string under a key, as SET does.
func (c *call) setText(key, text string) {
	c.here().expireAt(c.s, key, c.keepText(key, text, asGiven), 0)
	c.wrote('$', "set", key)
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
	e := c.keepText(key, c.args[2], asGiven)
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
		c.here().expireAt(c.s, key, c.keepText(key, c.args[3], asGiven), at)
		c.wrote('$', "set", key)
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
	c.bulk(v.text)
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
		if e := c.entry(key); e != nil && e.val.kind() == "string" {
			v = e.val.(*str).load()
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
	key, text := c.args[1], c.args[2]
	v, ok := look[*str](c, key)
	switch {
	case !ok:
		return
	case v == nil:
		c.keepText(key, text, asGiven)
	case c.tooLong(int64(len(v.text)), int64(len(text))):
		return
	default:
		text = v.text + text
		c.keepText(key, text, asRaw)
	}
	c.wrote('$', "append", key)
	c.count(len(text))
}

func itoa(n int) string        { return strconv.Itoa(n) }
func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
