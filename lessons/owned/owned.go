// Package owned knows which keys on somebody's server were made by a lesson,
// so that these and no others are removed.
//
// A key is the lesson's when it was not there just before a command of the
// lesson, or of the learner in a lesson, made it. It is written down before
// that command is sent and struck out when the key is gone, so that a program
// that ends in between finds it again. A key that was there already is never
// the lesson's, whatever is done to it; nor is one that the learner made while
// the lesson looked away.
//
// What cannot be known is that somebody else makes a key of the same name in
// the moment between the look and the command, or after the lesson's own key
// has expired. The package opens no connection and asks nobody anything.
package owned

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Look runs a command on the tutor's own connection.
type Look func(ctx context.Context, args ...string) (reply.Value, error)

// Keys follows the keys of one server through one session. It is used by one
// goroutine at a time.
type Keys struct {
	journal  journal
	addr     string
	run      string // the server's run_id; a restart changes it
	commands func() *command.Table
	look     Look

	lesson  []entry // made by the lesson
	learner []Key   // made by the learner for herself
	touched []Key   // named by commands whose outcome is not known yet
	left    []entry // found in the journal: of processes that are gone
}

// Open reads the journal in file, which need not be there, for the server that
// look reaches and the learner knows as addr.
func Open(ctx context.Context, file, addr string, commands func() *command.Table, look Look) (*Keys, error) {
	k := &Keys{journal: journal{file}, addr: addr, commands: commands, look: look}
	info, err := look(ctx, "INFO", "server")
	if err != nil {
		return nil, err
	}
	if _, rest, found := strings.Cut(info.Text, "run_id:"); found { // else the user may not ask
		k.run, _, _ = strings.Cut(rest, "\r\n")
	}
	all, err := k.journal.read()
	for _, e := range all {
		if e.addr == addr && !alive(e.pid) {
			k.left = append(k.left, e)
		}
	}
	return k, err
}

// Left returns the keys that an earlier session could not remove and that are
// still there. Sure are those of a server that has not been restarted since:
// doubtful ones may be of another server at the same address.
func (k *Keys) Left(ctx context.Context) (sure, doubtful []Key, err error) {
	for _, e := range k.left {
		n, err := k.exist(ctx, e.DB, []string{e.Name})
		switch {
		case err != nil:
			return nil, nil, err
		case n == 0:
		case e.run == k.run && k.run != "":
			sure = append(sure, e.Key)
		default:
			doubtful = append(doubtful, e.Key)
		}
	}
	return sure, doubtful, nil
}

// Settle ends what earlier sessions have left: the keys are removed, or else
// stay for good, and the journal forgets them all.
func (k *Keys) Settle(ctx context.Context, remove []Key) error {
	if err := k.remove(ctx, remove); err != nil {
		return err
	}
	left := k.left
	k.left = nil
	if len(left) == 0 {
		return nil
	}
	return k.journal.change(func(all []entry) []entry { return without(all, left) })
}

// Before takes note of a command that is about to be sent in a database.
// Of the keys that it may make, those that lesson says yes to are the
// lesson's, the others the learner's. On an error the command must not be
// sent: its keys would be forgotten.
func (k *Keys) Before(ctx context.Context, db int, args []string, lesson func(key string) bool) error {
	keys := k.named(args)
	if len(keys) == 0 {
		return nil
	}
	fresh, err := k.absent(ctx, db, slices.DeleteFunc(slices.Clone(keys), func(name string) bool {
		return k.owns(Key{db, name})
	}))
	if err != nil {
		return err
	}
	for _, name := range keys {
		k.touched = append(k.touched, Key{db, name})
	}
	var made []entry
	for _, name := range fresh {
		if !lesson(name) {
			k.learner = append(k.learner, Key{db, name})
			continue
		}
		made = append(made, entry{Key{db, name}, k.addr, k.run, os.Getpid()})
	}
	if len(made) == 0 {
		return nil
	}
	if err := k.journal.change(func(all []entry) []entry { return append(without(all, made), made...) }); err != nil {
		return err
	}
	k.lesson = append(k.lesson, made...)
	return nil
}

