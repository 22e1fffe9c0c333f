// Package danger tells which commands can harm a server that is somebody's, and
// how: by what they are, by the scripts they bring, or by the keys there are.
//
// It promises to look into scripts, and at the server only where that decides. It
// refuses to know a Redis, whose server it is, and who may be asked.
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

// Look is what can be looked at before a command is sent.
type Look struct {
	// Keys counts those there are to walk over, for KEYS and for a script that may
	// call it. Where it fails there may be many.
	Keys func() (int64, error)
	// Script returns the script that EVALSHA runs, and Function the library of a
	// function that FCALL calls: "" where there is none. It is not ok where that
	// cannot be told.
	Script, Function func(name string) (text string, ok bool)
}

// Of returns what a command could do to a database.
func Of(args []string, look Look) (Harm, bool) {
	switch name := strings.ToUpper(args[0]); name {
	case "KEYS":
		if len(args) == 2 {
			d, harms := walksAll(look.Keys)
			return Harm{d.name, d.why, d.name}, harms
		}
	case "EVAL", "EVAL_RO":
		return scripted(args, readScript(args), look.Keys)
	case "EVALSHA", "EVALSHA_RO":
		return kept(args, look.Script, look.Keys)
	case "FCALL", "FCALL_RO":
		return kept(args, look.Function, look.Keys)
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
