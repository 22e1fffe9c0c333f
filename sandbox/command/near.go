package command

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// Near returns those of names that a misspelt word may stand for, in any
// case: best first, the equally good in their order. It is empty when no name
// is near, and names is left as it is.
func Near(word string, names []string) []string {
	word = strings.ToLower(word)
	type neighbour struct {
		name string
		dist float64
	}
	var found []neighbour
	for _, name := range names {
		if d := distance(word, strings.ToLower(name)); d <= reach(word) {
			found = append(found, neighbour{name, d})
		}
	}
	slices.SortStableFunc(found, func(a, b neighbour) int { return cmp.Compare(a.dist, b.dist) })
	near := make([]string, len(found))
	for i, n := range found {
		near[i] = n.name
	}
	return near
}

// distance counts the edits between two names, where swapping neighbours is
// one slip of the fingers and a different first letter counts more: people
// get the beginning right.
func distance(word, name string) float64 {
	if transposed(word, name) {
		return 1
	}
	d := float64(levenshtein.Distance(word, name, nil))
	if word == "" || name == "" || word[0] != name[0] {
		d += 0.5
	}
	return d
}

func transposed(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// reach is how far a name may be from a word of this length and still be what
// was meant.
func reach(word string) float64 {
	switch n := len(word); {
	case n <= 2:
		return 1
	case n <= 5:
		return 1.5
	case n <= 7:
		return 2
	default:
		return 2.5
	}
}
