package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote returns a word as it has to be typed behind a command's name: bare
// where that is enough, in double quotes otherwise. What would not show as
// itself, or turns the direction of writing, is spelled \xHH; readable text
// stays readable. The words # and |, with which a comment and a pipe begin at
// the prompt, are quoted too, and a backquote is spelled \x60: so a sentence
// in which backquotes surround code can hold any quoted word.
func Quote(word string) string {
	if isBare(word) {
		return word
	}
	return strings.ReplaceAll(InDouble(word), "`", `\x60`)
}

// Short is Quote for a glance: what is cut of a word of more than most
// characters is an ellipsis.
func Short(word string, most int) string {
	n := 0
	for at := range word {
		if n == most {
			return Quote(word[:at]) + "…"
		}
		n++
	}
	return Quote(word)
}

// Join returns a line of which Split makes these words.
func Join(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = Quote(word)
	}
	return strings.Join(quoted, " ")
}

// InDouble returns a word in double quotes, whether it needs them or not.
func InDouble(word string) string {
	var b strings.Builder
	b.WriteByte('"')
	for rest := word; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + rest[:n])
		case !shows(r, n):
			b.WriteString(escaped(rest[:n]))
		default:
			b.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	b.WriteByte('"')
	return b.String()
}

// InSingle returns a word in single quotes. They know no escapes, so it is
// not ok for a word that needs one.
func InSingle(word string) (quoted string, ok bool) {
	if strings.ContainsAny(word, `'\`) || !Shows(word) {
		return "", false
	}
	return "'" + word + "'", true
}

func isBare(word string) bool {
	return word != "" && word != "#" && word != "|" && !strings.ContainsAny(word, " \"'`") && Shows(word)
}

// Shows reports whether a word is UTF-8 and every character of it shows as
// itself: none moves the cursor, hides others or turns the direction.
func Shows(word string) bool {
	for at := 0; at < len(word); {
		r, n := utf8.DecodeRuneInString(word[at:])
		if !shows(r, n) {
			return false
		}
		at += n
	}
	return true
}

// shows reports whether a character of n bytes can stand in a line as it is.
func shows(r rune, n int) bool {
	return unicode.IsPrint(r) && (r != utf8.RuneError || n > 1)
}

// escaped spells bytes as double quotes know them.
func escaped(bytes string) string {
	short := map[string]string{"\n": `\n`, "\r": `\r`, "\t": `\t`, "\a": `\a`, "\b": `\b`}
	if s, ok := short[bytes]; ok {
		return s
	}
	var b strings.Builder
	for _, c := range []byte(bytes) {
		fmt.Fprintf(&b, `\x%02x`, c)
	}
	return b.String()
}
