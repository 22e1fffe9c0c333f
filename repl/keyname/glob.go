package keyname

import "strings"

// IsPattern reports whether a word is a pattern for names rather than a name.
func IsPattern(word string) bool { return strings.ContainsAny(word, "*?[") }

// Glob returns a pattern that matches name alone. Other signs have a meaning
// only behind a "[" (stringmatchlen in src/util.c).
func Glob(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}
