package explain_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

// ofEachType is a key of each type, and "fresh" none; ofMost are enough where
// there are two keys, and ofSome where there are three.
var (
	ofEachType = []string{"text", "names", "cat", "tags", "board", "log", "visitors", "fresh"}
	ofMost     = []string{"text", "names", "tags", "board", "visitors", "fresh"}
	ofSome     = []string{"text", "tags", "board", "fresh"}
)

// moreLines are tried beside the examples of the reference, which have few
// options and few keys.
var moreLines = []string{
	"BITFIELD a SET u8 0 1", "BITOP NOT a b", "BLPOP a b 1", "BRPOP a b 1", "BZPOPMAX a b 1", "BZPOPMIN a b 1", "COPY a b REPLACE",
	"GEORADIUS a 2 48 200 km STORE b", "GEORADIUSBYMEMBER a ann 200 km STOREDIST b", "GEOSEARCHSTORE a b FROMLONLAT 2 48 BYRADIUS 1 km",
	"GETEX a", "LCS a b IDX", "LMPOP 2 a b LEFT", "OBJECT FREQ a", "PFCOUNT a", "PFMERGE a b", "RESTORE a 0 x", "SDIFFSTORE a b", "SET a x GET",
	"SINTERSTORE a b", "SMOVE a b red", "SORT a BY nosort", "SORT a GET #", "SORT a STORE b", "SORT_RO a BY b", "SUNIONSTORE a b", "XGROUP CREATE a others $",
	"XREAD STREAMS a b 0 0", "XSETID a 9-9", "ZDIFF 1 a", "ZDIFFSTORE a 1 b", "ZINTER 1 a", "ZINTERSTORE a 1 b", "ZMPOP 2 a b MIN", "ZUNION 1 a",
}

// TestTypes tries every command that has an example with keys of every type in
// every place: WRONGTYPE comes exactly where it was foretold, and so does what
// else is certain.
func TestTypes(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { typesKept(newRig(t, sandbox.Options{})) })
	t.Run("server", func(t *testing.T) { typesKept(newRig(t, sandboxtest.Server(t))) })
}

func typesKept(r *rig) {
	tried := 0
	for _, c := range r.commands().All() {
		for _, e := range c.Examples {
			args, err := words.Split(e.Line)
			if err != nil {
				r.Fatal(err)
			}
			tried += r.tryTypes(args)
		}
	}
	for _, line := range moreLines {
		if r.tryTypes(strings.Fields(line)) == 0 {
			r.Errorf("%s has no keys", line)
		}
	}
	if tried < 2000 {
		r.Errorf("only %d lines were tried", tried)
	}
}

// tryTypes tries a line with other keys, and returns in how many ways.
func (r *rig) tryTypes(args []string) (tried int) {
	c, _ := r.commands().Lookup(args...)
	if info := r.run("COMMAND INFO " + args[0]); len(info.Items) == 0 || info.Items[0].Kind == reply.Nil {
		return 1 // a server of another version has it
	}
	keys := c.Keys(args)
	var at []int
	for i := 1; i < len(args) && len(at) < len(keys); i++ {
		if slices.Contains(keys, args[i]) {
			at = append(at, i)
		}
	}
	line := slices.Clone(args)
	var choose func(n int)
	choose = func(n int) {
		if n == len(at) {
			r.typesHold(c, words.Join(line))
			tried++
			return
		}
		for _, key := range [][]string{nil, ofEachType, ofMost, ofSome}[len(at)] {
			line[at[n]] = key
			choose(n + 1)
		}
	}
	if len(at) > 0 {
		choose(0)
	}
	return tried
}

func (r *rig) typesHold(c *command.Command, line string) {
	r.Helper()
	if !r.asLaid {
		r.lay()
		r.run("XGROUP CREATE log workers 0")
	}
	a, v := r.try(line)
	r.asLaid = v.IsError() || c.Has("readonly")
	said := part(a, "reply")
	switch {
	case strings.HasPrefix(c.Name, "EVAL"): // what is in a script is no matter of types
	case (v.ErrorCode() == "WRONGTYPE") != (said == "the error WRONGTYPE"):
		r.Errorf("%s: foretold %q, got %s", line, said, v.Show(reply.Standard))
	case said == "", slices.Contains(c.Replies, said): // which replies there are, and not which one
	case !foretold(said, v):
		r.Errorf("%s: foretold %q, got %s", line, said, v.Show(reply.Standard))
	}
}
