package keyname

import (
	"slices"
	"strings"
	"unicode"

	"redis-tutor/sandbox/command"
)

// Meant returns those of names for which a misspelt one may stand, the
// likeliest first. Names that differ in their numbers only are others of a
// series: user:1 is no slip of the fingers for user:2.
func Meant(typed string, names []string) []string {
	series := withoutDigits(typed)
	return slices.DeleteFunc(command.Near(typed, names), func(name string) bool { return withoutDigits(name) == series })
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}
