package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/script"
	"redis-tutor/repl/terminal"
)

// danger is a command that can harm a server which is somebody's, and why.
// The table is here and not with the facts about commands: which of them are
// worth a question is a matter of who sits at the prompt.
type danger struct {
	name string // the command, with the words behind it where only some harm
	why  string
}

// dangers is the table. What harms only the keys that are named (DEL, SET) is
// not in it, nor what is merely slow on what is named (SORT, LRANGE).
func dangers() []danger {
	const acl = "it changes who may log in to the server, and what they may do"
	const cluster = "it changes how the nodes of the cluster share the keys"
	const disk = "it makes the server write all of its data to disk now"
	const module = "it changes which code the server runs"
	const records = "it removes records that somebody may want to look into"
	const master = "it makes the server leave its master: what is written to either from then on, the other does not get"
	const replica = "it makes the server a copy of another one, and its own data is dropped for the other's"
	return []danger{
		{"FLUSHALL", "it removes every key of every database"},
		{"FLUSHDB", "it removes every key of this database"},
		{"SWAPDB", "it exchanges two databases under the hands of everybody who uses them"},
		{"SHUTDOWN", "it ends the server, for everybody"},
		{"CONFIG SET", "it changes the server's settings, for everybody"},
		{"CONFIG REWRITE", "it overwrites the server's configuration file"},
		{"CONFIG RESETSTAT", "it resets the statistics that somebody may be watching"},
		{"DEBUG", "it can stop or crash the server"},
		{"SLOWLOG RESET", records}, {"LATENCY RESET", records}, {"ACL LOG RESET", records},
		{"MIGRATE", "it moves keys to another server and removes them here"},
		{"REPLICAOF NO ONE", master}, {"SLAVEOF NO ONE", master}, // before those that they begin with
		{"REPLICAOF", replica}, {"SLAVEOF", replica},
		{"FAILOVER", "it makes the server hand over to a replica"},
		{"ACL SETUSER", acl}, {"ACL DELUSER", acl}, {"ACL LOAD", acl},
		{"ACL SAVE", "it overwrites the file of the server's users"},
		{"MODULE LOAD", module}, {"MODULE LOADEX", module}, {"MODULE UNLOAD", module},
		{"SCRIPT FLUSH", "it removes the scripts that other clients rely on"},
		{"SCRIPT KILL", "it ends a script that somebody is running"},
		{"FUNCTION FLUSH", "it removes all functions, which other clients rely on"},
		{"FUNCTION LOAD REPLACE", "it replaces functions that other clients may rely on"},
		{"FUNCTION DELETE", "it removes functions that other clients may rely on"},
		{"FUNCTION RESTORE", "it can replace functions that other clients rely on"},
		{"FUNCTION KILL", "it ends a function that somebody is running"},
		{"BGREWRITEAOF", disk}, {"BGSAVE", disk},
		{"SAVE", disk + ", and nobody is served meanwhile"},
		{"CLIENT KILL", "it cuts off other clients"},
		{"CLIENT PAUSE", "it makes all clients wait"},
		{"CLUSTER ADDSLOTS", cluster}, {"CLUSTER ADDSLOTSRANGE", cluster},
		{"CLUSTER BUMPEPOCH", cluster}, {"CLUSTER DELSLOTS", cluster},
		{"CLUSTER DELSLOTSRANGE", cluster}, {"CLUSTER FAILOVER", cluster},
		{"CLUSTER FLUSHSLOTS", cluster}, {"CLUSTER FORGET", cluster},
		{"CLUSTER MEET", cluster}, {"CLUSTER REPLICATE", cluster},
		{"CLUSTER RESET", cluster}, {"CLUSTER SAVECONFIG", cluster},
		{"CLUSTER SET-CONFIG-EPOCH", cluster}, {"CLUSTER SETSLOT", cluster},
	}
}

// harm is what a command could do.
type harm struct {
	danger
	always string // what the answer "always" holds for
}

// dangerous returns what a command could do to a database. box tells how many
// keys there are to walk over.
func dangerous(ctx context.Context, box Sandbox, db int, args []string) (harm, bool) {
	switch name := strings.ToUpper(args[0]); name {
	case "KEYS":
		if len(args) == 2 {
			return walksAll(ctx, box, db)
		}
	case "EVAL", "EVAL_RO":
		return scripted(ctx, box, db, args)
	case "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO":
		always := strings.Join(args[:min(2, len(args))], " ")
		return harm{danger{name, "what it runs is kept on the server and cannot be looked at first"}, always}, true
	}
	d, found := listed(script.Call{Args: args})
	return harm{d, d.name}, found
}

