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

// substitute replaces ${name} all over the body. Values hold no line end, so
// the line numbers stay.
func (r *reader) substitute(body string, line int, pick picker) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(body, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			out.WriteString(body)
			return out.String()
		}
		out.WriteString(before)
		line += strings.Count(before, "\n")
		if list := r.lesson.Values[name]; len(list) > 0 {
			out.WriteString(pick(name, list))
			r.uses = append(r.uses, use{line, name})
			body = after
			continue
		}
		r.fault(line, "${%s} is not among the lesson's values", name)
		out.WriteString("${")
		body = rest
	}
}

// use is a place where a lesson names one of its values.
type use struct {
	line int
	name string
}

// shareUses tells each step which values it names.
func (r *reader) shareUses() {
	for _, u := range r.uses {
		for _, s := range slices.Backward(r.lesson.Steps) {
			if s.Line <= u.line {
				if !slices.Contains(s.Values, u.name) {
					s.Values = append(s.Values, u.name)
				}
				break
			}
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
