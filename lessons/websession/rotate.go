package websession

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Rotate gives a session a new id and keeps all else, its deadline included.
// The old id opens nothing any more. Do it whenever what the session may do
// grows; Login does it by itself. Changes that are not saved stay so.
func (st *Store) Rotate(ctx context.Context, s *Session) error {
	if s.id == "" {
		return nil
	}
	return st.rename(ctx, s, s.user, s.user)
}

// Login writes down who is logged in, with what else has changed. The session
// gets a new id, so that somebody who planted or saw the old one is not logged
// in as well, and its Lifetime begins anew. A session in which somebody else
// was logged in is ended, and a new one, empty, begun: what was set in it and
// not saved is gone, too. So log in first, and set afterwards.
//
// When there is an error, the session may have its new id already: see ID.
func (st *Store) Login(ctx context.Context, s *Session, user string) error {
	if user == "" {
		return fmt.Errorf("%w: a login needs a user", ErrRefused)
	}
	if err := s.reserved(); err != nil {
		return err
	}
	if s.user != "" && s.user != user {
		if err := st.Destroy(ctx, s); err != nil {
			return err
		}
	}
	if s.id == "" {
		return st.create(ctx, s, user)
	}
	// The index comes first: a session that is logged in and not listed would
	// outlive a DestroyAll.
	if err := st.rename(ctx, s, s.user, user); err != nil {
		return err
	}
	before := s.deadline
	s.deadline = st.now().Add(st.lifetime)
	if err := st.write(ctx, s, userField, user, deadlineField, stamp(s.deadline)); err != nil {
		s.deadline = before
		return err
	}
	s.user = user
	return nil
}

// Logout takes the user out of a session and leaves the other fields, under a
// new id: the account is left, the cart stays. To forget everything, as one
// should on a computer that others use, there is Destroy.
func (st *Store) Logout(ctx context.Context, s *Session) error {
	if s.user == "" {
		return nil
	}
	if err := s.reserved(); err != nil {
		return err
	}
	err := st.guarded(ctx, s, func(p redis.Pipeliner, key string) {
		s.send(ctx, p, key, nil)
		p.HDel(ctx, key, userField)
	})
	if err != nil {
		return err
	}
	user := s.user
	s.user = ""
	return st.rename(ctx, s, user, "")
}

// rename gives a session a new id, takes the old one from the index of one
// user and puts the new one into that of another, who is the same if both are
// there: an index is one key, on one node. No user is "".
func (st *Store) rename(ctx context.Context, s *Session, from, to string) error {
	if _, ok := st.expiry(s.deadline); !ok {
		return st.late(ctx, s)
	}
	id := newID()
	name := st.name(id)
	relist, err := st.relisting(ctx, s.name, name, from, to)
	if err != nil {
		return err
	}
	rename := st.renameHere
	if st.spread {
		rename = st.move
	}
	renamed, err := rename(ctx, s, st.prefix+name, relist)
	if renamed {
		s.id, s.name = id, name
	}
	return err
}

// relisting returns what a new name changes in the indexes; nil when no user
// is concerned.
func (st *Store) relisting(ctx context.Context, old, name, from, to string) (func(redis.Pipeliner), error) {
	if from == "" && to == "" {
		return nil, nil
	}
	var past []string
	if to != "" {
		var err error
		if past, err = st.past(ctx, to); err != nil {
			return nil, err
		}
	}
	return func(p redis.Pipeliner) {
		if to != "" {
			st.list(ctx, p, to, name, past)
		}
		if from != "" {
			p.ZRem(ctx, st.IndexKey(from), old)
		}
	}, nil
}

// renameHere renames the session's key on the one server there is. It reports
// whether the new id may be given out, which is so even after an error unless
// somebody is logged in and could not be listed.
func (st *Store) renameHere(ctx context.Context, s *Session, to string, relist func(redis.Pipeliner)) (bool, error) {
	renamed, err := st.take(ctx, st.key(s), to, relist)
	switch {
	case errors.Is(err, ErrGone):
		return false, err
	case err != nil && !renamed && st.there(ctx, to):
		return true, nil // all has been done, and the reply was lost
	case err == nil && !renamed:
		return false, errors.New("the new id is taken")
	}
	return renamed && (err == nil || s.user == ""), err
}

// take gives a session's key another name on the same node and does something
// else in the same transaction, unless that is nil. It reports whether the key
// has been renamed. What is no session, RENAMENX takes as well: then the error
// is ErrGone, a ghost is removed, and somebody else's value is put back.
func (st *Store) take(ctx context.Context, from, to string, also func(redis.Pipeliner)) (bool, error) {
	var marked, renamed *redis.BoolCmd
	err := st.multi(ctx, func(p redis.Pipeliner) {
		marked = p.HExists(ctx, from, createdField)
		renamed = p.RenameNX(ctx, from, to)
		if also != nil {
			also(p)
		}
	})
	switch {
	case noSuchKey(renamed.Err()):
		return false, ErrGone
	case renamed.Val() && wrongType(marked.Err()):
		st.rdb.RenameNX(ctx, to, from)
		return false, ErrGone
	case renamed.Val() && !marked.Val():
		st.rdb.Unlink(ctx, to) // should this fail, its deadline does it
		return false, ErrGone
	}
	return renamed.Val(), err
}

// there reports whether there is a session under a key, as far as can be told.
func (st *Store) there(ctx context.Context, key string) bool {
	ok, err := st.rdb.HExists(ctx, key, createdField).Result()
	return err == nil && ok
}

// move does the same by copying, to a key on another node: see the package's
// comment on Redis Cluster.
func (st *Store) move(ctx context.Context, s *Session, to string, relist func(redis.Pipeliner)) (bool, error) {
	aside := "{" + st.key(s) + "}:moving" // the braces keep it on its node
	renamed, err := st.take(ctx, st.key(s), aside, nil)
	if err == nil && !renamed { // another rotation has it
		return false, ErrGone
	}
	if err != nil {
		return false, err
	}
	if err := st.copyHash(ctx, aside, to); err != nil {
		return false, err
	}
	if relist != nil {
		if err := st.multi(ctx, relist); err != nil {
			return s.user == "", err
		}
	}
	st.rdb.Unlink(ctx, aside) // should this fail, its deadline does it
	return true, nil
}

// copyHash writes the hash under one key to another, with its time to live.
func (st *Store) copyHash(ctx context.Context, from, to string) error {
	var hash *redis.MapStringStringCmd
	var left *redis.DurationCmd
	err := st.multi(ctx, func(p redis.Pipeliner) {
		hash, left = p.HGetAll(ctx, from), p.PTTL(ctx, from)
	})
	if err != nil {
		return err
	}
	if left.Val() <= 0 {
		return ErrGone // it has expired on the way
	}
	return st.multi(ctx, func(p redis.Pipeliner) {
		p.HSet(ctx, to, hash.Val())
		p.PExpire(ctx, to, left.Val())
	})
}

func noSuchKey(err error) bool { return redis.HasErrorPrefix(err, "no such key") }
