package lessons

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redis-tutor/lessons/prose"
	"redis-tutor/sandbox/words"
)

// block reads one of the lesson's own fenced blocks into its step.
func (r *reader) block(s *Step, b prose.Block) {
	lines := numbered(b)
	switch b.Info {
	case "redis", "redis loose":
		exchanges := r.transcript(lines)
		r.some(b, len(lines), "command")
		s.Body = append(s.Body, Block{Block: b, Exchanges: exchanges, Loose: b.Info != "redis"})
	case "setup":
		r.once(b, s.Setup == nil)
		s.Setup = r.commandsOnly(lines)
		r.some(b, len(lines), "command")
	case "task":
		r.once(b, s.Task == nil)
		s.Task = r.prose(b, lines)
	case "check":
		r.once(b, s.Check == nil)
		s.Check = r.checks(lines)
		r.some(b, len(lines), "check")
	case "wrong":
		commands, rest := r.commands(lines)
		r.some(b, len(commands), "command")
		s.Wrongs = append(s.Wrongs, Wrong{b.Line, commands, r.prose(b, rest)})
	case "hint":
		s.Hints = append(s.Hints, r.prose(b, lines))
	case "solution":
		r.once(b, s.Solution.Line == 0)
		commands, rest := r.commands(lines)
		r.some(b, len(commands), "command")
		s.Solution = Solution{Line: b.Line, Commands: commands}
		if len(rest) > 0 {
			s.Solution.Why = r.prose(b, rest)
		}
	case "quiz":
		r.once(b, s.Quiz == nil)
		s.Quiz = r.quiz(b, lines)
	default:
		r.fault(b.Line, "%q is no block of a lesson: redis, redis loose, setup, task, check, wrong, hint, solution, quiz", b.Info)
	}
}

// once refuses a second block of a kind; both cannot be meant.
func (r *reader) once(b prose.Block, fresh bool) {
	if !fresh {
		r.fault(b.Line, "a step has one %s block only", b.Info)
	}
}

// some refuses a block that lacks what it is there for.
func (r *reader) some(b prose.Block, n int, what string) {
	if n == 0 {
		r.fault(b.Line, "the %s block has no %s", b.Info, what)
	}
}

// line is one line of a block.
type line struct {
	n    int
	text string
}

// command returns what stands behind "> ".
func (l line) command() (string, bool) { return strings.CutPrefix(l.text, "> ") }

// numbered returns the lines of a fenced block with their numbers, without
// blank lines at the end.
func numbered(b prose.Block) []line {
	var lines []line
	end := 0
	for i, text := range b.Lines {
		lines = append(lines, line{b.Line + 1 + i, text})
		if strings.TrimSpace(text) != "" {
			end = len(lines)
		}
	}
	return lines[:end]
}

// prose reads lines as Markdown.
func (r *reader) prose(b prose.Block, lines []line) prose.Text {
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.text)
	}
	src := strings.Join(texts, "\n")
	if strings.TrimSpace(src) == "" {
		r.fault(b.Line, "the %s block has no text", b.Info)
		return prose.Text{}
	}
	text := r.markdown.Parse(src, lines[0].n, r.mark)
	for _, b := range text {
		if b.Kind == prose.Heading {
			r.fault(b.Line, "a heading inside a block")
		}
	}
	return text
}

// transcript reads commands, each with the lines of its reply.
func (r *reader) transcript(lines []line) []Exchange {
	var out []Exchange
	for _, l := range lines {
		text, ok := l.command()
		switch {
		case ok:
			out = append(out, Exchange{Command: r.command(l.n, text)})
		case len(out) == 0:
			r.fault(l.n, "a transcript begins with a line > COMMAND, got %q", l.text)
			return out
		default:
			last := &out[len(out)-1]
			last.Reply = append(last.Reply, l.text)
		}
	}
	for _, e := range out {
		if len(e.Reply) == 0 && e.Args != nil {
			r.fault(e.Line, "no reply below > %s", e.Text)
		}
		if len(e.Reply) > 0 && (e.Forward > 0 || e.Web != nil) {
			word, _, _ := strings.Cut(e.Text, " ")
			r.fault(e.Line+1, "%s has no reply", word)
		}
	}
	return out
}

// commands reads the "> " lines that a block begins with.
func (r *reader) commands(lines []line) (commands []Command, rest []line) {
	for i, l := range lines {
		text, ok := l.command()
		if !ok && strings.TrimSpace(l.text) != "" {
			return commands, lines[i:]
		}
		if ok {
			commands = append(commands, r.command(l.n, text))
		}
	}
	return commands, nil
}

func (r *reader) commandsOnly(lines []line) []Command {
	commands, rest := r.commands(lines)
	if len(rest) > 0 {
		r.fault(rest[0].n, "a setup block has lines > COMMAND only, got %q", rest[0].text)
	}
	return commands
}

// command reads what stands behind "> ". "forward" and the words of the web
// are no commands of Redis and never will be in a lesson.
func (r *reader) command(n int, text string) Command {
	c := Command{Line: n, Text: text}
	args, err := words.Split(text)
	switch {
	case err != nil:
		r.badQuotes(n, text, err)
	case len(args) == 0:
		r.fault(n, "a command is missing behind >")
	case args[0] == "forward":
		c.Forward = r.duration(n, args[1:])
	case slices.Contains(webWords, args[0]):
		c.Web = args
	default:
		c.Args = ownWords(args)
	}
	return c
}

// ownWords takes "as NAME" from in front of a command, by which a learner sends
// it as a second client. To the lesson it is all the same who has sent it.
func ownWords(args []string) []string {
	if len(args) > 2 && args[0] == "as" {
		return args[2:]
	}
	return args
}

// badQuotes says why the words of a line cannot be told apart, and from where.
func (r *reader) badQuotes(n int, text string, err error) {
	var syntax *words.SyntaxError
	if !errors.As(err, &syntax) {
		r.fault(n, "%v", err)
		return
	}
	r.fault(n, "%s: %q", syntax.Msg, text[syntax.Pos:])
}

func (r *reader) duration(n int, args []string) time.Duration {
	if len(args) == 1 {
		if d, err := time.ParseDuration(args[0]); err == nil && d > 0 {
			return d
		}
	}
	r.fault(n, "forward is followed by a time such as 3s or 1h")
	return 0
}
