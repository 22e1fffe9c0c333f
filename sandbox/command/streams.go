package command

import "strings"

// Streams reports whether a command turns its connection into a stream of
// messages, so that it has no single reply.
func Streams(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch strings.ToUpper(args[0]) {
	case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "MONITOR":
		return true
	}
	return false
}
