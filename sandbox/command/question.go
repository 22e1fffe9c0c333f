package command

import (
	"slices"
	"strings"
	"unicode"
)

// Speaks reports whether a text speaks of all that a question asks for, in its
// words or in others of the same sense. Nothing speaks of a question that asks
// for nothing.
func Speaks(text, question string) bool {
	asked, said, of := stems(question), stems(text), readSenses()
	for _, stem := range asked {
		if !slices.Contains(said, stem) && !of.among(said, stem) {
			return false
		}
	}
	return len(asked) > 0
}

// senses are words that people take for each other when they ask, a sense a
// line.
const senses = `
remove delete erase drop throw rid destroy unset
count many number amount length size long
item element thing entry
member person somebody someone anybody people
expire die vanish disappear timeout
forever ever always permanent
read see look view show print display fetch
find search
keep store save put
add append insert push stick
increase raise increment bump
decrease decrement lower subtract reduce
first front head beginning start
last end back tail
random chance arbitrary
change modify update edit alter
live stay remain last left
score points
lowest smallest minimum least
highest largest biggest maximum most best
wait block
complete autocomplete completion
colour color
editor keyboard shortcut hotkey keystroke
`

// sense has the lines of senses in which a word stands, without its ending.
type sense map[string][]int

func readSenses() sense {
	of := sense{}
	n := 0
	for line := range strings.Lines(senses) {
		n++
		for _, word := range strings.Fields(line) {
			of[stem(word)] = append(of[stem(word)], n)
		}
	}
	return of
}

// among reports whether one of words has a sense in common with a word.
func (of sense) among(words []string, word string) bool {
	lines := of[word]
	if len(lines) == 0 {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(of[w], func(n int) bool { return slices.Contains(lines, n) })
	})
}

// wanted returns what a question asks for: its words that say something, and
// "whether" where it can be answered with yes or no.
func wanted(question string) []string {
	asked := stems(question)
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(question)), " ")
	switch first {
	case "is", "are", "does", "has", "have", "did", "was":
		asked = append(asked, stem("whether"))
	}
	return asked
}

// stems returns the words of a text that say something, without their
// endings, each once.
func stems(text string) []string {
	var out []string
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		if idle(word) || idle(strings.TrimSuffix(word, "s")) {
			continue
		}
		if s := stem(word); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// idle reports whether a word is one that people put into every question.
func idle(word string) bool {
	switch word {
	case "a", "an", "the", "of", "to", "in", "on", "at", "is", "are", "be", "it", "its", "i", "me", "my", "do",
		"does", "how", "what", "which", "can", "with", "for", "from", "and", "or", "that", "this", "there",
		"by", "as", "if", "s", "redis", "command", "want", "get", "value", "two", "several", "you", "your",
		"thing", "something", "anything", "some", "has", "have", "after", "will",
		"away", "off", "out", "into", "onto":
		return true
	}
	return false
}

// stem takes an English ending off: "deleting" and "deleted" are "delet".
func stem(word string) string {
	for _, ending := range []string{"ing", "ies", "ied", "ed", "es", "s", "e", "y"} {
		if short, ok := strings.CutSuffix(word, ending); ok && len(short) >= 3 {
			return undouble(short)
		}
	}
	return word
}

// undouble makes "setting" and "set" the same.
func undouble(word string) string {
	n := len(word)
	if n > 3 && word[n-1] == word[n-2] && !strings.ContainsRune("ls", rune(word[n-1])) {
		return word[:n-1]
	}
	return word
}
