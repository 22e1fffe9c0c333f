package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/words"
)

// danger is a command that can harm a server which is somebody's, and why.
// The table is here and not with the facts about commands: which of them are
// worth a question is a matter of who sits at the prompt.
type danger struct {
	name string // the command, with its subcommand where only some harm
	why  string
}

// dangers is the table. What harms only the keys that are named (DEL, SET) is
// not in it, nor what is merely slow on what is named (SORT, LRANGE).
func dangers() []danger {
	const acl = "it changes who may log in to the server, and what they may do"
	const cluster = "it changes how the nodes of the cluster share the keys"
	const disk = "it makes the server write all of its data to disk now"
	const module = "it changes which code the server runs"
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
		{"MIGRATE", "it moves keys to another server and removes them here"},
		{"REPLICAOF", replica}, {"SLAVEOF", replica},
		{"FAILOVER", "it makes the server hand over to a replica"},
		{"ACL SETUSER", acl}, {"ACL DELUSER", acl}, {"ACL LOAD", acl},
		{"ACL SAVE", "it overwrites the file of the server's users"},
		{"MODULE LOAD", module}, {"MODULE LOADEX", module}, {"MODULE UNLOAD", module},
		{"SCRIPT FLUSH", "it removes the scripts that other clients rely on"},
		{"SCRIPT KILL", "it ends a script that somebody is running"},
		{"FUNCTION FLUSH", "it removes all functions, which other clients rely on"},
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

// manyKeys is how many keys KEYS may walk over unasked. A million take a
// server about a second.
const manyKeys = 10_000

// dangerous returns what stands in the table about a command for a database.
// box tells how many keys there are to walk over.
func dangerous(ctx context.Context, box Sandbox, db int, args []string) (danger, bool) {
	one, two := strings.ToUpper(args[0]), ""
	if len(args) > 1 {
		two = one + " " + strings.ToUpper(args[1])
	}
	if one == "KEYS" && len(args) == 2 {
		return walksAll(ctx, box, db)
	}
	all := dangers()
	if d, found := scripted(one, args, all); found {
		return d, true
	}
	i := slices.IndexFunc(all, func(d danger) bool { return d.name == one || d.name == two })
	if i < 0 {
		return danger{}, false
	}
	return all[i], true
}

// scripted looks into scripts: one that names a dangerous command is as
// dangerous, and one that cannot be read here may be.
func scripted(name string, args []string, all []danger) (danger, bool) {
	switch name {
	case "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO":
		return danger{name, "what it runs is kept on the server and cannot be looked at first"}, true
	case "EVAL":
	default:
		return danger{}, false
	}
	if len(args) < 2 {
		return danger{}, false
	}
	named := strings.FieldsFunc(strings.ToUpper(args[1]), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, d := range all {
		first, _, _ := strings.Cut(d.name, " ")
		if slices.Contains(named, first) {
			return danger{name, "its script names " + d.name + ", and " + d.why}, true
		}
	}
	return danger{}, false
}

func walksAll(ctx context.Context, box Sandbox, db int) (danger, bool) {
	if v, err := box.Observe(ctx, "SELECT", strconv.Itoa(db)); err != nil || v.IsError() {
		return danger{}, false
	}
	v, err := box.Observe(ctx, "DBSIZE")
	if err != nil || v.Int <= manyKeys {
		return danger{}, false
	}
	return danger{"KEYS", fmt.Sprintf("it walks over all %d keys, and nobody is served meanwhile; SCAN does it bit by bit", v.Int)}, true
}

// Refused is the error for a dangerous command where nobody can be asked.
type Refused struct {
	Command string // in upper case, with its subcommand
	Why     string
}

func (e *Refused) Error() string {
	return fmt.Sprintf("%s was not run: %s", e.Command, e.Why)
}

// allowed reports whether a line may be run. A command that can do harm is
// asked about, before Ctrl-C belongs to it: her "always" holds for this
// command to the end of the session.
func (s *Session) allowed(ctx context.Context, typed string) bool {
	if !s.Careful {
		return true
	}
	text := line.Strip(typed)
	if s.Terminal.Interactive() {
		text, _, _ = line.Pipe(text)
	}
	args, err := words.Split(text)
	if err != nil {
		return true // nothing will be sent
	}
	_, args, _ = repeat(args)
	c := s.at
	if rest := addressed(args); len(rest) < len(args) {
		c = s.known(args[1])
		args = rest
	}
	if len(args) == 0 {
		return true
	}
	d, harms := dangerous(ctx, s.Sandbox, c.State().DB, args)
	if !harms || slices.Contains(s.trusted, d.name) || s.mayRun(d) {
		return true
	}
	if whole, err := words.Split(text); err == nil && !secret(whole) {
		s.Terminal.Remember(typed)
	}
	return false
}

// mayRun asks the learner, and tells why. Where nobody can be asked the answer
// is no.
func (s *Session) mayRun(d danger) bool {
	if !s.Terminal.Interactive() {
		s.Screen.Error(&Refused{d.name, d.why}, "--yes runs such commands without asking")
		return false
	}
	s.Screen.Noted(screen.Warn, fmt.Sprintf("%s is dangerous on %s: %s.", d.name, s.Sandbox.State().Addr, d.why))
	switch s.ask("Run it? (y/N/always)> ") {
	case "always":
		s.trusted = append(s.trusted, d.name)
		return true
	case "y", "yes":
		return true
	}
	s.Screen.Note("Not run.")
	return false
}

// ask returns the answer to a question in lower case, and "" for Ctrl-C and
// the like.
func (s *Session) ask(question string) string {
	s.asking.Store(true)
	defer s.asking.Store(false)
	text, err := s.Terminal.ReadLine(question)
	if err != nil && !errors.Is(err, terminal.ErrInterrupt) && !errors.Is(err, io.EOF) {
		s.Screen.Error(err)
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// refuse returns a *Refused for a command that must not be sent unasked.
func (l *Lines) refuse(ctx context.Context, args []string) error {
	if !l.Careful {
		return nil
	}
	if strings.EqualFold(args[0], "KEYS") { // a SELECT may be pending
		if err := l.flush(ctx); err != nil {
			return err
		}
	}
	if d, harms := dangerous(ctx, l.Sandbox, l.Sandbox.State().DB, args); harms {
		return &Refused{d.name, d.why}
	}
	return nil
}

// Names reports whether the lesson names a key and is looking: such keys are
// the lesson's, all others the learner's.
func (s *Session) Names(key string) bool {
	return s.walk != nil && s.walk.attempt != nil && !s.walk.away && s.walk.attempt.Names(key)
}
