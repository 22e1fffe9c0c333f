package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// Strip returns the command of a line: without the prompts a learner pasted
// in front of it and without the comment behind it. A comment begins with a
// word that is # and nothing more, outside quotes, and is no pattern of SORT.
// A line with neither comes back as it is, also when its quoting is broken.
func Strip(s string) string {
	s, _ = cutPrompts(s)
	return cutComment(s)
}

// Bounds returns where in s the command begins and where a comment does, or
// the end of s: Strip gives s[from:to], less the spaces in front of the
// comment.
func Bounds(s string) (from, to int) {
	rest, _ := cutPrompts(s)
	from = len(s) - len(rest)
	return from, from + commentAt(rest)
}

// Comment returns the comment of a line, from its # on, or "".
func Comment(s string) string {
	_, to := Bounds(s)
	return s[to:]
}

func cutComment(s string) string {
	if at := commentAt(s); at < len(s) {
		return strings.TrimRight(s[:at], " \t")
	}
	return s
}

// commentAt returns where the comment of s begins, its length when it has
// none.
func commentAt(s string) int {
	if strings.IndexByte(s, '#') < 0 {
		return len(s)
	}
	var before []string
	for at := 0; ; {
		w, ok, err := words.Next(s, at)
		if !ok || err != nil {
			return len(s)
		}
		if beginsComment(s[w.Start:w.End], before) {
			return w.Start
		}
		before = append(before, w.Text)
		at = w.End
	}
}

// beginsComment reports whether a word, as it is written, begins a comment
// behind the words before it. Behind the GET of a SORT a # is a pattern: that
// of the element itself.
func beginsComment(word string, before []string) bool {
	if word != "#" {
		return false
	}
	if n := len(before); n == 0 || !strings.EqualFold(before[n-1], "GET") {
		return true
	}
	args := before[Command(before):]
	const key = 1 // GET as a key is none of SORT's options
	return len(args) <= key+1 || !strings.EqualFold(args[0], "SORT") && !strings.EqualFold(args[0], "SORT_RO")
}
