package progress

import (
	"slices"
	"strings"
	"time"
)

const (
	header = "# redis-tutor progress, format 1"
	here   = "at" // begins the line that says where the learner is
)

// document is the text, line by line, without line ends.
type document struct{ lines []string }

func parse(text string) document {
	if text == "" {
		return document{}
	}
	return document{strings.Split(strings.TrimSuffix(text, "\n"), "\n")}
}

func (d *document) String() string {
	lines := d.lines
	if len(lines) == 0 {
		lines = []string{header}
	}
	return strings.Join(lines, "\n") + "\n"
}

// key returns what a line is about, a step id or "at", and "" for a line that
// is not understood.
func key(line string) string {
	words := strings.Fields(line)
	switch {
	case len(words) == 2 && words[0] == here:
		return here
	case len(words) == 3 && parseStatus(words[0]) != None:
		if _, err := time.Parse(time.RFC3339, words[2]); err == nil {
			return words[1]
		}
	}
	return ""
}

// find returns the last line about something: should a line stand there
// twice, the later one was meant.
func (d *document) find(k string) (words []string) {
	for _, line := range slices.Backward(d.lines) {
		if key(line) == k {
			return strings.Fields(line)
		}
	}
	return nil
}

func (d *document) status(id string) (Status, time.Time) {
	words := d.find(id)
	if len(words) != 3 {
		return None, time.Time{}
	}
	when, _ := time.Parse(time.RFC3339, words[2])
	return parseStatus(words[0]), when
}

func (d *document) at() string {
	if words := d.find(here); len(words) == 2 {
		return words[1]
	}
	return ""
}

// set replaces the line about something, or adds it.
func (d *document) set(k, line string) {
	if len(d.lines) == 0 {
		d.lines = []string{header}
	}
	d.lines = slices.Clone(d.lines)
	for i := range slices.Backward(d.lines) {
		if key(d.lines[i]) == k {
			d.lines[i] = line
			return
		}
	}
	d.lines = append(d.lines, line)
}
