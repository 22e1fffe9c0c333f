package embedded

import (
	"slices"
	"strconv"
	"strings"
)

// SCAN and its kin: walking over large collections in steps.
func scanRules() map[string]rule {
	return map[string]rule{
		"SCAN":  arity(-2, scanKeys),
		"HSCAN": arity(-3, hscan),
		"SSCAN": arity(-3, sscan),
		"ZSCAN": arity(-3, zscan),
	}
}

// cursor reads where a walk goes on.
func (c *call) cursor(arg string) (uint64, bool) {
	if arg == "" {
		return 0, true // as strtoul has it, which lets signs pass too
	}
	text, negative := strings.CutPrefix(arg, "-")
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 10, 64)
	if err != nil {
		c.fail("ERR invalid cursor")
		return 0, false
	}
	if negative {
		n = -n
	}
	return n, true
}

// scanning is what the options of SCAN say.
type scanning struct {
	count   int64
	pattern string
	matched bool
	kind    string
	typed   bool // there is a kind
	bare    bool // HSCAN without values, as since 7.4
}

func (c *call) scanOptions(at int) (o scanning, ok bool) {
	o.count = 10
	known := options{
		"COUNT": {1, func(args []string) (ok bool) {
			o.count, ok = c.number(args[0])
			return ok && o.count >= 1
		}},
		"MATCH": {1, func(args []string) bool {
			o.pattern, o.matched = args[0], true
			return true
		}},
	}
	switch c.arg(0) {
	case "SCAN":
		known["TYPE"] = option{1, func(args []string) bool { o.kind, o.typed = args[0], true; return true }}
	case "HSCAN":
		known["NOVALUES"] = flag(&o.bare)
	}
	return o, c.parse(at, known)
}

// fits reports whether a name is wanted.
func (o *scanning) fits(name string) bool { return !o.matched || match(o.pattern, name) }

func scanKeys(c *call) {
	from, ok := c.cursor(c.args[1])
	if !ok {
		return
	}
	o, ok := c.scanOptions(2)
	if !ok {
		return
	}
	names, next := c.here().keys.scan(from, o.count)
	found := names[:0:0]
	for _, name := range names {
		if o.fits(name) && (!o.typed || strings.EqualFold(c.peek(name).val.kind(), o.kind)) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	c.array(2)
	c.bulk(strconv.FormatUint(next, 10))
	c.bulks(found...)
}

// scanned answers a walk over a value: all at once when it is small, in steps
// when walk is given. second writes what belongs to a name.
func (c *call) scanned(small []string, walk func(from uint64, n int64) ([]string, uint64), o scanning, from uint64, second func(name string)) {
	next := uint64(0)
	if walk != nil {
		small, next = walk(from, o.count)
	}
	var found []string
	for _, name := range small {
		if o.fits(name) {
			found = append(found, name)
		}
	}
	c.array(2)
	c.bulk(strconv.FormatUint(next, 10))
	if second == nil {
		c.bulks(found...)
		return
	}
	c.array(2 * len(found))
	for _, name := range found {
		c.bulk(name)
		second(name)
	}
}

// scanStart reads the cursor, looks for the value and reads the options, in
// Redis's order. A key that is not there has nothing to walk over.
func scanStart[T value](c *call) (v T, from uint64, o scanning, ok bool) {
	if from, ok = c.cursor(c.args[2]); !ok {
		return v, 0, o, false
	}
	e := c.entry(c.args[1])
	if e == nil {
		c.array(2)
		c.bulk("0")
		c.array(0)
		return v, 0, o, false
	}
	if v, ok = e.val.(T); !ok {
		c.fail(wrongKind)
		return v, 0, o, false
	}
	o, ok = c.scanOptions(3)
	return v, from, o, ok
}

func hscan(c *call) {
	h, from, o, ok := scanStart[*hash](c)
	if !ok {
		return
	}
	value := func(field string) { c.textOf(h, field) }
	if o.bare {
		value = nil
	}
	if h.large {
		c.scanned(nil, h.names.scan, o, from, value)
		return
	}
	c.scanned(h.names.names(), nil, o, from, value)
}

func sscan(c *call) {
	m, from, o, ok := scanStart[*members](c)
	if !ok {
		return
	}
	if m.table {
		c.scanned(nil, m.names.scan, o, from, nil)
		return
	}
	c.scanned(m.list(), nil, o, from, nil)
}

func zscan(c *call) {
	z, from, o, ok := scanStart[*zset](c)
	if !ok {
		return
	}
	score := func(name string) {
		f, _ := z.score(name)
		c.bulk(formatScore(f))
	}
	if z.large {
		c.scanned(nil, z.scan, o, from, score)
		return
	}
	c.scanned(z.list(), nil, o, from, score)
}

// scan walks over the members in the order in which they came, which does not
// change when scores do. It is kept from the first walk on.
func (z *zset) scan(from uint64, n int64) (names []string, next uint64) {
	if z.came == nil {
		z.came = newDict[struct{}]()
		for x := range z.from(0) {
			z.came.put(x.name, struct{}{})
		}
	}
	return z.came.scan(from, n)
}
