package picture

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/keyname"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// mostLines is how many keys and folders a tree shows.
const mostLines = 40

// branch is a line of a tree: a folder, or a key and what is known of it.
type branch struct {
	lead   string // the lines that lead to it
	name   string
	path   string // of a folder, from the root; "" for a key
	key    string
	folded int // keys in a folder that is not shown open
	kind   string
	size   reply.Value
	left   time.Duration
}

// Tree draws the keys of the database, or those that begin with what a folder
// is called ("session:") or match a pattern ("*:1"), as a tree by their
// colons. It returns how many keys it has found.
func (a *Album) Tree(db int, only string) (int, error) {
	pattern, root := only, ""
	switch {
	case only == "":
		pattern = "*"
	case strings.HasSuffix(only, ":") && !keyname.IsPattern(only):
		pattern, root = keyname.Glob(only)+"*", only
	}
	keys, whole, err := a.walk(pattern)
	if err != nil {
		return 0, err
	}
	p := &page{Screen: a.Out, look: a.Look}
	if len(keys) > 0 {
		title := "database " + strconv.Itoa(db)
		if only != "" {
			title = p.word(only)
		}
		if err := p.tree(title, plant(root, keys), only != ""); err != nil {
			return 0, err
		}
	}
	if !whole {
		if err := p.unfinished(); err != nil {
			return 0, err
		}
	}
	if only == "" {
		return len(keys), p.databases(db, len(keys))
	}
	return len(keys), nil
}

// unfinished says that the walk was given up, so that there may be more keys
// than were counted.
func (p *page) unfinished() error {
	v, err := p.ask([]string{"DBSIZE"})
	if err != nil {
		return err
	}
	p.Note(fmt.Sprintf("The walk stopped after about %s of %s: there may be more than is counted here.", amount.Grouped(mostSteps*stepKeys), amount.Of(v[0].Int, "key")))
	return nil
}

// tree draws a folder's keys, under a heading that counts them. Who asked for
// some keys only sees them also where one folder holds them all.
func (p *page) tree(title string, top *folder, some bool) error {
	if some && len(top.folders) == 1 && len(top.keys) == 0 {
		top.folders[0].shown = true
	}
	lines := p.branches(nil, top, "")
	shown := lines[:min(len(lines), mostLines)]
	if err := p.learn(shown); err != nil {
		return err
	}
	p.Row(screen.Cell{Role: screen.Loud, Text: title}, screen.Cell{Role: screen.Quiet, Text: "  " + amount.Of(int64(top.total), "key")})
	p.columns(shown)
	if more := len(lines) - len(shown); more > 0 {
		p.omitted("", int64(more), "line")
		p.Note("A folder or pattern narrows it: `show session:`, `show *:1`.")
	}
	return nil
}

// branches lists what a folder holds, and what its open folders hold.
func (p *page) branches(lines []branch, f *folder, lead string) []branch {
	f.sort()
	n := len(f.keys) + len(f.folders)
	nth := 0
	signs := func() (own, below string) {
		nth++
		switch {
		case f.path == "" && lead == "":
			return "", ""
		case nth == n:
			return lead + "└─ ", lead + "   "
		}
		return lead + "├─ ", lead + "│  "
	}
	for _, sub := range f.folders {
		own, below := signs()
		at := branch{lead: own, name: sub.name, path: sub.path}
		if !sub.open() {
			at.folded = sub.total
			lines = append(lines, at)
			continue
		}
		lines = p.branches(append(lines, at), sub, below)
	}
	for _, key := range f.keys {
		own, _ := signs()
		lines = append(lines, branch{lead: own, name: key[len(f.path):], key: key})
	}
	return lines
}

