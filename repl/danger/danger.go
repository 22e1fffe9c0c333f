// Package danger tells which commands can harm a server that is somebody's, and
// how: by what they are, by the scripts they bring, or by the keys there are.
//
// It promises to look into scripts, and to have the keys counted only where that
// decides. It refuses to know a Redis, whose server it is, and who may be asked.
package danger

import (
	"fmt"
	"strings"

	"redis-tutor/repl/script"
)

// Harm is what a command could do.
type Harm struct {
	Command string // in upper case, with its subcommand where only some harm
	Why     string // a clause: "it removes every key of this database"
	Always  string // what the answer "always" holds for, here and later
}

// Refused is the error for a command that could do harm, where nobody can be
// asked.
type Refused struct{ Harm }

func (e *Refused) Error() string {
	return fmt.Sprintf("%s was not run: %s", e.Command, e.Why)
}

// Of returns what a command could do to a database. Keys counts those there are
// to walk over; it is called only for KEYS, and for a script that may call it.
// Where it fails there may be many.
func Of(args []string, keys func() (int64, error)) (Harm, bool) {
	switch name := strings.ToUpper(args[0]); name {
	case "KEYS":
		if len(args) == 2 {
			d, harms := walksAll(keys)
			return Harm{d.name, d.why, d.name}, harms
		}
	case "EVAL", "EVAL_RO":
		return scripted(args, keys)
	case "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO":
		always := strings.Join(args[:min(2, len(args))], " ")
		return Harm{name, "what it runs is kept on the server and cannot be looked at first", always}, true
	}
	d, found := listed(script.Call{Args: args})
	return Harm{d.name, d.why, d.name}, found
}

// manyKeys is how many keys KEYS may walk over unasked. A million take a
// server about a second.
const manyKeys = 10_000

// walksAll says what KEYS costs.
func walksAll(keys func() (int64, error)) (danger, bool) {
	const cost = ", and nobody is served meanwhile; SCAN does it bit by bit"
	n, err := keys()
	switch {
	case err != nil:
		return danger{"KEYS", "it walks over all keys, which cannot be counted first (" + err.Error() + ")" + cost}, true
	case n > manyKeys:
		return danger{"KEYS", fmt.Sprintf("it walks over all %d keys", n) + cost}, true
	}
	return danger{}, false
}
