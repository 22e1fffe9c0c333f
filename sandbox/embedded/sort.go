package embedded

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

func sortRules() map[string]rule {
	return map[string]rule{
		"SORT":    arity(-2, func(c *call) { c.sort(false) }),
		"SORT_RO": arity(-2, func(c *call) { c.sort(true) }),
	}
}

// sorting is what SORT's options say.
type sorting struct {
	desc, alpha   bool
	by            string
	byGiven       bool
	gets          []string
	offset, count int64
	store         string
	storing       bool
}

func (c *call) sortOptions(readOnly bool) (o sorting, ok bool) {
	o.count = -1
	known := options{
		"ASC":   {0, func([]string) bool { o.desc = false; return true }},
		"DESC":  flag(&o.desc),
		"ALPHA": flag(&o.alpha),
		"LIMIT": {2, func(args []string) (ok bool) {
			if o.offset, ok = c.number(args[0]); ok {
				o.count, ok = c.number(args[1])
			}
			return ok
		}},
		"BY":  {1, func(args []string) bool { o.by, o.byGiven = args[0], true; return true }},
		"GET": {1, func(args []string) bool { o.gets = append(o.gets, args[0]); return true }},
	}
	if !readOnly {
		known["STORE"] = option{1, func(args []string) bool { o.store, o.storing = args[0], true; return true }}
	}
	return o, c.parse(2, known)
}

func (c *call) sort(readOnly bool) {
	o, ok := c.sortOptions(readOnly)
	if !ok {
		return
	}
	names, ok := c.sortable(c.args[1], &o)
	if !ok {
		return
	}
	if sorts := !o.byGiven || strings.Contains(o.by, "*"); sorts {
		if names, ok = c.sorted(names, o); !ok {
			c.fail("ERR One or more scores can't be converted into double")
			return
		}
	}
	n := int64(len(names))
	from := min(max(o.offset, 0), n)
	to := n
	if o.count >= 0 {
		to = min(from+min(o.count, n), n)
	}
	c.sortReply(names[from:to], o)
}

// sortable returns what is to be sorted. A set that is stored without being
// sorted is sorted after all, so that the result is always the same.
func (c *call) sortable(key string, o *sorting) ([]string, bool) {
	e := c.entry(key)
	if e == nil {
		return nil, true
	}
	switch v := e.val.(type) {
	case *list:
		names := v.all()
		if o.byGiven && !strings.Contains(o.by, "*") && o.desc {
			slices.Reverse(names)
		}
		return names, true
	case *members:
		if o.byGiven && !strings.Contains(o.by, "*") && (o.storing || c.from == nil) {
			o.byGiven, o.alpha = false, true
		}
		return v.list(), true
	case *zset:
		names := v.list()
		if o.byGiven && !strings.Contains(o.by, "*") && o.desc {
			slices.Reverse(names)
		}
		return names, true
	}
	c.fail(wrongKind)
	return nil, false
}

// weighted is an element with what it is sorted by.
type weighted struct {
	name  string
	text  string
	has   bool
	score float64
}

func (c *call) sorted(names []string, o sorting) ([]string, bool) {
	items := make([]weighted, len(names))
	for i, name := range names {
		w := weighted{name: name, text: name, has: true}
		if o.byGiven {
			w.text, w.has = c.byPattern(o.by, name)
		}
		if !o.alpha && w.has {
			f, over, ok := strtod(strings.TrimLeft(w.text, " \t\n\v\f\r"))
			if !ok || over || math.IsNaN(f) {
				return nil, false
			}
			w.score = f
		}
		items[i] = w
	}
	slices.SortStableFunc(items, func(a, b weighted) int {
		order := cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.name, b.name))
		if o.alpha {
			order = cmp.Or(compareBool(a.has, b.has), strings.Compare(a.text, b.text))
		}
		if o.desc {
			return -order
		}
		return order
	})
	out := make([]string, len(items))
	for i, w := range items {
		out[i] = w.name
	}
	return out, true
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// byPattern reads the string, or the field of a hash, that a pattern leads to
// when the name takes the place of its star.
func (c *call) byPattern(pattern, name string) (string, bool) {
	if pattern == "#" {
		return name, true
	}
	before, after, ok := strings.Cut(pattern, "*")
	if !ok {
		return "", false
	}
	field := ""
	if at := strings.Index(after, "->"); at >= 0 && at+2 < len(after) {
		after, field = after[:at], after[at+2:]
	}
	e := c.entry(before + name + after)
	if e == nil {
		return "", false
	}
	switch v := e.val.(type) {
	case *str:
		return v.load().text, field == ""
	case *hash:
		if field != "" {
			return v.get(field)
		}
	}
	return "", false
}

func (c *call) sortReply(names []string, o sorting) {
	if len(o.gets) == 0 {
		o.gets = []string{"#"}
	}
	if !o.storing {
		c.array(len(names) * len(o.gets))
	}
	var out []string
	for _, name := range names {
		for _, pattern := range o.gets {
			text, there := c.byPattern(pattern, name)
			switch {
			case o.storing:
				out = append(out, text)
			case there:
				c.bulk(text)
			default:
				c.null()
			}
		}
	}
	if o.storing {
		c.storeResult(o.store, len(out), 'l', "sortstore", func() { create(c, o.store, newList).push(false, out...) })
	}
}
