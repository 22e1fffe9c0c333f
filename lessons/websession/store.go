package websession

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// The fields of a session's hash that are the store's own. Every name that
// begins with an underscore is reserved.
const (
	createdField  = "_created"  // when it began, in ms since 1970; marks a hash as a session
	deadlineField = "_deadline" // when it ends at the latest, in ms since 1970
	userField     = "_user"     // who is logged in
)

// What the methods say, besides errors of Redis and of the way to it.
var (
	// ErrNotFound says that no session has this id: it has ended, or the id
	// was not made here.
	ErrNotFound = errors.New("no session has this id")
	// ErrGone says that a session has ended since it was loaded: by a logout,
	// by a rotation in another request, or by its deadline. Nothing was written.
	ErrGone = errors.New("the session has ended")
	// ErrRefused says that the program asked for what cannot be: a field with
	// a name of the store's own, a login of nobody, counting in a field that
	// holds no number.
	ErrRefused = errors.New("refused")
)

// Refusal returns what Redis replied when it refused a command, because memory
// is full or the command is not allowed for instance. It is "" for every other
// error: those above, and those of the way to Redis.
func Refusal(err error) string {
	if reply := redis.Error(nil); !errors.Is(err, ErrRefused) && errors.As(err, &reply) {
		return reply.Error()
	}
	return ""
}

// Options say how sessions are kept. The zero value is fit for use.
type Options struct {
	// Prefix begins the name of every key; "session:" when empty. Applications
	// that share a database need different ones. No braces: in a cluster they
	// would gather all sessions on one node.
	Prefix string
	// Idle is how long a session lives after it was last used; 14 days when
	// zero, a second at least.
	Idle time.Duration
	// Lifetime is how long a session lives in all, however much it is used;
	// 90 days when zero, a second at least. A login begins it anew. Shortening
	// it does not end older sessions sooner, but their lines in a user's index
	// may go before them.
	Lifetime time.Duration
	// HashIDs keeps the SHA-256 of each id in Redis in place of the id, so that
	// who can read the database, a backup or MONITOR cannot enter a session.
	HashIDs bool
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// Store keeps sessions in Redis. Its methods may be called from several
// goroutines.
type Store struct {
	rdb      redis.UniversalClient
	prefix   string
	idle     time.Duration
	lifetime time.Duration
	hashIDs  bool
	now      func() time.Time
	spread   bool // keys lie on several nodes
}

// masters is what a client of a cluster can do, and sharded what that and a
// redis.Ring can. Clients are told apart by it, not by their type: a program may
// have wrapped them.
type (
	masters interface {
		ForEachMaster(ctx context.Context, do func(context.Context, *redis.Client) error) error
	}
	sharded interface {
		ForEachShard(ctx context.Context, do func(context.Context, *redis.Client) error) error
	}
)

// New returns a store that uses a client, which stays the caller's to close.
// It connects to nothing. The error is about the options or the kind of client.
func New(rdb redis.UniversalClient, o Options) (*Store, error) {
	st := &Store{
		rdb:      rdb,
		prefix:   cmp.Or(o.Prefix, "session:"),
		idle:     cmp.Or(o.Idle, 14*24*time.Hour),
		lifetime: cmp.Or(o.Lifetime, 90*24*time.Hour),
		hashIDs:  o.HashIDs,
		now:      o.Now,
	}
	_, st.spread = rdb.(masters)
	if st.now == nil {
		st.now = time.Now
	}
	if _, shards := rdb.(sharded); shards && !st.spread {
		return nil, errors.New("a redis.Ring cannot rename keys, which sessions need at login")
	}
	if strings.ContainsAny(st.prefix, "{}") {
		return nil, fmt.Errorf("the prefix %q has braces, which in a cluster would gather all sessions on one node", o.Prefix)
	}
	if st.idle < time.Second || st.lifetime < time.Second {
		return nil, fmt.Errorf("sessions that live %s idle and %s in all are too short: cookies count in seconds", st.idle, st.lifetime)
	}
	return st, nil
}

// Now returns the time by the store's clock.
func (st *Store) Now() time.Time { return st.now() }

// Key returns the name of the key under which the session with an id is kept.
func (st *Store) Key(id string) string { return st.prefix + st.name(id) }

// name returns what follows the prefix in a session's key. A user's index and
// the public reference are made from it, never from the id.
func (st *Store) name(id string) string {
	if st.hashIDs {
		return hashed(id)
	}
	return id
}

// IndexKey returns the name of the key under which a user's sessions are
// listed: a sorted set, by deadline.
func (st *Store) IndexKey(user string) string { return st.prefix + "user:" + user }

func (st *Store) key(s *Session) string { return st.prefix + s.name }

// expiry returns until when a session that is used now may live. The second
// result is false when its deadline has come.
//
// Redis takes a deadline that has passed for an order to delete, and go-redis
// takes a duration below zero for none at all: neither is ever sent.
func (st *Store) expiry(deadline time.Time) (time.Time, bool) {
	now := st.now()
	if !now.Before(deadline) {
		return time.Time{}, false
	}
	at := now.Add(st.idle)
	if deadline.Before(at) {
		at = deadline
	}
	return at, true
}

// multi runs commands in a transaction on one key's node, in one round trip.
// When Redis refuses one of them beforehand, the error is what it said of that
// one, not that the transaction was discarded.
func (st *Store) multi(ctx context.Context, queue func(p redis.Pipeliner)) error {
	cmds, err := st.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		queue(p)
		return nil
	})
	if !discarded(err) {
		return err
	}
	for _, cmd := range cmds {
		if refusal := cmd.Err(); refusal != nil && !discarded(refusal) {
			return refusal
		}
	}
	return err
}

func discarded(err error) bool { return redis.HasErrorPrefix(err, "EXECABORT") }
