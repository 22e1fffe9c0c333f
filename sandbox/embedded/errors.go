package embedded

import (
	"bytes"
	"fmt"
	"strings"

	"redis-tutor/sandbox/command"
)

// Errors that many commands share.
const (
	notInteger = "ERR value is not an integer or out of range"
	syntaxErr  = "ERR syntax error"
)

// correct replaces an error reply that begins at a place of the output by the
// words Redis has for it, when the command could not even have been run. The
// command table is thus only needed once something is wrong. It reports
// whether that was the case.
func (c *call) correct(at int) bool {
	if bytes.HasPrefix(c.out[at:], []byte("-EXECABORT")) {
		return false // EXEC has its own words for a wrong arity
	}
	problem := c.s.problem(c.args)
	if problem != "" {
		c.out = c.out[:at]
		c.fail("%s", problem)
	}
	return problem != ""
}

// problem returns the error for a command that does not exist or cannot have
// so many words, and "" for one that may run.
func (s *Server) problem(args []string) string {
	t := s.table()
	if t == nil {
		if s.knows(strings.ToUpper(args[0])) {
			return ""
		}
		return unknownCommand(args)
	}
	cmd, ok := t.Lookup(args...)
	switch {
	case !ok && s.knows(strings.ToUpper(args[0])):
		return ""
	case !ok:
		return unknownCommand(args)
	case !strings.Contains(cmd.Name, " ") && len(args) > 1 && len(t.Subcommands(cmd.Name)) > 0:
		return unknownSubcommand(cmd, args)
	case !s.knows(strings.ToUpper(args[0])):
		return unknownCommand(args)
	case !cmd.ArityFits(len(args)):
		return wrongArity(cmd)
	}
	return ""
}

func wrongArity(cmd *command.Command) string {
	name := strings.ToLower(strings.ReplaceAll(cmd.Name, " ", "|"))
	return fmt.Sprintf("ERR wrong number of arguments for '%s' command", name)
}

func unknownSubcommand(cmd *command.Command, args []string) string {
	return fmt.Sprintf("ERR unknown subcommand '%s'. Try %s HELP.", cut(args[1], 128), strings.ToUpper(cmd.Name))
}

// unknownCommand quotes the first 128 bytes of the arguments, each followed by
// a space.
func unknownCommand(args []string) string {
	const limit = 128
	var shown strings.Builder
	for _, arg := range args[1:] {
		if shown.Len() >= limit {
			break
		}
		fmt.Fprintf(&shown, "'%s' ", cut(arg, limit-shown.Len()))
	}
	return oneLine(fmt.Sprintf("ERR unknown command '%s', with args beginning with: %s", cut(args[0], limit), shown.String()))
}

func cut(s string, n int) string { return s[:min(len(s), n)] }

// oneLine keeps line ends out of an error reply, as Redis does.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' {
			return ' '
		}
		return r
	}, s)
}
