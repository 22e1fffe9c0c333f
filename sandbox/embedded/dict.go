package embedded

import (
	"math/rand/v2"
	"sort"
)

// dict is a map that keeps its names in the order they were added. It can be
// walked in steps while it changes: a name that is there all the time is seen.
type dict[V any] struct {
	at    map[string]int // places in items
	items []item[V]
	dead  int
	next  uint64
}

// item is a name with its value. Serial numbers rise along a dict's items and
// are what cursors count.
type item[V any] struct {
	name   string
	val    V
	serial uint64
	dead   bool // removed
}

func newDict[V any]() *dict[V] { return &dict[V]{at: map[string]int{}} }

func (d *dict[V]) len() int {
	if d == nil {
		return 0
	}
	return len(d.at)
}

func (d *dict[V]) get(name string) (v V, ok bool) {
	if d == nil {
		return v, false
	}
	i, ok := d.at[name]
	if !ok {
		return v, false
	}
	return d.items[i].val, true
}

func (d *dict[V]) has(name string) bool {
	_, ok := d.get(name)
	return ok
}

// put sets a value and reports whether the name is new.
func (d *dict[V]) put(name string, v V) (added bool) {
	if i, ok := d.at[name]; ok {
		d.items[i].val = v
		return false
	}
	d.next++
	d.at[name] = len(d.items)
	d.items = append(d.items, item[V]{name: name, val: v, serial: d.next})
	return true
}

func (d *dict[V]) remove(name string) bool {
	if d == nil {
		return false
	}
	i, ok := d.at[name]
	if !ok {
		return false
	}
	delete(d.at, name)
	d.items[i] = item[V]{serial: d.items[i].serial, dead: true}
	if d.dead++; d.dead > len(d.items)/2 && d.dead > 8 {
		d.compact()
	}
	return true
}

// compact leaves the old items alone: somebody may be walking over them.
func (d *dict[V]) compact() {
	items := make([]item[V], 0, len(d.at))
	for _, it := range d.items {
		if !it.dead {
			d.at[it.name] = len(items)
			items = append(items, it)
		}
	}
	d.items, d.dead = items, 0
}

// each calls do for every name in order, until it returns false. do may
// change the dict; what it adds is not visited.
func (d *dict[V]) each(do func(name string, v V) bool) {
	if d == nil {
		return
	}
	for _, it := range d.items {
		if !it.dead && !do(it.name, it.val) {
			return
		}
	}
}

func (d *dict[V]) names() []string {
	names := make([]string, 0, d.len())
	d.each(func(name string, _ V) bool {
		names = append(names, name)
		return true
	})
	return names
}

// random returns any name of a dict that is not empty.
func (d *dict[V]) random() (string, V) {
	for {
		if it := d.items[rand.IntN(len(d.items))]; !it.dead {
			return it.name, it.val
		}
	}
}

// scan returns up to n names from a cursor on, and the cursor to go on from,
// which is 0 at the end.
func (d *dict[V]) scan(cursor uint64, n int64) (names []string, next uint64) {
	if d == nil {
		return nil, 0
	}
	if cursor > d.next {
		cursor = 0 // not one of ours: begin again
	}
	from := sort.Search(len(d.items), func(i int) bool { return d.items[i].serial >= cursor })
	for _, it := range d.items[from:] {
		switch {
		case it.dead:
		case int64(len(names)) == n:
			return names, it.serial
		default:
			names = append(names, it.name)
		}
	}
	return names, 0
}

func (d *dict[V]) clone() *dict[V] {
	out := newDict[V]()
	d.each(func(name string, v V) bool {
		out.put(name, v)
		return true
	})
	return out
}
