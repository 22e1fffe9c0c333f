package picture

import (
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
)

// list draws a list from head to tail, with the indexes from both ends and
// the commands that work there.
func (p *page) list() error {
	p.header("list of " + amount.Of(p.size, "element"))
	if p.heavy("LINDEX " + p.word(p.name) + " 0") {
		return nil
	}
	first, last := ends(p.size)
	commands := [][]string{{"LRANGE", p.name, "0", itoa(first - 1)}}
	if last > 0 {
		commands = append(commands, []string{"LRANGE", p.name, itoa(-last), "-1"})
	}
	v, err := p.ask(commands...)
	if err != nil {
		return err
	}
	wide := len(itoa(-p.size))
	margin := cells.Pad("", 2*wide+2)
	p.end(margin, "┌ head", "LPUSH adds, LPOP takes")
	for i, item := range v[0].Items {
		p.element(wide, int64(i), item.Text)
	}
	if last > 0 {
		p.omitted(margin, p.size-first-last, "element")
		for i, item := range v[1].Items {
			p.element(wide, p.size-last+int64(i), item.Text)
		}
	}
	p.end(margin, "└ tail", "RPUSH adds, RPOP takes")
	return nil
}

func (p *page) end(margin, name, commands string) {
	if p.Words() {
		adds, takes, _ := strings.Cut(commands, ", ")
		_, name, _ = strings.Cut(name, " ")
		p.spoken(name+", where "+adds+" and "+takes, "")
		return
	}
	if cells.Width(margin+name+commands)+3 > p.Width() {
		commands = strings.NewReplacer(" adds", "", " takes", "").Replace(commands)
	}
	p.Row(screen.Cell{Role: screen.Plain, Text: margin + name}, screen.Cell{Role: screen.Quiet, Text: "   " + commands})
}

func (p *page) element(wide int, i int64, text string) {
	if p.Words() {
		p.spoken("index "+itoa(i)+" or "+itoa(i-p.size)+": ", p.value(text, p.Width()))
		return
	}
	index := cells.PadLeft(itoa(i), wide) + " " + cells.PadLeft(itoa(i-p.size), wide) + " "
	p.Row(screen.Cell{Role: screen.Quiet, Text: index}, screen.Cell{Role: screen.Plain, Text: "│ "},
		screen.Cell{Role: screen.Code, Text: p.value(text, p.Width()-len(index)-2)})
}
