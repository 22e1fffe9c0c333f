// Package settings knows what a learner can set, and reads the file in which
// she sets it: one "name value" a line, as in redis.conf, and "#" begins a
// comment.
//
// The one table of settings also makes the flags, the words at the prompt, the
// manual and the completion. The package refuses to know where the file is, and
// what becomes of a value; a bad line is told with its place and changes nothing.
package settings

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Setting is one thing that can be set.
type Setting struct {
	Name    string
	Choices []Choice // what it may be; nil for a number or a file, see Form
	Form    string   // what help shows in the place of a value
	Usual   string   // without a word about it
	Summary string
	AtStart bool // what it is for happens at the start of the program
}

// Choice is one of the values that a setting may have.
type Choice struct {
	Name    string
	Says    string // how it is set then, in a sentence; "" where it is set at the start
	Meaning string // what it is for, for a list of them; "" where the name tells
}

// Names are the values that the setting may have.
func (s Setting) Names() []string {
	var names []string
	for _, c := range s.Choices {
		names = append(names, c.Name)
	}
	return names
}

// Table returns all settings, in the order in which the manual has them.
func Table() []Setting {
	return []Setting{
		{"color", named("auto", "always", "never"), "WHEN", "auto", "colours: auto, always or never", true},
		{"background", named("auto", "dark", "light"), "WHICH", "auto", "colours for a dark or a light background: auto, dark or light", true},
		{"gloss", onOff(
			"Gloss is on: lines like this one explain replies.",
			"Gloss is off: replies only."),
			"on|off", "on", "explain replies: on or off", false},
		{"changes", onOffAuto(
			"Changes are on: what a write changed is said below its reply.",
			"Changes are off. `changes` alone tells of the last write.",
			"Changes are said below replies, but not in lessons."),
			"on|off|auto", "auto", "say below a reply what a write changed: on, off, or auto, which is outside of lessons", false},
		{"undo", onOffAuto(
			"Undo is on: what a write changed is remembered, up to 1 MB of a key and 8 MB of a command.",
			"Undo is off: nothing is remembered from now on, and what was is forgotten.",
			"Undo is on; on a server that others use it remembers what is small."),
			"on|off|auto", "auto", "remember writes, to take them back: on, off, or auto, which remembers little on a server that others use", false},
		{"trace", onOff(
			"Trace is on: the bytes on the wire are shown below each reply, and what RESP2 and RESP3 make of it.",
			"Trace is off."),
			"on|off", "off", "show the bytes on the wire below each reply: on or off", false},
		output(),
		{"pager", onOff(
			"The pager is on: what is taller than the screen is shown page by page.",
			"The pager is off: long texts are shown as they are."),
			"on|off", "on", "show page by page what is taller than the screen: on or off", false},
		{"hints", onOff(
			"Hints are on: what may follow is shown while you type.",
			"Hints are off."),
			"on|off", "on", "show what may follow while you type: on or off", false},
		{"plain", named("on", "off"), "on|off", "off", "for screen readers: no cursor movement, no colours, words instead of signs", true},
		{"history", nil, "FILE", "", "keep the history in this file; none keeps none", true},
		{"history-size", nil, "NUMBER", "1000", "lines that the history keeps", true},
	}
}

func named(names ...string) []Choice {
	var all []Choice
	for _, name := range names {
		all = append(all, Choice{Name: name})
	}
	return all
}

// onOff are the values of what is on or off, with a sentence for each.
func onOff(on, off string) []Choice {
	return []Choice{{Name: "on", Says: on}, {Name: "off", Says: off}}
}

func onOffAuto(on, off, auto string) []Choice {
	return append(onOff(on, off), Choice{Name: "auto", Says: auto})
}

// Find returns a setting by its name.
func Find(name string) (row Setting, found bool) {
	all := Table()
	if i := slices.IndexFunc(all, func(s Setting) bool { return s.Name == name }); i >= 0 {
		return all[i], true
	}
	return Setting{}, false
}

// Values are settings by name. What is not in it has its usual value.
type Values map[string]string

// Usual returns the usual values of all settings.
func Usual() Values {
	values := Values{}
	for _, row := range Table() {
		values[row.Name] = row.Usual
	}
	return values
}

// Get returns the value of a setting.
func (v Values) Get(name string) string {
	if value, ok := v[name]; ok {
		return value
	}
	row, _ := Find(name)
	return row.Usual
}

// Says says in a sentence how a setting is set.
func (v Values) Says(name string) string {
	row, _ := Find(name)
	value := v.Get(name)
	if i := slices.IndexFunc(row.Choices, func(c Choice) bool { return c.Name == value && c.Says != "" }); i >= 0 {
		return row.Choices[i].Says
	}
	if value == "" {
		return fmt.Sprintf("`%s` is not set.", name)
	}
	return fmt.Sprintf("`%s` is %s.", name, value)
}

// On reports whether a setting is on.
func (v Values) On(name string) bool { return v.Get(name) == "on" }

// Number returns the value of a setting that is a number.
func (v Values) Number(name string) int {
	n, _ := strconv.Atoi(v.Get(name)) // Check has seen it
	return n
}

// maxHistory is the most lines that the history may be told to keep.
const maxHistory = 1_000_000

// Check returns what is wrong with a name or a value, nil when nothing is.
func Check(name, value string) error {
	s, found := Find(name)
	n, err := strconv.Atoi(value)
	switch {
	case !found:
		return fmt.Errorf("there is no setting %q", name)
	case s.Choices != nil && !slices.Contains(s.Names(), value):
		return fmt.Errorf("%s is one of %s, not %q", name, strings.Join(s.Names(), ", "), value)
	case s.Form == "NUMBER" && (err != nil || n < 0 || n > maxHistory):
		return fmt.Errorf("%s is a number from 0 to %d, not %q", name, maxHistory, value)
	case value == "":
		return fmt.Errorf("%s needs a value", name)
	}
	return nil
}

// Read returns the settings in a file that is called name, and an error for
// each line that means nothing, with its place.
func Read(r io.Reader, name string) (Values, []error) {
	values := Values{}
	var faults []error
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		setting, value, _ := strings.Cut(line, " ")
		setting, value = strings.ToLower(setting), unquote(strings.TrimSpace(value))
		if err := Check(setting, value); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		values[setting] = value
	}
	if err := lines.Err(); err != nil {
		faults = append(faults, fmt.Errorf("%s:%d: %w", name, n+1, err))
	}
	return values, faults
}

// unquote takes the quotes off a value that has them.
func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		return value[1 : n-1]
	}
	return value
}

// Preferences returns what the file of redis-cli's own preferences says about
// hints: ":set hints" or ":set nohints". Other lines are redis-cli's.
func Preferences(r io.Reader) Values {
	values := Values{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		switch strings.Join(strings.Fields(lines.Text()), " ") {
		case ":set hints":
			values["hints"] = "on"
		case ":set nohints":
			values["hints"] = "off"
		}
	}
	return values
}
