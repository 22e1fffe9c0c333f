// Package owned knows which keys on somebody's server were made by a lesson,
// so that these and no others are removed.
//
// A key is the lesson's when it was not there just before a command of the
// lesson, or of the learner in a lesson, made it. From then on it is known by
// its mark, a hash of the value and the deadline: it is removed only while it
// still bears the mark of the last command of ours, and look and removal are
// one step. Whatever else has come to stand under its name (it expired and was
// made anew, another program wrote to it) is somebody's and stays. So does a
// key into which something was moved that was not the lesson's.
//
// Every key is written down before the command that makes it is sent, and
// struck out when it is gone, so that a session after a crash finds it.
//
// What cannot be known: what another client does to the same key between a
// command of the learner's and the looks right before and after it, which are
// a round trip apart; that a key was removed and made anew with the same value
// and deadline; and what a script does with keys that it has not declared. A
// value above 1 MB is not read, and stays as if somebody had changed it.
//
// The package opens no connection and asks nobody anything.
package owned

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Key is a key in a database of a server.
type Key = command.Key

// Run sends commands in a database, on the tutor's own connection and in one
// round trip. A database that the server refuses is an error.
type Run func(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)

// Keys follows the keys of one server through one session. Its methods may be
// called from several goroutines and wait for each other, so that whoever looks
// at keys has drawn the conclusions before the next one looks. From Before to
// After nothing is locked, for the command between them may block: a key that
// such a command is about to change must meanwhile not be asked about, nor
// changed by another command of ours, or it is taken for somebody's.
type Keys struct {
	addr     string
	server   string // its run_id
	commands func() *command.Table
	run      Run

	mu      sync.Mutex // guards what follows
	journal journal

	lesson  map[Key]string   // the lesson's, and their marks: "" while a command is on its way
	bore    map[Key][]string // the marks of keys while they were the lesson's, latest last
	others  map[Key]bool     // were there when first seen, and neither the lesson's nor made by the learner
	made    map[Key]bool     // were made by the learner for herself at some time
	learner []Key            // made by the learner for herself
	changed []Key            // were the lesson's, until somebody else changed them

	dead  []dead
	found map[Key]string // what Left has found, and the marks it bore then
}

// Open reads the journals whose names begin with file, of which there may be
// none, for the server that run reaches and the learner knows as addr.
func Open(ctx context.Context, file, addr string, commands func() *command.Table, run Run) (*Keys, error) {
	k := &Keys{journal: journal{path: file}, addr: addr, commands: commands, run: run}
	k.lesson, k.bore, k.others, k.made = map[Key]string{}, map[Key][]string{}, map[Key]bool{}, map[Key]bool{}
	if _, err := k.look(ctx, []Key{{}}, nil); err != nil {
		return nil, fmt.Errorf("lessons must tell their keys from yours, with EVAL and DUMP, which the server refuses: %w", err)
	}
	replies, err := run(ctx, 0, []string{"INFO", "server"})
	if err != nil {
		return nil, err
	}
	if _, rest, found := strings.Cut(replies[0].Text, "run_id:"); found { // else the user may not ask
		k.server, _, _ = strings.Cut(rest, "\r\n")
	}
	k.dead, err = deadJournals(file, addr, k.server)
	return k, err
}

// Before takes note of commands that are about to be sent: one, or all that a
// transaction will run. Of the keys that they may make, those that lesson says
// yes to are the lesson's, the others the learner's. What it returns is for
// After. On an error they must not be sent: their keys would be forgotten.
func (k *Keys) Before(ctx context.Context, commands []Command, lesson func(Key) bool) (*Pending, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, seen, lines, err := k.begin(ctx, commands)
	if err != nil {
		return nil, err
	}
	foreign := func(key Key) bool { return seen[key].mark != "" && !k.owns(key) }
	if k.swaps(commands) {
		lesson = func(Key) bool { return false } // which database is meant is hard to say
	}
	spoilt := map[Key]bool{}
	for _, s := range p.steps {
		for _, key := range s.given(foreign, k.owns, spoilt) {
			spoilt[key] = true
			lines = append(lines, k.disown(key)...)
		}
		for _, key := range s.keys {
			switch {
			case k.owns(key):
			case foreign(key):
				k.others[key] = k.others[key] || !slices.Contains(k.learner, key)
				continue
			case !s.makes:
				continue
			case spoilt[key] || !lesson(key):
				k.hers(key)
				continue
			}
			k.lesson[key] = ""
			lines = append(lines, k.line(key, inFlight))
		}
	}
	return p, k.record(lines)
}

// settle takes the keys as they are now for what our command has made of
// them, and returns what is to be written down.
func (k *Keys) settle(seen map[Key]sight) (lines []entry) {
	for key, s := range seen {
		switch {
		case !k.owns(key):
			k.learner = slices.DeleteFunc(k.learner, func(hers Key) bool { return hers == key && s.mark == "" })
		case s.mark == "":
			delete(k.lesson, key)
			lines = append(lines, k.line(key, gone))
		default:
			k.keep(key, s.mark)
			lines = append(lines, k.line(key, s.mark))
		}
	}
	return lines
}

// check gives up the keys that are not the lesson's any more, because they
// are gone or somebody else has changed them.
func (k *Keys) check(seen map[Key]sight) (lines []entry) {
	for key, s := range seen {
		switch {
		case !k.owns(key):
		case s.mark == "":
			delete(k.lesson, key)
			lines = append(lines, k.line(key, gone))
		case !s.fits:
			lines = append(lines, k.disown(key)...)
			k.changed = append(k.changed, key)
		}
	}
	return lines
}

