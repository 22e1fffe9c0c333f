package danger

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/repl/script"
)

// scripted looks into a script: one that calls a dangerous command is as
// dangerous. Where the name of a command is worked out in the script, it could
// be dangerous unless it must be one of the words in the script or behind it,
// and none of these is.
func scripted(args []string, keys func() (int64, error)) (Harm, bool) {
	s := readScript(args)
	name := strings.ToUpper(args[0])
	var found []danger
	for _, c := range s.Calls {
		d, harms := listed(c)
		if !harms && len(c.Args) > 0 && strings.EqualFold(c.Args[0], "KEYS") {
			d, harms = walksAll(keys)
		}
		if harms && !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	if len(found) > 0 {
		var names []string
		for _, d := range found {
			names = append(names, d.name)
		}
		all := strings.Join(names, " and ")
		return Harm{name, "its script calls " + all + ", and " + found[0].why, name + " with " + all}, true
	}
	if hidden(s) {
		return Harm{name, "its script works out which commands it calls, and these cannot be looked at first", strings.Join(args[:2], " ")}, true
	}
	return Harm{}, false
}

// hidden reports whether a script could call a dangerous command whose name
// does not stand where it is called.
func hidden(s script.Script) bool {
	open := s.Open || slices.ContainsFunc(s.Calls, func(c script.Call) bool { return len(c.Args) == 0 })
	return open && (s.Builds || slices.ContainsFunc(s.Words, func(word string) bool {
		_, harms := listed(script.Call{Args: []string{word}, More: true})
		return harms || strings.EqualFold(word, "KEYS")
	}))
}

// readScript reads the script of an EVAL. What stands behind it may be the
// name of a command too.
func readScript(args []string) script.Script {
	if len(args) < 2 {
		return script.Script{}
	}
	keys, argv := args[2:], []string(nil)
	if len(keys) > 0 {
		n, err := strconv.Atoi(keys[0])
		if keys = keys[1:]; err == nil && n >= 0 && n <= len(keys) {
			keys, argv = keys[:n], keys[n:]
		}
	}
	s := script.Read(args[1], keys, argv)
	s.Words = slices.Concat(s.Words, keys, argv)
	return s
}
