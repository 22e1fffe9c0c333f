package picture

import (
	"fmt"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// stream draws entries from the oldest to the newest, and the groups that
// read them.
func (p *page) stream() error {
	p.header("stream of " + amount.Of(p.size, "entry"))
	if p.heavy("XRANGE " + p.word(p.name) + " - + COUNT 1") {
		return nil
	}
	first, last := ends(p.size)
	commands := [][]string{{"XINFO", "STREAM", p.name}, {"XINFO", "GROUPS", p.name}, {"XRANGE", p.name, "-", "+", "COUNT", itoa(max(first, 1))}}
	if last > 0 {
		commands = append(commands, []string{"XREVRANGE", p.name, "+", "-", "COUNT", itoa(last)})
	}
	v, err := p.ask(commands...)
	if err != nil {
		return err
	}
	for _, e := range v[2].Items {
		p.entry(e)
	}
	if last > 0 {
		p.omitted("", p.size-first-last, "entry")
		for _, e := range slices.Backward(v[3].Items) {
			p.entry(e)
		}
	}
	p.groups(v[1].Items, v[0].Field("last-generated-id").Str())
	return nil
}

func (p *page) entry(v reply.Value) {
	if len(v.Items) != 2 {
		return
	}
	id := v.Items[0].Text
	var fields []string
	for i := 0; i+1 < len(v.Items[1].Items); i += 2 {
		fields = append(fields, p.word(clip(v.Items[1].Items[i].Text))+" "+p.word(clip(v.Items[1].Items[i+1].Text)))
	}
	if p.Words() {
		p.spoken("entry "+id+": ", strings.Join(fields, ", "))
		return
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: id + " "}, screen.Cell{Role: screen.Plain, Text: "│ "},
		screen.Cell{Role: screen.Code, Text: strings.Join(fields, "  ")})
}

// clip keeps what can be seen of a value on one line.
func clip(s string) string {
	if len(s) > fetched {
		return strings.ToValidUTF8(s[:fetched], "")
	}
	return s
}

func (p *page) groups(groups []reply.Value, newest string) {
	p.Note("The newest ID is " + newest + "; `XADD " + p.word(p.name) + " * …` makes a later one.")
	for _, g := range groups {
		name, at := g.Field("name").Str(), g.Field("last-delivered-id").Str()
		text := fmt.Sprintf("%s, %s, read up to %s", amount.Of(g.Field("consumers").Int, "consumer"), pending(g.Field("pending").Int), at)
		p.Entry("group "+p.Crop(p.word(clip(name)), p.Width()/2), text)
	}
}

func pending(n int64) string {
	if n == 0 {
		return "nothing pending"
	}
	return amount.Grouped(n) + " pending (XACK is awaited)"
}