// learn asks for the type, size and time to live of the keys that are shown.
func (p *page) learn(lines []branch) error {
	var keys []*branch
	var first [][]string
	for i := range lines {
		if b := &lines[i]; b.path == "" {
			keys = append(keys, b)
			first = append(first, []string{"TYPE", b.key}, []string{"PTTL", b.key})
		}
	}
	if len(keys) == 0 {
		return nil
	}
	v, err := p.look(first...)
	if err != nil {
		return err
	}
	second := make([][]string, len(keys))
	for i, b := range keys {
		b.kind, b.left = v[2*i].Text, time.Duration(v[2*i+1].Int)*time.Millisecond
		name, _ := command.SizeOf(b.kind)
		second[i] = []string{cmp.Or(name, "TYPE"), b.key} // TYPE stands in where there is nothing to count
	}
	if v, err = p.look(second...); err != nil {
		return err
	}
	for i, b := range keys {
		b.size = v[i]
	}
	return nil
}

// columns writes the lines of a tree: name, type, size and time to live.
func (p *page) columns(lines []branch) {
	const typeWide, sizeWide, ttlWide = 7, 13, 6
	wide := 0
	for _, b := range lines {
		wide = max(wide, cells.Width(b.lead+p.word(b.name)))
	}
	wide = min(wide, p.Width()-typeWide-sizeWide-ttlWide-2)
	if p.Words() {
		p.spokenBranches(lines)
		return
	}
	for _, b := range lines {
		name := p.Crop(p.word(b.name), wide-cells.Width(b.lead))
		gap := cells.Pad("", wide+2-cells.Width(b.lead+name))
		left := screen.Cell{Role: screen.Quiet, Text: b.lead}
		if b.path != "" {
			more := ""
			if b.folded > 0 {
				more = gap + amount.Of(int64(b.folded), "key")
			}
			p.Row(left, screen.Cell{Role: screen.Plain, Text: name}, screen.Cell{Role: screen.Quiet, Text: more})
			continue
		}
		cells := []screen.Cell{left, {Role: screen.Code, Text: name}, {Role: screen.Plain, Text: gap + cells.Pad(b.kind, typeWide) + cells.Pad(b.measure(), sizeWide)}}
		if b.left >= 0 {
			cells = append(cells, screen.Cell{Role: screen.Warn, Text: amount.Span(b.left)})
		}
		p.Row(cells...)
	}
}

// spokenBranches gives keys by their whole names, and of folders only those that
// stay closed.
func (p *page) spokenBranches(lines []branch) {
	for _, b := range lines {
		switch {
		case b.folded > 0:
			p.spoken("folder ", p.word(b.path)+", "+amount.Of(b.folded, "key"))
		case b.path == "":
			text := p.word(b.key) + ", " + b.kind + ", " + b.measure()
			if b.left >= 0 {
				text += ", ttl " + amount.Span(b.left)
			}
			p.spoken("key ", text)
		}
	}
}

// measure returns a key's size in Redis's terms.
func (b branch) measure() string {
	_, unit := command.SizeOf(b.kind)
	if unit == "" || b.size.Kind != reply.Integer {
		return ""
	}
	return amount.Of(b.size.Int, unit)
}

// databases names the other databases that hold keys, and says that this one
// is empty when it is.
func (p *page) databases(here, found int) error {
	v, err := p.look([]string{"INFO", "keyspace"})
	if err != nil {
		return err
	}
	var others []string
	for line := range strings.Lines(v[0].Text) {
		name, facts, ok := strings.Cut(strings.TrimSpace(line), ":keys=")
		if !ok || name == "db"+strconv.Itoa(here) {
			continue
		}
		n, _, _ := strings.Cut(facts, ",")
		count, _ := strconv.ParseInt(n, 10, 64)
		others = append(others, strings.TrimPrefix(name, "db")+" ("+amount.Of(count, "key")+")")
	}
	if found == 0 {
		p.Note(fmt.Sprintf("Database %d holds no keys.", here))
	}
	if len(others) > 0 {
		p.Note("Keys are also in database " + strings.Join(others, ", ") + "; `SELECT` goes there.")
	}
	return nil
}
