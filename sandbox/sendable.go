package sandbox

import (
	"errors"
	"fmt"
	"strings"

	"redis-tutor/sandbox/command"
)

// sendable refuses what has no single reply and would put the connection out
// of step.
func sendable(args []string) error {
	if len(args) == 0 {
		return errors.New("a command needs a name")
	}
	if command.Streams(args) {
		return fmt.Errorf("%s has no single reply: it needs a stream", strings.ToUpper(args[0]))
	}
	words := [3]string{}
	for i := range min(len(args), len(words)) {
		words[i] = strings.ToUpper(args[i])
	}
	switch words[0] {
	case "SYNC", "PSYNC":
		return &advised{fmt.Errorf("%s is for replicas: it turns the connection into a copy of all data", words[0]), nil}
	case "REPLCONF":
		return &advised{errors.New("REPLCONF is for replicas: some of its forms have no reply, and the prompt would wait for one"), nil}
	case "CLIENT":
		if words[1] == "REPLY" && (words[2] == "OFF" || words[2] == "SKIP") {
			return &advised{fmt.Errorf("CLIENT REPLY %s is for programs: the prompt would wait for replies that do not come", words[2]),
				[]string{"CLIENT REPLY ON is the state that the connection is in"}}
		}
	case "SCRIPT":
		if words[1] == "DEBUG" && (words[2] == "YES" || words[2] == "SYNC") && len(args) == 3 {
			return &advised{errors.New("SCRIPT DEBUG turns the connection into a debugger, which this prompt is not"),
				[]string{"redis-cli --ldb --eval FILE is one"}}
		}
	}
	return nil
}

// upToRefused returns the commands before the first that cannot be sent, and
// why that one cannot.
func upToRefused(cmds [][]string) ([][]string, error) {
	for i, args := range cmds {
		if err := sendable(args); err != nil {
			return cmds[:i], err
		}
	}
	return cmds, nil
}

// quits reports whether the server hangs up after a command.
func quits(args []string) bool { return strings.EqualFold(args[0], "QUIT") }

// anys returns a command as go-redis takes it. UNSUBSCRIBE and its sisters
// have a reply for each channel and would put the connection out of step; as
// no channel is subscribed to here (Stream has connections of its own), one
// of them stands for all.
func anys(args []string) []any {
	switch strings.ToUpper(args[0]) {
	case "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE":
		args = args[:min(len(args), 2)]
	}
	words := make([]any, len(args))
	for i, arg := range args {
		words[i] = arg
	}
	return words
}
