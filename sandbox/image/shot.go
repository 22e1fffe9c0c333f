package image

import (
	"context"
	"errors"
	"slices"

	"redis-tutor/sandbox/reply"
)

// Shot is the keys that a command may change, before it runs.
type Shot struct {
	writes []Write
	scope  *scope
	keys   []Key
	before *album
	why    string // why the write will not be undoable
	swap   bool   // a SWAPDB alone: nothing needs to be looked at
	blind  bool   // a script that may change any key: nothing is looked at
}

// blind says why a script that names no keys is not taken back.
const blind = "a script that names no keys may change any key" + spared

// Before takes the images of the keys that a command may change: for EXEC,
// writes are all the commands that it will run. It returns nil when they only
// read. What cannot be imaged is told by Undo, should it come to that.
func (l *Log) Before(ctx context.Context, writes ...Write) *Shot {
	sc := newScope(l.commands(), writes)
	if sc.empty() {
		return nil
	}
	if sc.swaps && len(writes) == 1 {
		return &Shot{writes: writes, scope: sc, swap: true}
	}
	l.camera.fields = l.camera.fields || sc.fields
	s := &Shot{writes: writes, scope: sc, keys: sc.keys, why: sc.why}
	if l.camera.spare && sc.blind {
		s.why, s.blind = blind, true
		return s
	}
	if err := l.before(ctx, s); err != nil {
		s.why, s.before = err.Error(), nil
	}
	return s
}

func (l *Log) before(ctx context.Context, s *Shot) (err error) {
	if s.scope.all {
		if s.scope.whole, err = l.camera.databases(ctx); err != nil {
			return err
		}
	}
	if err := l.gather(ctx, s); err != nil {
		return err
	}
	types := map[Key]string{}
	for _, k := range s.keys {
		types[k] = l.camera.known[k]
	}
	s.before, err = l.camera.take(ctx, s.keys, l.camera.trusted(types), false)
	return err
}

// gather adds the keys of databases that may change as a whole.
func (l *Log) gather(ctx context.Context, s *Shot) error {
	if len(s.scope.whole) == 0 {
		return nil
	}
	more, err := l.camera.list(ctx, s.scope.whole)
	for _, k := range more {
		if !slices.Contains(s.keys, k) {
			s.keys = append(s.keys, k)
		}
	}
	return err
}

// After takes the images again once the reply has come, and remembers what
// has changed. It returns nil when nothing has, and when nothing is known.
func (l *Log) After(ctx context.Context, s *Shot, v reply.Value) (*Change, error) {
	if s == nil {
		return nil, nil
	}
	c := &Change{writes: shorten(s.writes), why: s.why, blind: s.blind, swap: s.swap && swapped(v)}
	if s.before != nil {
		after, err := l.after(ctx, s)
		var much *tooMuch
		switch {
		case errors.As(err, &much):
			c.why = much.what
		case err != nil:
			return nil, err
		default:
			c.fill(s.keys, s.before, after, v.IsError() && !s.scope.script)
			c.judge(s.scope)
		}
	}
	switch {
	case v.IsError() && len(c.keys) == 0:
		return nil, nil
	case c.Nothing():
		l.idle, l.last, l.insisted = c, c, nil
		return nil, nil
	}
	if s.scope.swaps && !s.swap {
		l.Clear() // the keys of the writes before are in other databases now
	}
	l.record(c)
	return c, nil
}

func (l *Log) after(ctx context.Context, s *Shot) (*album, error) {
	if err := l.gather(ctx, s); err != nil {
		return nil, err
	}
	return l.camera.take(ctx, s.keys, s.expected(l.camera.bounds().value), false)
}

// expected returns what the keys most likely are after the write, where they
// are small for sure: no larger than what was there, which COPY has made twice,
// and what was sent.
func (s *Shot) expected(limit int) map[Key]string {
	types := make(map[Key]string, len(s.keys))
	was := s.before.size()
	if len(s.keys) > 1 {
		was *= 2
	}
	if s.scope.grows || was+s.scope.bytes > limit {
		return types
	}
	other := ""
	for _, k := range s.keys {
		p := s.before.lookup(k)
		if p.big {
			return map[Key]string{}
		}
		if p.exists() && other == "" {
			other = p.kind
		}
	}
	for _, k := range s.keys {
		switch p := s.before.lookup(k); {
		case s.scope.types[k] != "":
			types[k] = s.scope.types[k]
		case p.exists():
			types[k] = p.kind
		default:
			types[k] = other // RENAME, COPY
		}
	}
	return types
}
