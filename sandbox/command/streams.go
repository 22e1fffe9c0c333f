package command

import (
	"slices"
	"strings"
)

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

// Waits reports whether a command may keep its connection waiting for
// somebody else, so that replies to others should not be held back for it.
func Waits(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch strings.ToUpper(args[0]) {
	case "BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "WAITAOF":
		return true
	case "XREAD", "XREADGROUP":
		return slices.ContainsFunc(args, func(arg string) bool { return strings.EqualFold(arg, "BLOCK") })
	case "DEBUG":
		return len(args) > 1 && strings.EqualFold(args[1], "SLEEP")
	}
	return false
}
