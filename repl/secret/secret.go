// Package secret tells whether a command carries a password or a key.
//
// It promises to take a mistyped command, and one for somebody else, for what
// was meant. It refuses to know what becomes of a line that does: to remember
// none, and to show none again, is for those who ask.
package secret

import (
	"slices"
	"strings"
	"unicode"

	"redis-tutor/repl/line"
	"redis-tutor/sandbox/command"
)

// In reports whether a secret is among the words of a line: of a Redis command
// with whatever stands in front of it, or of a tutor word that takes one. The
// list is redis-cli's of 7.4 (isSensitiveCommand), with AUTH inside any word
// order that HELLO and MIGRATE allow.
func In(args []string) bool {
	if behind, ok := forShell(args); ok {
		return inShell(behind)
	}
	return inCommand(args)
}

func inCommand(args []string) bool {
	if args = args[line.Command(args):]; len(args) == 0 {
		return false
	}
	first := strings.ToUpper(strings.TrimPrefix(args[0], ":"))
	second := ""
	if len(args) > 1 {
		second = strings.ToUpper(args[1])
	}
	switch first = meant(first); first {
	case "AUTH":
		return true
	case "CONNECT":
		return slices.ContainsFunc(args[1:], mayHold)
	case "LISTEN":
		return len(args) > 2
	case "ACL":
		return second == "SETUSER" || second == "GETUSER" || second == "DELUSER"
	case "CONFIG":
		return second == "SET" && names(args[2:], 2, configSecrets)
	case "SENTINEL":
		return second == "CONFIG" && names(args[2:], 1, sentinelSecrets) ||
			second == "SET" && names(args[2:], 1, sentinelSecrets)
	case "HELLO", "MIGRATE":
		return names(args[1:], 1, authWords)
	case "EVAL", "EVAL_RO":
		return named(strings.Join(args[1:], " "))
	}
	return false
}

// mayHold reports whether a word for `connect` is a URI with somebody's name in
// it, or a flag: `-a` is not taken, and typed all the same.
func mayHold(word string) bool {
	return strings.Contains(word, "@") || strings.HasPrefix(word, "-")
}

// meant returns the command that a mistyped one was likely meant to be, when
// it is one that may carry a secret: what is typed wrong is no less secret.
func meant(name string) string {
	if near := command.Near(name, []string{"AUTH", "HELLO", "MIGRATE", "CONNECT"}); len(near) > 0 {
		return near[0]
	}
	return name
}

// Misquoted reports whether there may be a secret in a line that cannot be
// split into words: whatever its quotes were to hold together.
func Misquoted(text string) bool {
	for _, marks := range []*strings.Replacer{
		strings.NewReplacer(),
		strings.NewReplacer(`"`, "", "'", "", `\`, ""),
		strings.NewReplacer(`"`, " ", "'", " ", `\`, ""),
	} {
		if In(strings.Fields(marks.Replace(text))) {
			return true
		}
	}
	return named(text)
}

// named reports whether what takes a secret is named anywhere in a text: a
// script, or what cannot be split.
func named(text string) bool {
	between := func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }
	return names(strings.FieldsFunc(text, between), 1, configSecrets+" "+sentinelSecrets+" setuser")
}

const (
	configSecrets   = "masterauth masteruser requirepass tls-key-file-pass tls-client-key-file-pass"
	sentinelSecrets = "auth-pass auth-user sentinel-pass sentinel-user"
	authWords       = "auth auth2"
)

// names reports whether one of every step-th words stands in list, or is near
// one that does.
func names(words []string, step int, list string) bool {
	for i := 0; i < len(words); i += step {
		if len(command.Near(words[i], strings.Fields(list))) > 0 {
			return true
		}
	}
	return false
}
