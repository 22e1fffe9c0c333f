package lessons

import (
	"slices"
	"strings"
)

// KeyWord is a word that stands for a key of a web app's, whose name is another
// one each time.
type KeyWord struct {
	Browser string // whose session it is; "" for the learner's own: see Web
	Index   bool   // it is the index of a user's sessions
	User    string // of Index
}

// ParseKeyWord reads $session, $session:BROWSER and $sessions:USER. It is not ok
// for every other word.
func ParseKeyWord(word string) (k KeyWord, ok bool) {
	if word == "$session" {
		return KeyWord{}, true
	}
	if name, ok := strings.CutPrefix(word, "$session:"); ok {
		return KeyWord{Browser: name}, name != ""
	}
	user, ok := strings.CutPrefix(word, "$sessions:")
	return KeyWord{Index: true, User: user}, ok && user != ""
}

// standsForKey reports whether a word stands for a key of the app's.
func standsForKey(word string) bool {
	_, ok := ParseKeyWord(word)
	return ok
}

// Steady returns SessionKey of a web with a memory: each word stands for one
// key, though somebody may visit in between. It is for one line, or one look.
func Steady(web Web) func(word string) (key string, ok bool) {
	type answer struct {
		key string
		ok  bool
	}
	known := map[string]answer{}
	return func(word string) (string, bool) {
		got, seen := known[word]
		if !seen {
			got.key, got.ok = web.SessionKey(word)
			known[word] = got
		}
		return got.key, got.ok
	}
}

// Filled returns a command with the keys that its words stand for. A word
// without a session stays: there is no key of that name.
func Filled(keyOf func(word string) (key string, ok bool), args []string) []string {
	if !slices.ContainsFunc(args, standsForKey) {
		return args
	}
	args = slices.Clone(args)
	for i, word := range args {
		if key, _ := keyOf(word); key != "" {
			args[i] = key
		}
	}
	return args
}

// filled is Filled for commands, with the web app of a Redis, where it has one.
func filled(r Redis, commands [][]string) [][]string {
	web, ok := r.(Web)
	if !ok {
		return commands
	}
	commands = slices.Clone(commands)
	keyOf := Steady(web)
	for i, args := range commands {
		commands[i] = Filled(keyOf, args)
	}
	return commands
}

// nobody says that a check was about a session that is not there, "" when it
// was not so: then its word has stayed in what was sent. since ends the sentence.
func (got answer) nobody(since string) string {
	for _, word := range got.sent {
		k, ok := ParseKeyWord(word)
		switch {
		case !ok || k.Index:
		case k.Browser != "":
			return "the browser `" + k.Browser + "` has no session" + since
		default:
			return "your own browser has no session" + since
		}
	}
	return ""
}
