// Package line knows what stands around a command on an input line: what a
// learner pastes with it (prompts, comments, replies of a transcript), as whom
// and how often it is to be run, the program behind a bar, where its quoting
// broke, and whether it goes on in the next row.
//
// It promises to leave the command itself as it was written. It refuses to
// know which commands exist, what a terminal is and who typed the line.
package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// cutPrompts drops every prompt at the start of s: a whole line pasted at a
// prompt that was pasted before gives two.
func cutPrompts(s string) (rest string, found bool) {
	if strings.IndexByte(s, '>') < 0 { // nearly every line
		return s, false
	}
	for {
		rest, ok := cutPrompt(strings.TrimLeft(s, " \t"))
		if !ok {
			return s, found
		}
		s, found = rest, true
	}
}

// cutPrompt drops one prompt: redis-cli's and the tutor's in all their states,
// those of the Redis documentation ("redis> ", "> ") and the one old versions
// had ("redis 127.0.0.1:6379> "). No Redis command looks like any of them.
func cutPrompt(s string) (rest string, ok bool) {
	head, rest, ok := cutArrow(s)
	if !ok {
		return s, false
	}
	rest = strings.TrimLeft(rest, " \t")
	switch head {
	case "", "redis", "not connected":
		return rest, true
	}
	for _, state := range []string{"(subscribed mode)", "(monitor mode)", "(TX!)", "(TX)"} {
		head = strings.TrimSuffix(head, state)
	}
	if client, place, ok := strings.Cut(head, "@"); ok && IsClient(client) {
		head = place
	}
	if place, ok := strings.CutPrefix(head, "redis "); ok {
		return rest, isSocket(place) || isAddr(cutDB(place))
	}
	return rest, isAddr(cutDB(head))
}

// cutArrow cuts s around the first > that a space or the end follows: pasting
// often loses the space behind an empty prompt.
func cutArrow(s string) (head, rest string, ok bool) {
	for i := range len(s) {
		if s[i] == '>' && (i+1 == len(s) || words.IsSpace(s[i+1])) {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// isSocket reports whether s can be the path of a unix socket in a prompt.
// Only an absolute path may have spaces.
func isSocket(s string) bool {
	return s != "" && !strings.ContainsAny(s, `"'`) && (s[0] == '/' || !strings.ContainsAny(s, " \t"))
}

// cutDB drops the database number in brackets behind an address.
func cutDB(s string) string {
	if i := strings.LastIndexByte(s, '['); i > 0 && strings.HasSuffix(s, "]") && isNumber(s[i+1:len(s)-1]) {
		return s[:i]
	}
	return s
}

// isAddr reports whether s is HOST:PORT, an IPv6 host in brackets.
func isAddr(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 || !isNumber(s[i+1:]) {
		return false
	}
	host, allowed := s[:i], "-._"
	if v6, ok := strings.CutPrefix(host, "["); ok {
		host, ok = strings.CutSuffix(v6, "]")
		if !ok {
			return false
		}
		allowed = ":%-._"
	}
	for _, c := range []byte(host) {
		alnum := '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !alnum && strings.IndexByte(allowed, c) < 0 {
			return false
		}
	}
	return true
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
