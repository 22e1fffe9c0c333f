package websession

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Create keeps a new session with some fields, which may be none: the store's
// own fields keep an empty session alive.
func (st *Store) Create(ctx context.Context, fields map[string]string) (*Session, error) {
	s := &Session{}
	for field, value := range fields {
		s.Set(field, value)
	}
	if err := st.create(ctx, s, ""); err != nil {
		return nil, err
	}
	return s, nil
}

// create gives a session an id and writes it whole, with who is logged in,
// unless that is nobody.
func (st *Store) create(ctx context.Context, s *Session, user string) error {
	if err := s.reserved(); err != nil {
		return err
	}
	id := newID()
	now := st.now()
	deadline := now.Add(st.lifetime)
	at, _ := st.expiry(deadline)
	values := []string{createdField, stamp(now), deadlineField, stamp(deadline)}
	if user != "" {
		values = append(values, userField, user)
	}
	values = append(values, s.pairs()...)
	err := st.enlisted(ctx, user, st.name(id), func(p redis.Pipeliner) {
		p.HSet(ctx, st.Key(id), values)
		p.PExpireAt(ctx, st.Key(id), at)
	})
	if err != nil {
		return err
	}
	s.id, s.name, s.user = id, st.name(id), user
	s.created, s.deadline = now, deadline
	s.changes, s.expires = nil, at
	return nil
}

// enlisted writes a new session whose line in the index of its user, if it has
// one, comes before it.
func (st *Store) enlisted(ctx context.Context, user, name string, write func(p redis.Pipeliner)) error {
	if user == "" {
		return st.multi(ctx, write)
	}
	past, err := st.past(ctx, user)
	if err != nil {
		return err
	}
	list := func(p redis.Pipeliner) { st.list(ctx, p, user, name, past) }
	if !st.spread {
		return st.multi(ctx, func(p redis.Pipeliner) { list(p); write(p) })
	}
	if err := st.multi(ctx, list); err != nil {
		return err
	}
	return st.multi(ctx, write)
}

// Load returns the session with an id, or ErrNotFound. It does not prolong the
// session's life: that is for Save, Incr and Touch.
func (st *Store) Load(ctx context.Context, id string) (*Session, error) {
	if !WellFormed(id) {
		return nil, ErrNotFound
	}
	name := st.name(id)
	hash, err := st.rdb.HGetAll(ctx, st.prefix+name).Result()
	if wrongType(err) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	s, ok := read(hash)
	if !ok || !st.now().Before(s.deadline) {
		return nil, ErrNotFound
	}
	s.id, s.name = id, name
	return s, nil
}

// Save writes the fields that were set, removes those that were removed, and
// moves the session's end to Options.Idle from now, or to its deadline. A
// session that was not kept yet is created; one without changes is touched.
// When the session has ended since it was loaded, the error is ErrGone.
func (st *Store) Save(ctx context.Context, s *Session) error {
	switch {
	case s.id == "":
		return st.create(ctx, s, "")
	case len(s.changes) == 0:
		return st.Touch(ctx, s)
	}
	if err := s.reserved(); err != nil {
		return err
	}
	return st.write(ctx, s)
}

// write saves the changes of a session, and gives some of the store's own
// fields new values.
func (st *Store) write(ctx context.Context, s *Session, own ...string) error {
	return st.guarded(ctx, s, func(p redis.Pipeliner, key string) {
		s.send(ctx, p, key, own)
	})
}

// send queues the commands that make a hash what its session has become.
func (s *Session) send(ctx context.Context, p redis.Pipeliner, key string, own []string) {
	if removed := s.removed(); len(removed) > 0 {
		p.HDel(ctx, key, removed...)
	}
	if set := append(own, s.pairs()...); len(set) > 0 {
		p.HSet(ctx, key, set)
	}
}

