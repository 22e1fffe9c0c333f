package lessons

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// picker chooses the value that stands for a name.
type picker func(name string, list []string) string

func first(_ string, list []string) string { return list[0] }

// draw picks at random, except for the names that are fixed. A nil rng draws
// from the process's own source. Names are drawn in order, so that a seeded
// rng always gives the same step.
func draw(values map[string][]string, fixed map[string]string, rng *rand.Rand) map[string]string {
	intN := rand.IntN
	if rng != nil {
		intN = rng.IntN
	}
	drawn := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		drawn[name] = values[name][intN(len(values[name]))]
		if v, ok := fixed[name]; ok {
			drawn[name] = v
		}
	}
	return drawn
}

// substitute replaces ${name} all over a section, and returns the names that
// were replaced in the order in which they first stand there. Values hold no
// line end, so the line numbers stay.
func (r *reader) substitute(in section, pick picker) (out section, names []string) {
	var text strings.Builder
	rest, line := in.text, in.first
	for {
		before, behind, found := strings.Cut(rest, "${")
		name, after, closed := strings.Cut(behind, "}")
		if !found || !closed {
			text.WriteString(rest)
			return section{in.first, text.String()}, names
		}
		text.WriteString(before)
		line += strings.Count(before, "\n")
		list := r.lesson.Values[name]
		if len(list) == 0 {
			r.fault(line, "${%s} is not among the lesson's values", name)
			text.WriteString("${")
			rest = behind
			continue
		}
		text.WriteString(pick(name, list))
		rest = after
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
}

// expand returns a text once for each combination of the values that it
// names.
func expand(text string, values map[string][]string) []string {
	_, rest, found := strings.Cut(text, "${")
	name, _, closed := strings.Cut(rest, "}")
	list := values[name]
	if !found || !closed || len(list) == 0 {
		return []string{text}
	}
	var out []string
	for _, v := range list {
		out = append(out, expand(strings.ReplaceAll(text, "${"+name+"}", v), values)...)
	}
	return out
}
