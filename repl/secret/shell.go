package secret

import (
	"path"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
)

// passwordVariable holds a password in front of redis-cli: A=b redis-cli.
const passwordVariable = "REDISCLI_AUTH="

// forShell returns what stands behind the name of a client, which was meant for
// a shell: "$ redis-cli -h example.org". It is not ok for any other line.
func forShell(args []string) (behind []string, ok bool) {
	if len(args) > 0 && args[0] == "$" {
		args = args[1:]
	}
	if len(args) == 0 {
		return nil, false
	}
	if strings.HasPrefix(args[0], passwordVariable) {
		return args, true
	}
	near := command.Near(path.Base(args[0]), []string{"redis-cli", "valkey-cli", "redis-tutor"})
	return args[1:], len(near) > 0
}

// inShell reports whether there is a password among the flags of a client, or
// in the command behind them, wherever that begins.
func inShell(args []string) bool {
	for i, word := range args {
		if passes(word) || inCommand(args[i:]) {
			return true
		}
	}
	return false
}

// passes reports whether a word gives a client a password, or says that the
// next one does.
func passes(word string) bool {
	if strings.Contains(word, "@") {
		return true // redis://user:password@host
	}
	return slices.ContainsFunc([]string{"-a", "--pass", passwordVariable}, func(flag string) bool { return strings.HasPrefix(word, flag) })
}
