package line

import (
	"strings"
	"unicode"
)

// MaxClient is how long a second client's name may be, in bytes: it stands in
// front of lines.
const MaxClient = 16

// IsClient reports whether a word can be the name of a second client: letters
// from a to z, digits, - and _. Redis itself takes only ASCII for one.
func IsClient(word string) bool {
	odd := func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	}
	return word != "" && len(word) <= MaxClient && !strings.ContainsFunc(word, odd)
}
