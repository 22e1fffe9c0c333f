package embedded

import "slices"

// members is a set value: integers in order as long as there are only few of
// them and nothing else, a hash table from then on.
type members struct {
	home
	names *dict[struct{}] // in the order they were added
	table bool            // it is a hash table
}

func newMembers(p home) *members { return &members{home: p, names: newDict[struct{}]()} }

func (m *members) kind() string { return "set" }

func (m *members) encoding() string {
	if m.table {
		return "hashtable"
	}
	return "intset"
}

func (m *members) size() int {
	if m == nil {
		return 0
	}
	return m.names.len()
}

func (m *members) copyTo(p home) value {
	_, _ = p.db.SetAdd(p.key, m.names.names()...) // nothing is there
	return &members{p, m.names.clone(), m.table}
}

func (m *members) has(name string) bool {
	if m == nil {
		return false
	}
	ok, _ := m.db.IsMember(m.key, name)
	return ok
}

// add puts a member in; most is how many an intset may have.
func (m *members) add(name string, most int64) bool {
	n, _ := m.db.SetAdd(m.key, name)
	m.names.put(name, struct{}{})
	m.table = m.table || !isNumber(name) || int64(m.size()) > min(most, 1<<30)
	return n > 0
}

func (m *members) remove(name string) bool {
	if m == nil {
		return false
	}
	n, _ := m.db.SRem(m.key, name)
	return n > 0 && m.names.remove(name)
}

// list returns the members as SMEMBERS shows them.
func (m *members) list() []string {
	if m == nil {
		return nil
	}
	names := m.names.names()
	if !m.table {
		sortNumbers(names)
	}
	return names
}

// sortNumbers sorts numbers by value.
func sortNumbers(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		x, _ := parseInt(a)
		y, _ := parseInt(b)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

// random returns any member of a set that is not empty.
func (m *members) random() string {
	name, _ := m.names.random()
	return name
}
