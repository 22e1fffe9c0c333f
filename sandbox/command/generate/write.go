package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
)

// factsOf writes the facts of a command: those of the newest server, then
// what was otherwise in older ones. Options that are newer than all of them
// are taken from kept, the grammar in the reference.
func factsOf(name string, servers []server, kept []command.Argument) string {
	last := servers[len(servers)-1]
	newest := *last.commands[name]
	newest.args = dated(newest.args, servers[0].commands[name], newest.history)
	newest.args = keep(newest.args, kept, last.version)
	lines := facts(&newest, servers)
	now := lines
	for _, old := range slices.Backward(servers[:len(servers)-1]) {
		r := old.commands[name]
		if r == nil {
			break
		}
		before := facts(corrected(r, &newest), nil)
		for i, line := range before {
			if changes(line) && line != now[i] {
				lines = append(lines, old.version+" "+line)
			}
		}
		now = before
	}
	lines = slices.DeleteFunc(lines, func(line string) bool {
		return strings.HasSuffix(line, ":") && strings.Count(line, " ") == 0 // nothing to say
	})
	return "    " + strings.Join(lines, "\n    ")
}

// corrected returns what an older server says of a command, with the flags of
// the keys as the newest has them where the keys stand in the same places. What
// becomes of them is as it was: Redis only tells it better.
func corrected(old, newest *row) *row {
	if !slices.EqualFunc(old.Specs, newest.Specs, samePlace) {
		return old
	}
	r := *old
	r.Specs = newest.Specs
	return &r
}

func samePlace(a, b command.KeySpec) bool {
	a.Flags, b.Flags = nil, nil
	return a.String() == b.String()
}

// facts writes one line a fact, also where it is empty. What the newest
// server is silent about the servers before it may know.
func facts(r *row, servers []server) []string {
	complexity := r.Complexity
	for _, s := range slices.Backward(servers) {
		if old := s.commands[r.Name]; complexity == "" && old != nil {
			complexity = old.Complexity
		}
	}
	var specs []string
	for _, s := range r.Specs {
		specs = append(specs, s.String())
	}
	lines := []string{
		"group: " + r.Group,
		"since: " + r.Since,
		fmt.Sprintf("arity: %d", r.Arity),
		"flags: " + strings.Join(r.Flags, " "),
		"acl: " + strings.Join(r.ACL, " "),
		"tips: " + strings.Join(r.Tips, " "),
		fmt.Sprintf("span: %d %d %d", r.Span[0], r.Span[1], r.Span[2]),
		"keys: " + strings.Join(specs, "; "),
		"complexity: " + complexity,
		"deprecated: " + r.Deprecated,
		"form: " + command.Form(r.args),
		"args: " + grammar(r.args),
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// changes reports whether a fact may differ between versions. The others are
// corrections, or follow from the versions of arguments.
func changes(line string) bool {
	name, _, _ := strings.Cut(line, ":")
	return slices.Contains([]string{"arity", "flags", "acl", "tips", "span", "keys"}, name)
}

func grammar(args []command.Argument) string {
	if len(args) == 0 {
		return ""
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(args); err != nil {
		panic(err) // texts and lists of texts
	}
	return strings.TrimSpace(out.String())
}

// write puts the reference together, its commands sorted by name.
func write(preamble string, blocks map[string]command.Block) string {
	var out strings.Builder
	out.WriteString(preamble)
	for i, name := range slices.Sorted(maps.Keys(blocks)) {
		if i > 0 {
			out.WriteByte('\n')
		}
		b := blocks[name]
		out.WriteString("## " + name + "\n" + b.Prose + "\n")
		if b.Prose != "" {
			out.WriteByte('\n')
		}
		out.WriteString(b.Facts + "\n")
	}
	return out.String()
}
