package picture

import (
	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// set draws members in braces, as many beside each other as fit: they have no
// order.
func (p *page) set() error {
	p.header("set of " + amount.Of(p.size, "member"))
	if p.heavy("SRANDMEMBER " + p.word(p.name)) {
		return nil
	}
	items, err := p.scan("SSCAN", 1)
	if err != nil {
		return err
	}
	if p.Words() {
		p.spokenMembers(items)
		return nil
	}
	line, used := []screen.Cell{{Role: screen.Plain, Text: "{"}}, 1
	for _, item := range items {
		text := p.value(item.Text, p.Width()-4)
		if used+1+cells.Width(text) > p.Width()-2 && len(line) > 1 {
			p.Row(line...)
			line, used = []screen.Cell{{Role: screen.Plain, Text: " "}}, 1
		}
		line = append(line, screen.Cell{Role: screen.Code, Text: " " + text})
		used += 1 + cells.Width(text)
	}
	end := " }"
	if more := p.size - int64(len(items)); more > 0 {
		p.Row(line...)
		p.omitted("  ", more, "member")
		line, end = nil, "}"
	}
	p.Row(append(line, screen.Cell{Role: screen.Plain, Text: end})...)
	return nil
}

func (p *page) spokenMembers(items []reply.Value) {
	for _, item := range items {
		p.spoken("member ", p.value(item.Text, p.Width()))
	}
	if more := p.size - int64(len(items)); more > 0 {
		p.omitted("", more, "member")
	}
}
