package line

import "strings"

// Addressed returns the command in `as bob INCR x`, without whom it is sent as.
// Any other words come back as they are.
func Addressed(args []string) []string {
	if len(args) < 2 || !strings.EqualFold(strings.TrimPrefix(args[0], ":"), "as") {
		return args
	}
	return args[2:]
}
