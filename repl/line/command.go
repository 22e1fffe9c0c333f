package line

import "strings"

// Takes returns behind how many other words a Redis command follows a tutor
// word: `as NAME COMMAND`. It is not ok for words that take none.
func Takes(word string) (others int, ok bool) {
	switch strings.ToLower(strings.TrimPrefix(word, ":")) {
	case "explain", "help", "?", "try":
		return 0, true
	case "as":
		return 1, true
	}
	return 0, false
}

// Command returns the place of the command's name among the words of a line:
// behind tutor words that take a command, and behind the number that says how
// often, though it be one that Count refuses. It is len(args) where the line
// ends before that.
func Command(args []string) (at int) {
	for at < len(args) {
		rest := args[at:]
		others, takes := Takes(rest[0])
		_, command, err := Count(rest)
		switch {
		case takes:
			at += 1 + others
		case err != nil || len(command) < len(rest):
			at++
		default:
			return at
		}
	}
	return len(args)
}
