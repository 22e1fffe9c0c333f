package image

// Line says one thing that changed.
type Line struct {
	sign sign
	text string
	now  string // what it has become, "" where nothing became something else
}

// sign says what happened to the thing.
type sign byte

const (
	told   sign = iota // the text says it
	came               // it is new
	went               // it is gone
	became             // it is something else now
)

// String is the line in signs: "~ n: "1" -> "2"".
func (l Line) String() string {
	text := [...]string{told: "", came: "+ ", went: "- ", became: "~ "}[l.sign] + l.text
	if l.now != "" {
		text += " -> " + l.now
	}
	return text
}

// Spoken is the line without signs, for who listens: "changed, n: "1" to "2"".
func (l Line) Spoken() string {
	text := [...]string{told: "", came: "added, ", went: "removed, ", became: "changed, "}[l.sign] + l.text
	if l.now != "" {
		text += " to " + l.now
	}
	return text
}
