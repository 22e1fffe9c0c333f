package reply

import "strings"

// Part is what a stretch of a reply is for, as Standard shows it.
type Part byte

// The parts. What holds text, be it a status or a string, is Text; a line end
// belongs to it.
const (
	Text    Part = iota
	Number       // the digits of an integer or double
	Name         // the key of a map's pair
	Tag          // "(integer) " and "(double) "
	Nothing      // "(nil)" and "(empty array)"
	Index        // "1) " with the spaces before it, " => "
	Failure      // "(error) " and its text
)

// Paint returns what Append gives in the format Standard, after each part of
// it has been through paint, in their order. The error is Append's.
func (v Value) Paint(paint func(p Part, text string) string) (string, error) {
	if holdsBigNumber(&v) {
		return "", errBigNumber
	}
	type mark struct {
		at   int
		part Part
	}
	var marks []mark
	o := standard{mark: func(at int, p Part) { marks = append(marks, mark{at, p}) }}
	o.value(&v, 0)
	marks = append(marks, mark{at: len(o.dst)})
	var b strings.Builder
	for i, m := range marks[:len(marks)-1] {
		if from, to := m.at, marks[i+1].at; from < to {
			b.WriteString(paint(m.part, string(o.dst[from:to])))
		}
	}
	return b.String(), nil
}
