package repl

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"strings"

	"redis-tutor/repl/danger"
	"redis-tutor/sandbox/reply"
)

// What is looked at before a command that may be dangerous. Another client can
// change it between the look and the command; who wants to do harm in that way
// needs no learner for it.

// scripts are those that were typed, by their SHA1 digests: what EVALSHA runs
// under such a name can be nothing else.
type scripts map[string]string

// mostScripts is how many are kept, and largestScript up to how many bytes. One
// that is forgotten is asked about.
const (
	mostScripts   = 1000
	largestScript = 8 << 10
)

// keep takes note of the script in a command.
func (s scripts) keep(args []string) {
	text, found := "", false
	switch {
	case len(args) > 1 && (strings.EqualFold(args[0], "EVAL") || strings.EqualFold(args[0], "EVAL_RO")):
		text, found = args[1], true
	case len(args) == 3 && strings.EqualFold(args[0], "SCRIPT") && strings.EqualFold(args[1], "LOAD"):
		text, found = args[2], true
	}
	if !found || len(text) > largestScript {
		return
	}
	if len(s) >= mostScripts {
		clear(s)
	}
	digest := sha1.Sum([]byte(text))
	s[hex.EncodeToString(digest[:])] = text
}

// beforehand is what can be looked at before a client's command.
func (s *Session) beforehand(ctx context.Context, c *client) danger.Look {
	return lookFirst(ctx, s.Sandbox, s.sent, func() (State, error) { return c.State(), nil })
}

// lookFirst is what can be looked at on a Redis as soon as ready has told where
// its client is. What is queued in a transaction is not there yet to be looked at.
func lookFirst(ctx context.Context, box Sandbox, sent scripts, ready func() (State, error)) danger.Look {
	return danger.Look{
		Keys: func() (int64, error) {
			st, err := ready()
			if err != nil {
				return 0, err
			}
			return countKeys(ctx, box, st.DB)
		},
		Script: func(digest string) (text string, ok bool) {
			if text, ok := sent[strings.ToLower(digest)]; ok {
				return text, true
			}
			st, err := ready()
			return "", err == nil && !st.InTx && lacksScript(ctx, box, st.DB, digest)
		},
		Function: func(name string) (code string, ok bool) {
			st, err := ready()
			if err != nil || st.InTx {
				return "", false
			}
			return libraryOf(ctx, box, st.DB, name)
		},
	}
}

// lacksScript reports whether a Redis says that it has no script of that digest.
// It shows none that it has.
func lacksScript(ctx context.Context, box Sandbox, db int, digest string) bool {
	v := look(ctx, box, db, []string{"SCRIPT", "EXISTS", digest})
	return len(v.Items) == 1 && v.Items[0].Kind == reply.Integer && v.Items[0].Int == 0
}

// libraryOf returns the code of the library that a function is in, "" where there
// is no such function. It is not ok where that cannot be told.
func libraryOf(ctx context.Context, box Sandbox, db int, function string) (code string, ok bool) {
	all := look(ctx, box, db, []string{"FUNCTION", "LIST"})
	if !all.IsAggregate() {
		return "", false
	}
	there, found := libraryWith(all.Items, function)
	if !found {
		return "", true
	}
	named := look(ctx, box, db, []string{"FUNCTION", "LIST", "LIBRARYNAME", there.Field("library_name").Str(), "WITHCODE"})
	there, _ = libraryWith(named.Items, function) // there may be others, whose names differ in case
	code = there.Field("library_code").Str()
	return code, code != "" && strings.EqualFold(there.Field("engine").Str(), "LUA")
}

// libraryWith returns the library that has a function, whose name Redis takes in
// any case.
func libraryWith(all []reply.Value, name string) (library reply.Value, found bool) {
	for _, library := range all {
		for _, f := range library.Field("functions").Items {
			if strings.EqualFold(f.Field("name").Str(), name) {
				return library, true
			}
		}
	}
	return reply.Value{}, false
}
