package websession

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// Entry is one of a user's sessions, as the user may see it.
type Entry struct {
	Ref     string            // its public name: see Session.Ref
	Created time.Time         // when it began
	Used    time.Time         // when it was last used; zero when only its deadline is known
	Expires time.Time         // when it ends, unless it is used before
	Fields  map[string]string // its fields, without the store's own
}

// past returns the lines of a user's index whose deadline has come. Before
// anything is written there it looks whose the key is: it has a name that an
// application may have chosen, and what is written gives it a time to live. An
// error says that something else is under it.
func (st *Store) past(ctx context.Context, user string) ([]string, error) {
	key, now := st.IndexKey(user), float64(st.now().UnixMilli())
	lines, err := st.rdb.ZRangeWithScores(ctx, key, 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("the key %q, for the sessions of a user: %w", key, err)
	}
	var past []string
	for _, line := range lines {
		name, _ := line.Member.(string)
		if !WellFormed(name) {
			return nil, fmt.Errorf("%w: the key %q, for the sessions of a user, holds %q, which is none", ErrRefused, key, name)
		}
		if line.Score <= now {
			past = append(past, name)
		}
	}
	return past, nil
}

// list puts a session into a user's index, and takes out those that are past.
// The index lives as long as what is in it may.
func (st *Store) list(ctx context.Context, p redis.Pipeliner, user, name string, past []string) {
	key, end := st.IndexKey(user), st.now().Add(st.lifetime)
	if len(past) > 0 {
		p.ZRem(ctx, key, past)
	}
	p.ZAdd(ctx, key, redis.Z{Score: float64(end.UnixMilli()), Member: name})
	p.PExpireAt(ctx, key, end)
}

// List returns the sessions in which a user is logged in, last used first.
// When those were used that are nearer to their deadline than Options.Idle is
// not known: they come by their end, after what ends later.
func (st *Store) List(ctx context.Context, user string) ([]Entry, error) {
	names, err := st.listed(ctx, user)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	hashes := make([]*redis.MapStringStringCmd, len(names))
	left := make([]*redis.DurationCmd, len(names))
	_, err = st.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, name := range names {
			hashes[i], left[i] = p.HGetAll(ctx, st.prefix+name), p.PTTL(ctx, st.prefix+name)
		}
		return nil
	})
	if err != nil && !wrongType(err) {
		return nil, err
	}
	var entries []Entry
	var dead []any
	for i, name := range names {
		if len(hashes[i].Val()) == 0 {
			dead = append(dead, name) // idle for too long, or evicted
		} else if s, ok := read(hashes[i].Val()); ok && s.user == user {
			entries = append(entries, st.entry(s, name, left[i].Val()))
		}
	}
	if len(dead) > 0 {
		st.rdb.ZRem(ctx, st.IndexKey(user), dead...) // for order's sake only
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return b.Expires.Compare(a.Expires) })
	return entries, nil
}

func (st *Store) entry(s *Session, name string, left time.Duration) Entry {
	e := Entry{Ref: reference(name), Created: s.created, Expires: st.now().Add(left), Fields: s.fields}
	if s.deadline.Sub(e.Expires) > time.Second { // else the deadline bounds it
		e.Used = e.Expires.Add(-st.idle)
	}
	return e
}

// listed returns the names in a user's index that have not passed their
// deadline. Members that cannot be a session's are somebody else's.
func (st *Store) listed(ctx context.Context, user string) ([]string, error) {
	names, err := st.rdb.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: st.IndexKey(user), ByScore: true, Start: "(" + stamp(st.now()), Stop: "+inf",
	}).Result()
	return slices.DeleteFunc(names, func(name string) bool { return !WellFormed(name) }), err
}

// Destroy ends a session with all that is in it. It is no error when it has
// ended already. s is then as good as new: the session of a visitor for whom
// nothing is kept.
func (st *Store) Destroy(ctx context.Context, s *Session) error {
	if s.id != "" {
		if _, err := st.end(ctx, s.user, []string{s.name}); err != nil {
			return err
		}
	}
	*s = Session{}
	return nil
}

// DestroyAll ends all sessions of a user and returns how many that were. A
// login that is on its way at the same time is ended too, or comes after. For
// the user "" the error is ErrRefused.
func (st *Store) DestroyAll(ctx context.Context, user string) (int, error) {
	return st.endWhere(ctx, user, func(string) bool { return true })
}

// DestroyOthers ends all sessions of the user of s but s itself, and returns
// how many that were.
func (st *Store) DestroyOthers(ctx context.Context, s *Session) (int, error) {
	if s.user == "" {
		return 0, nil
	}
	return st.endWhere(ctx, s.user, func(name string) bool { return name != s.name })
}

// DestroyRef ends the session of a user that goes by a public name, or returns
// ErrNotFound. Nobody can end a session of another user this way.
func (st *Store) DestroyRef(ctx context.Context, user, ref string) error {
	n, err := st.endWhere(ctx, user, func(name string) bool { return reference(name) == ref })
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// endWhere ends those sessions of a user whose names are meant, and looks
// again until there are none: a rotation may have renamed one in between. It
// comes to an end, since each round takes its lines out of the index. Nobody
// is no user: the index of "" would be one from which nothing is taken.
func (st *Store) endWhere(ctx context.Context, user string, meant func(name string) bool) (int, error) {
	if user == "" {
		return 0, fmt.Errorf("%w: sessions of nobody cannot be ended", ErrRefused)
	}
	ended := 0
	for {
		names, err := st.listed(ctx, user)
		if err != nil {
			return ended, err
		}
		names = slices.DeleteFunc(names, func(name string) bool { return !meant(name) })
		if len(names) == 0 {
			return ended, nil
		}
		n, err := st.end(ctx, user, names)
		ended += n
		if err != nil {
			return ended, err
		}
	}
}

// end removes sessions, and takes them from a user's index, if there is a
// user. It returns how many there were.
//
// The sessions go first: a line too many does no harm. No transaction is
// needed for that, and a Redis whose memory is full would refuse one, even one
// that frees memory.
func (st *Store) end(ctx context.Context, user string, names []string) (int, error) {
	var unlinked []*redis.IntCmd
	_, err := st.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, name := range names {
			unlinked = append(unlinked, p.Unlink(ctx, st.prefix+name))
		}
		if user != "" && !st.spread {
			p.ZRem(ctx, st.IndexKey(user), names)
		}
		return nil
	})
	if err == nil && user != "" && st.spread { // nodes keep no order among them
		err = st.rdb.ZRem(ctx, st.IndexKey(user), names).Err()
	}
	ended := 0
	for _, n := range unlinked {
		ended += int(n.Val())
	}
	return ended, err
}
