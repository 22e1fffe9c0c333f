package picture

import (
	"strings"
	"time"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// hash draws fields beside their values. Fields that have a time to live of
// their own (since Redis 7.4) show it.
func (p *page) hash() error {
	p.header("hash of " + amount.Of(p.size, "field"))
	if p.heavy("HGET " + p.word(p.name) + " FIELD") {
		return nil
	}
	items, err := p.scan("HSCAN", 2)
	if err != nil {
		return err
	}
	lives, err := p.fieldLives(items)
	if err != nil {
		return err
	}
	wide := 0
	for i := 0; i < len(items); i += 2 {
		wide = max(wide, min(cells.Width(p.word(items[i].Text)), p.Width()*2/5))
	}
	for i := 0; i+1 < len(items); i += 2 {
		field := cells.Pad(p.Crop(p.word(items[i].Text), wide), wide)
		life := ""
		if left, ok := lives[items[i].Text]; ok {
			life = "  ttl " + amount.Span(left)
		}
		if p.Words() {
			p.spoken("field "+p.word(items[i].Text)+": ", p.value(items[i+1].Text, p.Width())+strings.Replace(life, " ", ",", 1))
			continue
		}
		value := p.value(items[i+1].Text, p.Width()-wide-3-len(life))
		p.Row(screen.Cell{Role: screen.Plain, Text: field + " │ "}, screen.Cell{Role: screen.Code, Text: value},
			screen.Cell{Role: screen.Warn, Text: life})
	}
	if more := p.size - int64(len(items)/2); more > 0 {
		p.omitted(cells.Pad("", wide+1), more, "field")
	}
	return nil
}

// fieldLives asks for the time that fields have left. A server that knows no
// such thing answers with an error, and then no field has any.
func (p *page) fieldLives(items []reply.Value) (map[string]time.Duration, error) {
	if len(items) == 0 {
		return nil, nil
	}
	ask := []string{"HPTTL", p.name, "FIELDS", itoa(int64(len(items) / 2))}
	for i := 0; i < len(items); i += 2 {
		ask = append(ask, items[i].Text)
	}
	v, err := p.look(ask)
	if err != nil {
		return nil, err
	}
	lives := map[string]time.Duration{}
	for i, left := range v[0].Items {
		if left.Int >= 0 && 2*i < len(items) {
			lives[items[2*i].Text] = time.Duration(left.Int) * time.Millisecond
		}
	}
	return lives, nil
}

// scan returns the first items of a hash or set in the server's order: most
// fields or members, or all of a few, each of which is so many items.
func (p *page) scan(command string, per int) ([]reply.Value, error) {
	const steps = 10
	first, last := ends(p.size)
	want := int(first+last) * per
	var items []reply.Value
	cursor := "0"
	for range steps {
		v, err := p.ask([]string{command, p.name, cursor, "COUNT", itoa(most)})
		if err != nil {
			return nil, err
		}
		if len(v[0].Items) != 2 {
			break
		}
		cursor = v[0].Items[0].Text
		items = append(items, v[0].Items[1].Items...)
		if cursor == "0" || len(items) >= want {
			break
		}
	}
	return items[:min(want, len(items)/per*per)], nil
}
