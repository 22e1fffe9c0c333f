package image

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

const (
	keep       = 16 << 20 // memory for all that is remembered, in bytes
	mostWrites = 200      // that can be taken back
)

// ErrNothing says that there is nothing to take back, or to do again.
var ErrNothing = errors.New("nothing is remembered")

// Log remembers the latest writes of one learner and takes them back. The
// writes that are remembered are at most 200 and hold at most 16 MB; the
// oldest go first. A value above 1 MB is not remembered, and on a server that is
// spared none above 32 kB.
type Log struct {
	camera   camera
	commands func() *command.Table
	done     []*Change // latest last
	undone   []*Change
	last     *Change
	idle     *Change // the latest write, where it changed nothing
	insisted *Change // what was last refused with a Conflict
}

// New returns an empty log. commands gives the command table.
func New(run Run, commands func() *command.Table) *Log {
	return &Log{camera: camera{run: run}, commands: commands}
}

// Spare says whether others use the server too. Then no more than 32 kB and 32
// keys are read before a command and after it, the sizes before the values, each
// value once; a script that names no keys is not looked at.
func (l *Log) Spare(spare bool) { l.camera.spare = spare }

// Clear forgets all writes.
func (l *Log) Clear() { *l = Log{camera: l.camera, commands: l.commands} }

// Hesitate takes back what was insisted on: when somebody else has written
// since, a Conflict is told once more.
func (l *Log) Hesitate() { l.insisted = nil }

// Last returns the latest write, which may have changed nothing, or what the
// latest Undo or Redo did; nil when there is none.
func (l *Log) Last() *Change { return l.last }

// record makes a change the latest one.
func (l *Log) record(c *Change) {
	l.undone, l.insisted, l.idle, l.last = nil, nil, nil, c
	l.done = append(l.done, c)
	l.trim()
}

// Merge makes one of the latest two writes, which came from the same line:
// "5 INCR visits" is taken back at once.
func (l *Log) Merge() {
	n := len(l.done)
	if n < 2 || l.done[n-1].swap { // two of them are none
		return
	}
	l.done[n-2].extend(l.done[n-1])
	l.done, l.last = l.done[:n-1], l.done[n-2]
}

// Again says that the latest write came from the same line as the change
// before it: that it changed nothing then matters to nobody.
func (l *Log) Again() {
	if l.idle != nil && len(l.done) > 0 {
		l.idle, l.last = nil, l.done[len(l.done)-1]
	}
}

// trim forgets the oldest writes until the rest keeps within its bounds.
func (l *Log) trim() {
	total := 0
	for _, c := range l.undone {
		total += c.size()
	}
	first := len(l.done)
	for first > 0 && len(l.done)-first < mostWrites {
		if total += l.done[first-1].size(); total > keep {
			break
		}
		first--
	}
	l.done = slices.Delete(l.done, 0, first)
}

// Undo takes the latest write back and returns what that changed. The keys
// become what they would be now had the write not been made: a key whose
// deadline has passed since stays away. The error is ErrNothing, an *Idle, a
// *Lost, a *Conflict, or Redis's.
func (l *Log) Undo(ctx context.Context) (*Change, error) {
	if idle := l.idle; idle != nil {
		l.idle = nil
		return nil, &Idle{Change: idle, Next: l.next()}
	}
	if len(l.done) == 0 {
		return nil, ErrNothing
	}
	c := l.done[len(l.done)-1]
	back, err := l.turn(ctx, c, c.before, c.after)
	if moved(err) {
		l.done = l.done[:len(l.done)-1]
	}
	if err == nil {
		l.undone = append(l.undone, c)
	} else if moved(err) {
		l.passOver(c)
	}
	return back, err
}

// passOver lets the writes before one that cannot be taken back find the keys
// as that one has left them: it was the learner's own.
func (l *Log) passOver(c *Change) {
	for _, k := range c.keys {
		for _, earlier := range slices.Backward(l.done) {
			if slices.Contains(earlier.keys, k) {
				earlier.after.of[k], earlier.bytes = c.after.of[k], 0
				break
			}
		}
	}
}