// Incr adds to a field that holds a whole number, or none, and returns the
// sum. It happens at once and in Redis, so that requests at the same time all
// count. What else has changed in the session is saved with it, in the same
// round trip.
//
// ErrGone says that the session has ended. Another error may come after the
// count: see the package's comment on lost replies.
func (st *Store) Incr(ctx context.Context, s *Session, field string, by int64) (int64, error) {
	if strings.HasPrefix(field, "_") {
		return 0, reservedName(field)
	}
	if err := s.reserved(); err != nil {
		return 0, err
	}
	if s.id == "" {
		return st.first(ctx, s, field, by)
	}
	var sum *redis.IntCmd
	err := st.guarded(ctx, s, func(p redis.Pipeliner, key string) {
		s.send(ctx, p, key, nil)
		sum = p.HIncrBy(ctx, key, field, by)
	})
	if noNumber(err) {
		return 0, fmt.Errorf("%w: the field %q: %w", ErrRefused, field, err)
	}
	if err != nil {
		return 0, err
	}
	s.put(field, strconv.FormatInt(sum.Val(), 10))
	return sum.Val(), nil
}

// first creates a session to count in.
func (st *Store) first(ctx context.Context, s *Session, field string, by int64) (int64, error) {
	n, err := s.Int(field)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	sum := n + by
	if (sum > n) != (by > 0) && by != 0 {
		return 0, fmt.Errorf("%w: the field %q: %d and %d are more than a number holds", ErrRefused, field, n, by)
	}
	s.SetInt(field, sum)
	if err := st.create(ctx, s, ""); err != nil {
		return 0, err
	}
	return sum, nil
}

// Touch moves the session's end to Options.Idle from now, or to its deadline.
func (st *Store) Touch(ctx context.Context, s *Session) error {
	if s.id == "" {
		return nil
	}
	at, ok := st.expiry(s.deadline)
	if !ok {
		return st.late(ctx, s)
	}
	var marked, found *redis.BoolCmd
	_, err := st.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		marked, found = p.HExists(ctx, st.key(s), createdField), p.PExpireAt(ctx, st.key(s), at)
		return nil
	})
	switch {
	case wrongType(err):
		return ErrGone // see guarded
	case err != nil:
		return err
	case !marked.Val():
		if found.Val() { // a ghost
			st.rdb.Unlink(ctx, st.key(s))
		}
		return ErrGone
	case !found.Val():
		return ErrGone
	}
	s.expires = at
	return nil
}

// guarded runs a change of a session's hash in a transaction that also looks
// whether it still is a session, and moves its end.
//
// Redis has no HSET for keys that exist. When the session is gone, the change
// has made a ghost: a hash without our marker, and with a deadline. Nobody
// takes it for a session, and it is removed at once.
func (st *Store) guarded(ctx context.Context, s *Session, change func(p redis.Pipeliner, key string)) error {
	at, ok := st.expiry(s.deadline)
	if !ok {
		return st.late(ctx, s)
	}
	key := st.key(s)
	var marked, timed *redis.BoolCmd
	err := st.multi(ctx, func(p redis.Pipeliner) {
		marked = p.HExists(ctx, key, createdField)
		change(p, key)
		timed = p.PExpireAt(ctx, key, at)
	})
	switch {
	case wrongType(err):
		// Another value has taken its place. It has our deadline now, which
		// cannot be helped without a script; its name is a random id, so
		// nobody chose it for something else.
		return ErrGone
	case err != nil && !timed.Val():
		return err // the transaction was not run
	case !marked.Val():
		st.rdb.Unlink(ctx, key) // should this fail, its deadline does it
		return ErrGone
	case err != nil:
		return err
	}
	s.changes, s.expires = nil, at
	return nil
}

// late ends a session whose deadline has come.
func (st *Store) late(ctx context.Context, s *Session) error {
	if err := st.rdb.Unlink(ctx, st.key(s)).Err(); err != nil {
		return err
	}
	return ErrGone
}

// pairs returns the fields to set, and their values, in the order of their
// names.
func (s *Session) pairs() []string {
	var pairs []string
	for _, field := range slices.Sorted(maps.Keys(s.changes)) {
		if s.changes[field] {
			pairs = append(pairs, field, s.fields[field])
		}
	}
	return pairs
}

func (s *Session) removed() []string {
	var removed []string
	for field, set := range s.changes {
		if !set {
			removed = append(removed, field)
		}
	}
	slices.Sort(removed)
	return removed
}

// noNumber reports whether Redis could not add to what a field holds.
func noNumber(err error) bool {
	return redis.HasErrorPrefix(err, "hash value is not an integer") || redis.HasErrorPrefix(err, "increment or decrement would overflow")
}

func wrongType(err error) bool { return redis.HasErrorPrefix(err, "WRONGTYPE") }

// stamp writes a time as the store's own fields have it.
func stamp(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