// disown leaves a key to whoever it belongs to.
func (k *Keys) disown(key Key) []entry {
	if !k.owns(key) {
		return nil
	}
	delete(k.lesson, key)
	return []entry{k.line(key, gone)}
}

// Unbounded says that a lesson's own command was not sent, because it may
// change more than the keys that it names.
type Unbounded struct {
	Args []string
	Why  string
}

func (e *Unbounded) Error() string {
	return fmt.Sprintf("a lesson on a server does not run %s: %s", strings.ToUpper(e.Args[0]), e.Why)
}

// Hints says how to go on.
func (e *Unbounded) Hints() []string {
	return []string{
		"skip goes on without this step; on a sandbox of its own, without a server, it can be done",
		"who writes the course finds such lines with: redis-tutor check",
	}
}

// Do runs a command of the lesson's own: to lay a step out, or to remove what
// is left of it. It does nothing, and returns an error, when one of its keys is
// there and is not the lesson's, and for a command that may change anything
// that it does not name.
func (k *Keys) Do(ctx context.Context, db int, args []string) (reply.Value, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.commands().Effect(db, args)
	if e.Beyond != "" {
		return reply.Value{}, &Unbounded{args, e.Beyond}
	}
	var lines []entry
	keys := e.Keys
	for _, key := range keys {
		if key.DB != db {
			return reply.Value{}, fmt.Errorf("a lesson cannot lay out keys of another database with %s", args[0])
		}
		lines = append(lines, k.line(key, inFlight))
	}
	if err := k.journal.write(lines); err != nil {
		return reply.Value{}, err
	}
	v, seen, ran, err := k.act(ctx, keys, k.lesson, args)
	if err != nil {
		for _, key := range keys { // it may have been run
			k.lesson[key] = ""
		}
		return reply.Value{}, err
	}
	if !ran {
		lines = k.check(seen)
		for _, key := range keys {
			if !seen[key].fits {
				err = fmt.Errorf("the key %q is there and is not the lesson's", key.Name)
			}
			lines = append(lines, k.line(key, k.known(key)))
		}
		return reply.Value{}, errors.Join(k.record(lines), err)
	}
	for _, key := range keys {
		k.lesson[key] = ""
	}
	return v, k.record(k.settle(seen))
}

// known returns what the journal is to say of a key.
func (k *Keys) known(key Key) string {
	mark, own := k.lesson[key]
	switch {
	case !own:
		return gone
	case mark == "":
		return inFlight
	}
	return mark
}

// Split tells the keys of a database that are the lesson's from others that
// are there.
func (k *Keys) Split(ctx context.Context, db int, names []string) (own, others []string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var keys []Key
	for _, name := range names {
		keys = append(keys, Key{DB: db, Name: name})
	}
	seen, err := k.look(ctx, keys, k.lesson)
	if err != nil {
		return nil, nil, err
	}
	lines := k.check(seen)
	for _, key := range keys {
		switch {
		case seen[key].mark == "":
		case k.owns(key):
			own = append(own, key.Name)
		default:
			others = append(others, key.Name)
		}
	}
	return own, others, k.record(lines)
}

// Sweep removes all keys that are the lesson's and ends the session. What
// could not be removed stays written down, for a later session.
func (k *Keys) Sweep(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	var lines []entry
	var failed error
	for _, key := range k.inDB(func(int) bool { return true }) {
		_, seen, ran, err := k.act(ctx, []Key{key}, k.lesson, []string{"DEL", key.Name})
		switch {
		case err != nil:
			failed = err
		case ran:
			delete(k.lesson, key)
			lines = append(lines, k.line(key, gone))
		case k.lesson[key] == "": // a look has failed: somebody has to be asked whose it is
			k.changed = append(k.changed, key)
		default:
			lines = append(lines, k.check(seen)...)
		}
	}
	for _, d := range k.dead {
		d.file.Close()
	}
	k.dead = nil
	return errors.Join(failed, k.record(lines), k.journal.close())
}

// Learners returns the keys that the learner made for herself and that are
// still there.
func (k *Keys) Learners(ctx context.Context) []Key {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.there(ctx, k.learner)
}

// Changed returns the keys that were the lesson's until somebody else changed
// them, and that are still there.
func (k *Keys) Changed(ctx context.Context) []Key {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.there(ctx, k.changed)
}

// there returns those keys that are there, each once. What cannot be looked
// at is left out.
func (k *Keys) there(ctx context.Context, keys []Key) []Key {
	seen, err := k.look(ctx, keys, k.lesson)
	if err != nil {
		return nil
	}
	var out []Key
	for _, key := range keys {
		if seen[key].mark != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

func (k *Keys) owns(key Key) bool {
	_, own := k.lesson[key]
	return own
}

func (k *Keys) line(key Key, mark string) entry {
	return entry{Key: key, addr: k.addr, run: k.server, mark: mark}
}

// inDB returns the lesson's keys in some databases.
func (k *Keys) inDB(wanted func(db int) bool) []Key {
	var keys []Key
	for key := range k.lesson {
		if wanted(key.DB) {
			keys = append(keys, key)
		}
	}
	return keys
}

// record writes lines down. With no key left there is nothing to remember.
func (k *Keys) record(lines []entry) error {
	if len(k.lesson) == 0 {
		return k.journal.empty()
	}
	return k.journal.write(lines)
}

// Abandon ends the session without removing anything, as a crash would: what
// is the lesson's stays written down for a later session.
func (k *Keys) Abandon() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, d := range k.dead {
		d.file.Close()
	}
	if k.journal.file != nil {
		k.journal.file.Close()
	}
	k.dead, k.journal.file = nil, nil
}
