package lessons

import (
	"strings"

	"redis-tutor/lessons/expect"
	"redis-tutor/lessons/prose"
)

// maxOptions is how many letters a learner can be asked to choose from.
const maxOptions = 9

// quiz reads the question, the commands and the options.
func (r *reader) quiz(b prose.Block, lines []line) *Quiz {
	q := &Quiz{Line: b.Line}
	var question, options []line
	for _, l := range lines {
		text, isCommand := l.command()
		switch {
		case isOption(l.text):
			options = append(options, l)
		case len(options) > 0:
			r.goOn(&options[len(options)-1], l)
		case isCommand:
			q.Commands = append(q.Commands, r.command(l.n, text))
			question = append(question, line{l.n, ""})
		default:
			question = append(question, l)
		}
	}
	q.Question = r.prose(b, question)
	right := 0
	for _, l := range options {
		o := r.option(l)
		q.Options = append(q.Options, o)
		if o.Right {
			right++
		}
	}
	r.options(b, q, right)
	return q
}

func isOption(text string) bool {
	return strings.HasPrefix(text, "- [ ] ") || strings.HasPrefix(text, "- [x] ")
}

// goOn adds an indented line to the option above it.
func (r *reader) goOn(option *line, l line) {
	text := strings.TrimSpace(l.text)
	if text != "" && !strings.HasPrefix(l.text, "  ") {
		r.fault(l.n, "behind the options nothing may follow but options; go on with one on an indented line")
	}
	option.text = strings.TrimSpace(option.text + " " + text)
}

// option reads "- [ ] text :: reason".
func (r *reader) option(l line) Option {
	text, reason, ok := strings.Cut(l.text[len("- [ ]"):], " :: ")
	text, reason = strings.TrimSpace(text), strings.TrimSpace(reason)
	if !ok || text == "" || reason == "" {
		r.fault(l.n, "an option is written - [ ] text :: reason")
	}
	o := Option{Line: l.n, Right: l.text[3] == 'x', Reason: r.markdown.Parse(reason, l.n, r.mark)}
	// A reply such as 1) "a" would be a list to Markdown.
	if body := r.markdown.Parse(text, l.n, r.mark); len(body) == 1 && body[0].Kind == prose.Para {
		o.Text = body[0].Spans
	} else {
		o.Text = []prose.Span{{Text: text, Style: prose.Code}}
	}
	return o
}

// options holds a quiz to one right option, marked or to be computed.
func (r *reader) options(b prose.Block, q *Quiz, right int) {
	if n := len(q.Options); n < 2 || n > maxOptions {
		r.fault(b.Line, "a quiz has 2 to %d options, got %d", maxOptions, n)
	}
	if right > 1 || right == 0 && len(q.Commands) == 0 {
		r.fault(b.Line, "exactly one option is marked [x], got %d", right)
	}
	if right > 0 {
		return
	}
	for i := range q.Options {
		o := &q.Options[i]
		p, err := expect.Parse(prose.Text{{Spans: o.Text}}.String())
		if err != nil {
			r.fault(o.Line, "no option is marked, so the commands decide and every option is a reply: %v", err)
			continue
		}
		o.want = &p
	}
}
