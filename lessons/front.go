package lessons

import (
	"slices"
	"strings"
	"unicode"
)

// front reads the front matter, lines "name: value" between two lines "---",
// and returns what follows it.
//
// It is a small part of YAML, which other programs take it for. Every start of
// the program reads that of all lessons, so it is kept to what needs no parser.
func (r *reader) front(src string) section {
	head, body, closed := strings.Cut(strings.TrimPrefix(src, "---"), "\n---\n")
	if !closed || !strings.HasPrefix(src, "---\n") {
		r.fault(1, "a lesson begins with its front matter (id, title, aim) between two lines ---")
		return section{1, src}
	}
	f := frontMatter{reader: r, seen: map[string]bool{}}
	lines := strings.Split(head, "\n")
	for i, text := range lines {
		f.line(line{i + 1, strings.TrimRight(text, " ")})
	}
	for _, name := range []string{"id", "title", "aim"} {
		if !f.seen[name] {
			r.fault(1, "the front matter has no %s", name)
		}
	}
	if id := r.lesson.ID; id != "" && !isID(id) {
		r.fault(1, "the id %q is not in small letters, digits and single dashes", id)
	}
	return section{len(lines) + 2, body}
}

// frontMatter is one that is being read.
type frontMatter struct {
	*reader
	seen   map[string]bool // the names so far; those of lists are indented
	values bool            // the lines below "values:"
}

func (f *frontMatter) line(l line) {
	text := strings.TrimLeft(l.text, " ")
	if at := strings.IndexFunc(text, isUnseen); at >= 0 {
		f.fault(l.n, "the front matter has a character that cannot be seen before %q", text[at:])
		return
	}
	if text == "" || text[0] == '#' {
		return
	}
	name, value, ok := strings.Cut(l.text, ":")
	if !ok || value != "" && value[0] != ' ' {
		f.fault(l.n, "the front matter is not of the form name: value")
		return
	}
	if f.seen[name] {
		f.fault(l.n, "%s is there twice", strings.TrimSpace(name))
	}
	f.seen[name] = true
	if inner, ok := strings.CutPrefix(name, "  "); ok && f.values {
		f.list(l.n, inner, value)
		return
	}
	f.values = name == "values"
	f.field(l.n, name, value)
}

func (f *frontMatter) field(n int, name, value string) {
	switch l := f.lesson; name {
	case "id":
		l.ID = f.text(n, name, value)
	case "title":
		l.Title = f.text(n, name, value)
	case "aim":
		l.Aim = f.text(n, name, value)
	case "values":
		l.Values = map[string][]string{}
		if !isComment(value) {
			f.fault(n, "values is followed by lines of the form \"  name: [one, two]\"")
		}
	default:
		f.fault(n, "the front matter knows id, title, aim and values, not %q", name)
	}
}

func (f *frontMatter) text(n int, name, value string) string {
	text, rest, ok := scalar(strings.TrimLeft(value, " "), "")
	if !ok || text == "" || !isComment(rest) {
		f.fault(n, "%s is one line of text, in quotes where it begins with a mark or holds \": \", got %q", name, strings.TrimSpace(value))
		return ""
	}
	return text
}

// list reads a list that ${name} is drawn from. It refuses values that could
// not be told apart or would be replaced again.
func (f *frontMatter) list(n int, name, value string) {
	if !isID(name) {
		f.fault(n, "the name %q is not in small letters, digits and single dashes", name)
	}
	value = strings.TrimSpace(value)
	items, ok := splitList(value)
	switch {
	case !ok:
		f.fault(n, "%s is a list [one, two] on one line, a value in quotes where it begins with a mark or holds one of ,[]{}:?, got %q", name, value)
		return
	case len(items) < 2:
		f.fault(n, "%s is a list of two values or more, got %q", name, value)
		return
	}
	var values []string
	for _, item := range items {
		if item == "" || slices.Contains(values, item) || strings.Contains(item, "${") {
			f.fault(n, "%s: %q is empty, not new or holds ${", name, item)
			continue
		}
		values = append(values, item)
	}
	f.lesson.Values[name] = values
}

// splitList reads [a, "b, c", d].
func splitList(text string) (items []string, ok bool) {
	text, ok = strings.CutPrefix(text, "[")
	for ok {
		var item string
		if item, text, ok = scalar(strings.TrimLeft(text, " "), ",]"); !ok || text == "" {
			return nil, false
		}
		items = append(items, item)
		if text[0] == ']' {
			return items, isComment(text[1:])
		}
		text, ok = strings.CutPrefix(text, ",")
	}
	return nil, false
}

// scalar returns the value that text begins with, as it is spelled, whatever
// type YAML sees in it; it goes to one of the bytes in ends, or to a comment.
// Between quotes stands neither that quote nor a backslash. Without quotes
// nothing stands that is a mark of YAML's.
func scalar(text, ends string) (value, rest string, ok bool) {
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		value, rest, ok = strings.Cut(text[1:], text[:1])
		if after := strings.TrimLeft(rest, " "); after != "" && strings.Contains(ends, after[:1]) {
			rest = after
		}
		return value, rest, ok && !strings.Contains(value, `\`)
	}
	end := len(text)
	if at := strings.Index(text, " #"); at >= 0 {
		end = at
	}
	if at := strings.IndexAny(text[:end], ends); at >= 0 {
		end = at
	}
	value, rest = strings.TrimRight(text[:end], " "), text[end:]
	return value, rest, isPlain(value) && (ends == "" || !strings.ContainsAny(value, "[]{}:?"))
}

// isPlain reports whether YAML takes a text for itself without quotes.
func isPlain(text string) bool {
	if text == "" {
		return true
	}
	marked := strings.Contains("?:,[]{}#&*!|>%@`\"'", text[:1]) || text == "-" || strings.HasPrefix(text, "- ")
	return !marked && !strings.Contains(text, ": ") && !strings.HasSuffix(text, ":")
}

// isComment reports whether nothing counts in what stands behind a value.
func isComment(text string) bool {
	return text == "" || strings.HasPrefix(strings.TrimLeft(text, " "), "#") && text[0] == ' '
}

// isUnseen reports whether a character is none in text: YAML refuses some of
// these, and takes others for the end of a line.
func isUnseen(c rune) bool {
	switch c {
	case '\u2028', '\u2029', '\uFEFF', unicode.ReplacementChar, '\uFFFE', '\uFFFF':
		return true
	}
	return unicode.IsControl(c)
}
