package expect

import (
	"slices"

	"redis-tutor/sandbox/reply"
)

// Fields says how the fields of a reply that holds pairs differ from the
// pattern's: those that only the reply has, those that it lacks, and those
// with another value. It is ok false where the pattern is not one of pairs
// whose names are texts, or the reply holds none.
func (p Pattern) Fields(v reply.Value) (surplus, lacking, other []string, ok bool) {
	items := flat(v)
	if p.kind != pairs || !v.IsAggregate() || len(items)%2 != 0 {
		return nil, nil, nil, false
	}
	wanted := map[string]Pattern{}
	for i := 0; i < len(p.items); i += 2 {
		if p.items[i].kind != bulk {
			return nil, nil, nil, false
		}
		wanted[p.items[i].text] = p.items[i+1]
		lacking = append(lacking, p.items[i].text)
	}
	for i := 0; i < len(items); i += 2 {
		name := items[i].Str()
		value, has := wanted[name]
		switch {
		case !has:
			surplus = append(surplus, name)
		case !value.Match(items[i+1]):
			other = append(other, name)
		}
		lacking = slices.DeleteFunc(lacking, func(l string) bool { return l == name })
	}
	return surplus, lacking, other, true
}
