package command

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Table is the commands of a Redis version. It does not change after Parse
// and may be shared between goroutines.
type Table struct {
	all    []*Command
	byName map[string]*Command
}

// Parse reads a table: JSON objects, one command on each line, between "[" and
// "]" lines. The form is kept strict so that a line can be decoded alone and
// an error can name it.
func Parse(data []byte) (*Table, error) {
	t := &Table{byName: make(map[string]*Command, 512)}
	for n := 1; len(data) > 0; n++ {
		var line []byte
		line, data, _ = bytes.Cut(data, []byte("\n"))
		line = bytes.TrimSuffix(bytes.TrimSpace(line), []byte(","))
		if len(line) == 0 || string(line) == "[" || string(line) == "]" {
			continue
		}
		if err := t.add(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if len(t.all) == 0 {
		return nil, fmt.Errorf("no commands in the table")
	}
	slices.SortFunc(t.all, func(a, b *Command) int { return cmp.Compare(a.Name, b.Name) })
	return t, nil
}

func (t *Table) add(line []byte) error {
	var row struct {
		Command
		Args json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(line, &row); err != nil {
		return err
	}
	c := &row.Command
	if c.Name == "" || c.Arity == 0 {
		return fmt.Errorf("command %q without name or arity", c.Name)
	}
	if t.byName[c.Name] != nil {
		return fmt.Errorf("command %q is there twice", c.Name)
	}
	c.args = row.Args
	c.Types = typesOf(c.Group)
	t.all = append(t.all, c)
	t.byName[c.Name] = c
	return nil
}

// All returns every command and subcommand, sorted by name. The slice belongs
// to the table.
func (t *Table) All() []*Command { return t.all }

// Lookup returns the command that the words begin with, in any case. A
// subcommand is found where there is one, as CONFIG GET for "config get";
// otherwise the first word decides.
func (t *Table) Lookup(args ...string) (*Command, bool) {
	if len(args) == 0 {
		return nil, false
	}
	name := strings.ToUpper(args[0])
	c, ok := t.byName[name]
	if ok && len(args) > 1 {
		if sub, ok := t.byName[name+" "+strings.ToUpper(args[1])]; ok {
			return sub, true
		}
	}
	return c, ok
}

// Subcommands returns the subcommands of a container, sorted by name.
func (t *Table) Subcommands(container string) []*Command {
	prefix := strings.ToUpper(container) + " "
	at, _ := slices.BinarySearchFunc(t.all, prefix, func(c *Command, p string) int { return cmp.Compare(c.Name, p) })
	end := at
	for end < len(t.all) && strings.HasPrefix(t.all[end].Name, prefix) {
		end++
	}
	return t.all[at:end]
}

// Nearest returns the commands a misspelt word may stand for, best first, and
// nothing when no name is near. A word that is a command's name gives that
// command first. Subcommands are near two words only.
func (t *Table) Nearest(word string) []*Command {
	const most = 3
	word = strings.TrimSpace(word)
	var names []string
	for _, c := range t.all {
		if c.Container() == "" || strings.Contains(word, " ") {
			names = append(names, c.Name)
		}
	}
	near := Near(word, names)
	out := make([]*Command, 0, most)
	for _, name := range near[:min(most, len(near))] {
		out = append(out, t.byName[name])
	}
	return out
}
