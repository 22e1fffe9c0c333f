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
func scripted(args []string, s script.Script, keys func() (int64, error)) (Harm, bool) {
	name, whole := strings.ToUpper(args[0]), strings.Join(args[:min(2, len(args))], " ")
	found := called(s, keys)
	unseen := hidden(s, found, keys)
	switch {
	case len(found) == 0 && unseen:
		return Harm{name, "its script works out which commands it calls, and these cannot be looked at first", whole}, true
	case len(found) == 0:
		return Harm{}, false
	}
	var names []string
	for _, d := range found {
		names = append(names, d.name)
	}
	all := strings.Join(names, " and ")
	h := Harm{name, whose(name) + " calls " + all + ", and " + found[0].why, name + " with " + all}
	if unseen {
		h.Always = whole
	}
	return h, true
}

// whose names what was read: of a function all that its library holds, since
// which part of it calls what is not known.
func whose(name string) string {
	if strings.HasPrefix(name, "FCALL") {
		return "the library of its function"
	}
	return "its script"
}

// kept looks into what a command runs that the server keeps. A function may have
// got the names of commands from a call before this one.
func kept(args []string, find func(string) (string, bool), keys func() (int64, error)) (Harm, bool) {
	if len(args) < 3 {
		return Harm{}, false // the server refuses it
	}
	name, whole := strings.ToUpper(args[0]), strings.Join(args[:2], " ")
	text, ok := find(args[1])
	switch {
	case !ok:
		return Harm{name, "what it runs is kept on the server and cannot be looked at first", whole}, true
	case text == "":
		return Harm{}, false // the server knows none
	}
	s := readScript(slices.Concat([]string{name, text}, args[2:]))
	s.Open = s.Open || strings.HasPrefix(name, "FCALL") && s.WorksOut()
	return scripted(args, s, keys)
}

// called returns what is dangerous among the calls of a script: as they stand,
// and as they are if it has put other words into KEYS and ARGV.
func called(s script.Script, keys func() (int64, error)) []danger {
	var found []danger
	add := func(d danger, harms bool) {
		if harms && !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	for _, c := range s.Calls {
		add(judged(c, keys))
		if c.Certain < len(c.Args) {
			add(judged(script.Call{Args: c.Args[:c.Certain], More: true}, keys))
		}
	}
	return found
}

// hidden reports whether a script could call a dangerous command that is not
// among those found, and whose name does not stand where it is called.
func hidden(s script.Script, found []danger, keys func() (int64, error)) bool {
	return s.Open || s.WorksOut() && slices.ContainsFunc(s.Words, func(word string) bool {
		d, harms := judged(script.Call{Args: []string{word}, More: true}, keys)
		return harms && !slices.Contains(found, d)
	})
}

// judged returns what is dangerous about a call.
func judged(c script.Call, keys func() (int64, error)) (danger, bool) {
	if len(c.Args) > 0 && strings.EqualFold(c.Args[0], "KEYS") {
		return walksAll(keys)
	}
	return listed(c)
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
	return script.Read(args[1], keys, argv)
}
