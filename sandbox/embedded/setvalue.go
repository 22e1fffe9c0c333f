package embedded

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// members is a set value: integers in order as long as there are only few of
// them and nothing else, a hash table from then on.
type members struct {
	ints  []int64
	table *dict[struct{}] // nil while it is an intset
}

func (m *members) kind() string { return "set" }

func (m *members) encoding() string {
	if m.table == nil {
		return "intset"
	}
	return "hashtable"
}

func (m *members) size() int {
	switch {
	case m == nil:
		return 0
	case m.table != nil:
		return m.table.len()
	}
	return len(m.ints)
}

func (m *members) clone() value {
	if m.table != nil {
		return &members{table: m.table.clone()}
	}
	return &members{ints: slices.Clone(m.ints)}
}

func (m *members) has(name string) bool {
	switch {
	case m == nil:
		return false
	case m.table != nil:
		return m.table.has(name)
	}
	n, ok := parseInt(name)
	if ok {
		_, ok = slices.BinarySearch(m.ints, n)
	}
	return ok
}

// add puts a member in; most is how many an intset may have.
func (m *members) add(name string, most int64) bool {
	if m.table == nil {
		n, ok := parseInt(name)
		if !ok {
			m.convert()
			return m.table.put(name, struct{}{})
		}
		i, there := slices.BinarySearchFunc(m.ints, n, cmp.Compare)
		if there {
			return false
		}
		if m.ints = slices.Insert(m.ints, i, n); int64(len(m.ints)) > min(most, 1<<30) {
			m.convert()
		}
		return true
	}
	return m.table.put(name, struct{}{})
}

// convert makes the set a hash table.
func (m *members) convert() {
	table := newDict[struct{}]()
	for _, n := range m.ints {
		table.put(formatInt(n), struct{}{})
	}
	m.ints, m.table = nil, table
}

func (m *members) remove(name string) bool {
	if m == nil {
		return false
	}
	if m.table != nil {
		return m.table.remove(name)
	}
	n, ok := parseInt(name)
	if !ok {
		return false
	}
	i, ok := slices.BinarySearch(m.ints, n)
	if ok {
		m.ints = slices.Delete(m.ints, i, i+1)
	}
	return ok
}

func (m *members) names() []string {
	switch {
	case m == nil:
		return nil
	case m.table != nil:
		return m.table.names()
	}
	names := make([]string, len(m.ints))
	for i, n := range m.ints {
		names[i] = formatInt(n)
	}
	return names
}

// random returns any member of a set that is not empty.
func (m *members) random() string {
	if m.table != nil {
		name, _ := m.table.random()
		return name
	}
	return formatInt(m.ints[rand.IntN(len(m.ints))])
}
