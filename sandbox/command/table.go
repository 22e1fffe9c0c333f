package command

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
)

// Table is the commands of a Redis version. What is said of a command is
// read when it is first asked for, so that a program starts at once. A table
// does not change and may be shared between goroutines.
type Table struct {
	version string   // "" is the newest
	sorted  []*entry // by name
	byName  map[string]*entry
}

// entry is a command that may not have been read yet.
type entry struct {
	Block
	once sync.Once
	cmd  *Command
	err  error
}

// Parse takes the reference apart: see the head of commands.txt for its
// form. It finds the commands; Check finds what is wrong inside them. Errors
// name the file and the line.
func Parse(data []byte) (*Table, error) {
	_, blocks, err := Blocks(string(data))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(blocks, func(a, b Block) int { return cmp.Compare(a.Name, b.Name) })
	return newTable(blocks, ""), nil
}

func newTable(sorted []Block, version string) *Table {
	t := &Table{version: version, sorted: make([]*entry, len(sorted)), byName: make(map[string]*entry, len(sorted))}
	entries := make([]entry, len(sorted))
	for i, b := range sorted {
		entries[i].Block = b
		t.sorted[i] = &entries[i]
		t.byName[b.Name] = &entries[i]
	}
	return t
}

// At returns the table as an older version of Redis has it, such as "7.0":
// without the arguments and deprecations that came later, and with the facts
// that have changed since. Commands that came later are still there and say
// so: see Later and Command.Since.
func (t *Table) At(version string) *Table {
	blocks := make([]Block, len(t.sorted))
	for i, e := range t.sorted {
		blocks[i] = e.Block
	}
	return newTable(blocks, version)
}

// Check reads everything and returns what is wrong with it.
func (t *Table) Check() error {
	var errs []error
	for _, e := range t.sorted {
		c := t.command(e)
		_, err := c.arguments()
		if err != nil {
			err = e.errorf(e.Line, "args of %s: %w", e.Name, err)
		}
		errs = append(errs, e.err, err)
	}
	return errors.Join(errs...)
}

func (t *Table) command(e *entry) *Command {
	e.once.Do(func() { e.cmd, e.err = e.read(t.version) })
	return e.cmd
}

func (t *Table) commands(entries []*entry) []*Command {
	out := make([]*Command, len(entries))
	for i, e := range entries {
		out[i] = t.command(e)
	}
	return out
}

// All returns every command and subcommand, sorted by name. It reads them
// all, which takes a moment the first time.
func (t *Table) All() []*Command { return t.commands(t.sorted) }

// Names returns the names of all commands, subcommands aside, sorted. It reads
// nothing.
func (t *Table) Names() []string {
	var names []string
	for _, e := range t.sorted {
		if !strings.Contains(e.Name, " ") {
			names = append(names, e.Name)
		}
	}
	return names
}

// Groups returns the groups of the commands, sorted. It reads all commands.
func (t *Table) Groups() []string {
	var groups []string
	for _, c := range t.All() {
		groups = append(groups, c.Group)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// Lookup returns the command that the words begin with, in any case. A
// subcommand is found where there is one, as CONFIG GET for "config get";
// otherwise the first word decides.
func (t *Table) Lookup(args ...string) (*Command, bool) {
	if len(args) == 0 {
		return nil, false
	}
	name := strings.ToUpper(args[0])
	e, ok := t.byName[name]
	if ok && len(args) > 1 {
		if sub, ok := t.byName[name+" "+strings.ToUpper(args[1])]; ok {
			return t.command(sub), true
		}
	}
	if !ok {
		return nil, false
	}
	return t.command(e), true
}

// Version returns the version of Redis that the table is of, "" for the newest.
func (t *Table) Version() string { return t.version }

// Newer reports whether a command came later than the version of Redis that the
// table is of.
func (t *Table) Newer(c *Command) bool { return Later(c.Since, t.version) }

// Subcommands returns the subcommands of a container, sorted by name.
func (t *Table) Subcommands(container string) []*Command {
	prefix := strings.ToUpper(container) + " "
	at, _ := slices.BinarySearchFunc(t.sorted, prefix, func(e *entry, p string) int { return cmp.Compare(e.Name, p) })
	end := at
	for end < len(t.sorted) && strings.HasPrefix(t.sorted[end].Name, prefix) {
		end++
	}
	return t.commands(t.sorted[at:end])
}

// Nearest returns the commands a misspelt word may stand for, best first, and
// nothing when no name is near. A word that is a command's name gives that
// command first. Subcommands are near two words only. What came later than the
// table's version of Redis is left out.
func (t *Table) Nearest(word string) []*Command {
	const most = 3
	word = strings.TrimSpace(word)
	var names []string
	for _, e := range t.sorted {
		if strings.Contains(word, " ") || !strings.Contains(e.Name, " ") {
			names = append(names, e.Name)
		}
	}
	var out []*Command
	for _, name := range Near(word, names) {
		if c := t.command(t.byName[name]); !t.Newer(c) && len(out) < most {
			out = append(out, c)
		}
	}
	return out
}