// named returns the keys that a command may make or remove.
func (k *Keys) named(args []string) []string {
	if len(args) < 2 {
		return nil
	}
	c, known := k.commands().Lookup(args...)
	if !known || !c.Writes() && c.Group != "scripting" {
		return nil
	}
	keys := slices.Sorted(slices.Values(c.Keys(args)))
	return slices.Compact(keys)
}

// After looks at what has become of the keys, once no transaction holds them
// back, and forgets those that are not there.
func (k *Keys) After(ctx context.Context) error {
	touched := k.touched
	k.touched = nil
	var gone []entry
	for _, key := range touched {
		mine := slices.IndexFunc(k.lesson, func(e entry) bool { return e.Key == key })
		hers := slices.Index(k.learner, key)
		if mine < 0 && hers < 0 {
			continue
		}
		n, err := k.exist(ctx, key.DB, []string{key.Name})
		if err != nil {
			k.touched = touched
			return err
		}
		if n > 0 {
			continue
		}
		if mine >= 0 {
			gone = append(gone, k.lesson[mine])
			k.lesson = slices.Delete(k.lesson, mine, mine+1)
		} else {
			k.learner = slices.Delete(k.learner, hers, hers+1)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return k.journal.change(func(all []entry) []entry { return without(all, gone) })
}

// Split tells the keys of a database that are the lesson's from others that
// are there.
func (k *Keys) Split(ctx context.Context, db int, keys []string) (own, others []string, err error) {
	var rest []string
	for _, name := range keys {
		if k.owns(Key{db, name}) {
			own = append(own, name)
		} else {
			rest = append(rest, name)
		}
	}
	absent, err := k.absent(ctx, db, rest)
	others = slices.DeleteFunc(rest, func(name string) bool { return slices.Contains(absent, name) })
	return own, others, err
}

// Sweep removes all keys that are the lesson's.
func (k *Keys) Sweep(ctx context.Context) error {
	var all []Key
	for _, e := range k.lesson {
		all = append(all, e.Key)
	}
	if err := k.remove(ctx, all); err != nil {
		return err
	}
	gone := k.lesson
	k.lesson = nil
	if len(gone) == 0 {
		return nil
	}
	return k.journal.change(func(all []entry) []entry { return without(all, gone) })
}

// Learners returns the keys that the learner made for herself and that are
// still there.
func (k *Keys) Learners(ctx context.Context) []Key {
	var there []Key
	for _, key := range k.learner {
		if n, err := k.exist(ctx, key.DB, []string{key.Name}); err == nil && n > 0 && !slices.Contains(there, key) {
			there = append(there, key)
		}
	}
	return there
}

func (k *Keys) owns(key Key) bool {
	return slices.ContainsFunc(k.lesson, func(e entry) bool { return e.Key == key })
}

func (k *Keys) remove(ctx context.Context, keys []Key) error {
	for _, key := range keys {
		if _, err := k.ask(ctx, key.DB, "DEL", key.Name); err != nil {
			return err
		}
	}
	return nil
}

// absent returns the keys that are not there; mostly one question will do.
func (k *Keys) absent(ctx context.Context, db int, keys []string) ([]string, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	n, err := k.exist(ctx, db, keys)
	if err != nil || n == 0 {
		return keys, err
	}
	var absent []string
	for _, name := range keys {
		n, err := k.exist(ctx, db, []string{name})
		if err != nil {
			return nil, err
		}
		if n == 0 {
			absent = append(absent, name)
		}
	}
	return absent, nil
}

func (k *Keys) exist(ctx context.Context, db int, keys []string) (int64, error) {
	v, err := k.ask(ctx, db, append([]string{"EXISTS"}, keys...)...)
	return v.Int, err
}

// ask runs a command in a database. An error reply is an error: nothing may be
// taken to be absent because the server would not say.
func (k *Keys) ask(ctx context.Context, db int, args ...string) (reply.Value, error) {
	v, err := k.look(ctx, "SELECT", strconv.Itoa(db))
	if err == nil && !v.IsError() {
		v, err = k.look(ctx, args...)
	}
	if err == nil && v.IsError() {
		err = errors.New(v.Text)
	}
	return v, err
}
