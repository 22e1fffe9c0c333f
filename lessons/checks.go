package lessons

import (
	"strings"

	"redis-tutor/lessons/expect"
	"redis-tutor/sandbox/words"
)

// checks reads lines COMMAND => PATTERN and $last => PATTERN, and those that ask
// what the learner did: $used, $sent, $exec, $expired and $visited.
func (r *reader) checks(lines []line) []Check {
	checks := []Check{}
	for _, l := range lines {
		if strings.TrimSpace(l.text) != "" {
			checks = append(checks, r.check(l))
		}
	}
	return checks
}

func (r *reader) check(l line) Check {
	args, text, pattern, err := splitCheck(l.text)
	c := Check{Line: l.n, Text: text}
	switch {
	case err != nil:
		r.badQuotes(l.n, l.text, err)
		return c
	case len(args) == 0:
		r.fault(l.n, "a check is written COMMAND => PATTERN, got %q", l.text)
		return c
	case r.did(&c, args[0], args[1:], pattern):
		return c
	case args[0] != "$last":
		c.Args = args
	case len(args) > 1:
		r.fault(l.n, "$last stands alone before =>")
	default:
		c.Last = true
	}
	if c.Want, err = expect.Parse(pattern); err != nil {
		r.fault(l.n, "%v", err)
	}
	return c
}

// splitCheck parts a check at the first => that is a word of its own.
func splitCheck(text string) (args []string, left, pattern string, err error) {
	for at := 0; ; {
		w, ok, err := words.Next(text, at)
		if err != nil || !ok {
			return args, strings.TrimSpace(text), "", err
		}
		if text[w.Start:w.End] == "=>" {
			return args, strings.TrimSpace(text[:w.Start]), strings.TrimSpace(text[w.End:]), nil
		}
		args = append(args, w.Text)
		at = w.End
	}
}