// listed returns what stands in the table about a command, of which the last
// words may not be known.
func listed(c script.Call) (danger, bool) {
	all := dangers()
	i := slices.IndexFunc(all, func(d danger) bool {
		for i, word := range strings.Fields(d.name) {
			if i == len(c.Args) {
				return i > 0 && c.More
			}
			if !strings.EqualFold(word, c.Args[i]) {
				return false
			}
		}
		return true
	})
	if i < 0 {
		return danger{}, false
	}
	return all[i], true
}

// manyKeys is how many keys KEYS may walk over unasked. A million take a
// server about a second.
const manyKeys = 10_000

// walksAll says what KEYS costs. Where nobody tells how many keys there are,
// there may be many.
func walksAll(ctx context.Context, box Sandbox, db int) (harm, bool) {
	all, err := box.Observe(ctx, db, []string{"DBSIZE"})
	if err == nil && all[0].IsError() {
		err = errors.New(all[0].Text)
	}
	const cost = ", and nobody is served meanwhile; SCAN does it bit by bit"
	switch {
	case err != nil:
		return keysHarm("it walks over all keys, which cannot be counted first (" + err.Error() + ")" + cost), true
	case all[0].Int > manyKeys:
		return keysHarm(fmt.Sprintf("it walks over all %d keys", all[0].Int) + cost), true
	}
	return harm{}, false
}

func keysHarm(why string) harm { return harm{danger{"KEYS", why}, "KEYS"} }

// Refused is the error for a dangerous command where nobody can be asked.
type Refused struct {
	Command string // in upper case, with its subcommand
	Why     string
}

func (e *Refused) Error() string {
	return fmt.Sprintf("%s was not run: %s", e.Command, e.Why)
}

// allowed reports whether a client may run a command. All that is sent for a
// learner comes by here, whether it was typed, is an example or goes to a
// program. A command that can do harm is asked about; her "always" holds for
// it to the end of the session.
func (s *Session) allowed(ctx context.Context, c *client, args []string) bool {
	if !s.Careful {
		return true
	}
	d, harms := dangerous(ctx, s.Sandbox, c.State().DB, args)
	return !harms || slices.Contains(s.trusted, d.always) || s.mayRun(d)
}

// mayRun asks the learner, and tells why. Where nobody can be asked the answer
// is no.
func (s *Session) mayRun(d harm) bool {
	if !s.Terminal.Interactive() {
		s.Screen.Error(&Refused{d.name, d.why}, "--yes runs such commands without asking")
		return false
	}
	s.Screen.Noted(screen.Warn, fmt.Sprintf("%s is dangerous on %s: %s.", d.name, s.Sandbox.State().Addr, d.why))
	switch answer := s.ask("Run it? (y/N/always)> "); {
	case strings.EqualFold(strings.TrimSpace(answer), "always"):
		s.trusted = append(s.trusted, d.always)
		return true
	case terminal.Yes(answer):
		return true
	}
	said := "Not run."
	switch n := s.Terminal.DropPasted(); {
	case n == 1:
		said = "Not run, nor is the line that was pasted behind it."
	case n > 1:
		said = fmt.Sprintf("Not run, nor are the %d lines that were pasted behind it.", n)
	}
	s.Screen.Note(said)
	return false
}

// ask returns the answer to a question, and "" for Ctrl-C and the like.
func (s *Session) ask(question string) string {
	s.asking.Store(true)
	defer s.asking.Store(false)
	text, err := s.Terminal.Ask(question)
	if err != nil && !errors.Is(err, terminal.ErrInterrupt) && !errors.Is(err, io.EOF) {
		s.Screen.Error(err)
	}
	return text
}

// Unasked returns what refuses dangerous commands where nobody can be asked,
// with a *Refused. Where that depends on the keys there are, it first calls
// settle, which waits until all that was sent has been answered.
func Unasked(box Sandbox) func(ctx context.Context, args []string, settle func() error) error {
	return func(ctx context.Context, args []string, settle func() error) error {
		if slices.Contains([]string{"KEYS", "EVAL", "EVAL_RO"}, strings.ToUpper(args[0])) {
			if err := settle(); err != nil {
				return err
			}
		}
		if d, harms := dangerous(ctx, box, box.State().DB, args); harms {
			return &Refused{d.name, d.why}
		}
		return nil
	}
}
