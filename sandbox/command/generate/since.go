package main

import (
	"cmp"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
)

// change is a line of a command's history: COMMAND DOCS dates by it some
// options that carry no version of their own.
type change struct{ since, text string }

// dated gives a version to the options that an older server lacks and the
// history names. Others have only been described in more detail since.
func dated(args []command.Argument, old *row, history []change) []command.Argument {
	if old == nil {
		return args
	}
	known := tokens(old.args)
	var date func(args []command.Argument) []command.Argument
	date = func(args []command.Argument) []command.Argument {
		args = slices.Clone(args)
		for i, a := range args {
			if a.Token != "" && a.Since == "" && !slices.Contains(known, a.Token) {
				args[i].Since = naming(history, a.Token)
			}
			args[i].Args = date(a.Args)
		}
		return args
	}
	return date(args)
}

func naming(history []change, token string) string {
	for _, c := range history {
		if strings.Contains(c.text, token) {
			return c.since
		}
	}
	return ""
}

func tokens(args []command.Argument) []string {
	var all []string
	for _, a := range args {
		all = append(append(all, a.Token), tokens(a.Args)...)
	}
	return all
}

// keep puts back what the reference knows better: options that are newer than
// the newest server, in their places, and versions that no server tells.
func keep(args, kept []command.Argument, newest string) []command.Argument {
	for i, k := range kept {
		at := slices.IndexFunc(args, func(a command.Argument) bool { return a.Name == k.Name && a.Token == k.Token })
		switch {
		case at >= 0:
			args[at].Since = cmp.Or(args[at].Since, k.Since)
			args[at].Args = keep(args[at].Args, k.Args, newest)
		case command.Later(k.Since, newest):
			args = slices.Insert(args, min(i, len(args)), k)
		}
	}
	return args
}