// next is the change that would be taken back.
func (l *Log) next() *Change {
	if len(l.done) == 0 {
		return nil
	}
	return l.done[len(l.done)-1]
}

// Redo does again what Undo took back, in the same manner. A new write makes
// it impossible.
func (l *Log) Redo(ctx context.Context) (*Change, error) {
	if len(l.undone) == 0 {
		return nil, ErrNothing
	}
	l.idle = nil
	c := l.undone[len(l.undone)-1]
	again, err := l.turn(ctx, c, c.after, c.before)
	if moved(err) {
		l.undone = l.undone[:len(l.undone)-1]
	}
	if err == nil {
		l.done = append(l.done, c)
	}
	return again, err
}

// moved reports whether a change leaves its place in the log: it was turned,
// or never can be.
func moved(err error) bool {
	var lost *Lost
	return err == nil || errors.As(err, &lost)
}

// turn makes the keys of a change as they are in to, provided that they are
// still as they are in from.
func (l *Log) turn(ctx context.Context, c *Change, to, from *album) (*Change, error) {
	if why := c.stuck(to); why != "" {
		l.insisted = nil
		return nil, &Lost{c, why}
	}
	if c.swap {
		return l.swapBack(ctx, c)
	}
	now, err := l.camera.take(ctx, c.keys, l.camera.trusted(from.kinds(c.keys)), true)
	if err != nil {
		return nil, err
	}
	if keys := c.conflicts(now, from); len(keys) > 0 && l.insisted != c {
		l.insisted = c
		return nil, errors.Join(l.unwatch(ctx, keys), &Conflict{keys})
	}
	l.insisted = nil
	if err := l.put(ctx, c.keys, now, to); err != nil {
		return nil, err
	}
	l.last = c.turn(now, to)
	return l.last, nil
}

// put restores keys in one transaction, which a change by somebody else in
// this very moment stops.
func (l *Log) put(ctx context.Context, keys []Key, now, to *album) error {
	var failed error
	for _, exact := range []bool{true, false} {
		if !exact {
			var err error
			if now, err = l.again(ctx, keys, now, to); err != nil {
				return err
			}
		}
		b := &batch{begin: keys[0].DB, db: -1, selected: true} // every SELECT is inside: a refused one stops all
		b.add("MULTI")
		for _, k := range keys {
			p := to.lookup(k).asOf(now.now)
			if same(p, now.lookup(k)) {
				continue
			}
			b.in(k.DB)
			b.commands = append(b.commands, restore(k.Name, p, exact)...)
		}
		b.add("EXEC")
		if err := b.send(ctx, l.camera.run); err != nil {
			return err
		}
		end := b.replies[len(b.replies)-1]
		if end.Kind == reply.Nil {
			return &Conflict{keys}
		}
		if failed = failure(append(b.replies[:len(b.replies):len(b.replies)], end.Items...)); failed == nil {
			return nil
		}
	}
	return failed
}

// again watches keys once more, of which a transaction has put back only some:
// each is as it was, removed, or put back, unless somebody else was there.
func (l *Log) again(ctx context.Context, keys []Key, was, to *album) (*album, error) {
	now, err := l.camera.take(ctx, keys, l.camera.trusted(to.kinds(keys)), true)
	if err != nil {
		return nil, err
	}
	var others []Key
	for _, k := range keys {
		p := now.lookup(k)
		if p.exists() && !same(p, was.lookup(k).asOf(now.now)) && !same(p, to.lookup(k).asOf(now.now)) {
			others = append(others, k)
		}
	}
	if len(others) == 0 {
		return now, nil
	}
	return nil, errors.Join(l.unwatch(ctx, others), &Conflict{others})
}

func (l *Log) unwatch(ctx context.Context, keys []Key) error {
	_, err := l.camera.run(ctx, keys[0].DB, []string{"UNWATCH"})
	return err
}

// failure returns the first error among replies.
func failure(replies []reply.Value) error {
	for _, v := range replies {
		if v.IsError() {
			return fmt.Errorf("the keys could not be put back: %s", v.Text)
		}
	}
	return nil
}
