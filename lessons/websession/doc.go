// Package websession keeps web sessions in Redis, each as a hash with a time
// to live:
//
//	session:5TQKJ5DHBRNXQVPUWEGZKVYUAA   hash: _created _deadline [_user] and your fields
//	session:user:anna                    sorted set: her sessions by deadline
//
// A session is looked for by its id, which the visitor's browser keeps in a
// cookie. Package web, below this one, is the HTTP side; this one knows Redis
// alone:
//
//	store, err := websession.New(rdb, websession.Options{})
//	s, err := store.Create(ctx, map[string]string{"theme": "dark"})
//	s, err = store.Load(ctx, s.ID())
//	s.Set("theme", "light")
//	err = store.Save(ctx, s)
//
// # What it promises
//
//   - Ids are made here, from crypto/rand, and nowhere else. An id that was
//     not made here opens nothing, and is never taken over for a new session.
//   - A session ends when nobody has used it for Options.Idle, and at the
//     latest Options.Lifetime after it began or somebody logged in. No command
//     of ours leaves one in Redis without a deadline, wherever we are cut off.
//   - What has ended stays ended. A slow request that saves after a logout
//     gets ErrGone, and the session does not come back.
//   - A save writes the fields that were set and removes the fields that were
//     removed. It leaves alone what others changed in the meantime. To count,
//     use Incr: no visit is lost.
//   - Nothing under the prefix is taken for a session unless it has our
//     marker, the field _created. Where an application keeps something else
//     under the key of a user's index, a login is refused and nothing of it is
//     changed.
//
// It needs go-redis and nothing else of this program. The program's module has
// a name that cannot be fetched, so another program takes a copy of the folder,
// and of web below it, whose import of this one is then to be renamed.
//
// It refuses to know cookies, HTTP, and what your fields mean. Values come
// back as the strings that Redis keeps; the typed methods of Session
// (Int, Bool, Time, JSON) turn them back and say so when they cannot.
//
// # Round trips
//
//	Create            1   MULTI HSET PEXPIREAT EXEC
//	Load              1   HGETALL
//	Save              1   MULTI HEXISTS _created, HDEL, HSET, PEXPIREAT EXEC
//	Incr              1   MULTI HEXISTS _created, HINCRBY, PEXPIREAT EXEC
//	Touch             1   HEXISTS _created, PEXPIREAT
//	Rotate            1   MULTI HEXISTS _created, RENAMENX EXEC; with a user 2:
//	                      ZRANGE, and ZADD, PEXPIREAT, ZREM in the transaction
//	Login             3   Rotate, Save
//	  no session yet  2   ZRANGE; MULTI ZADD PEXPIREAT HSET PEXPIREAT EXEC
//	  over another's  3   Destroy, and as if there were no session
//	Logout            2   Save, Rotate without ZRANGE and ZADD
//	Destroy           1   UNLINK, ZREM
//	List              2   ZRANGE; HGETALL and PTTL of each (3 with dead ones)
//	DestroyAll        3   ZRANGE; UNLINK of each, ZREM; ZRANGE
//	DestroyOthers     3   as DestroyAll; 1 when there are none
//	DestroyRef        3   as DestroyAll; 1 when there is none
//	ListAll           n   SCAN MATCH session:* TYPE hash
//	Inspect           1   TYPE HGETALL PTTL OBJECT ENCODING MEMORY USAGE
//
// A save that finds the session gone takes one more, to remove what it has
// just made.
//
// # For readers of the Django article
//
// The engine there has seven parts. Here they are:
//
//	load                  Load
//	exists                Load: ErrNotFound says no
//	create                Create
//	save                  Save: changed fields only, with the deadline in the same transaction
//	save(must_create)     Save of a session that has no id yet, or Create; a saved
//	                      session that has ended is not made anew but ErrGone
//	delete                Destroy
//	clear_expired         nothing to do: Redis removes what is past its deadline;
//	                      List and Login sweep a user's index
//	SESSION_COOKIE_AGE    Options.Idle; Options.Lifetime is the end that no visit moves
//	cycle_key             Rotate
//	login, logout         Login; Destroy forgets everything, as Django's flush does,
//	                      and Logout forgets the user alone
//
// # Redis Cluster
//
// A cluster spreads keys by name over its nodes, and a command or transaction
// works on one node only. Each session is one key, so Create, Load, Save, Incr
// and Touch are the same everywhere. Two things cross nodes.
//
// A rotation gives the key a new name. Hash tags would keep old and new name
// together, session:{tag}secret with the tag kept, but then part of each id is
// never renewed, every key has braces in it, and single servers would pay for
// what they do not need. So on a cluster the session is copied. First the old
// key is renamed, on its own node, to {session:ID}:moving: from then on the old
// id opens nothing and no save can reach it. Then it is read, written under
// the new name, and removed. That is four round trips, six with a user, and
// rotations alone pay them. Cut off in between, the session is lost, and its
// remains go at their deadline; it is never open under two ids.
//
// The index of a user lives on a node of its own, so a session and its line in
// the index change one after the other, in an order that fails safe: the line
// comes before the user, and goes after the session. A line too many is swept
// out later. What remains: a Rotate (not a Login) under way at the very moment
// of DestroyAll can outlive it; it is listed afterwards.
//
// redis.Ring is refused: it would rename a key on a server that is never asked
// for the new name.
//
// # What to know of your Redis
//
// Clocks: deadlines are computed here (Options.Now), so web servers and Redis
// should agree to within a second or so.
//
// Memory: with an evicting maxmemory-policy Redis drops sessions, which then
// look like any other that ended, and may drop a user's index before the
// sessions in it, so that DestroyAll misses them. Use noeviction where that
// matters: when memory is full, saving fails, and ending sessions works.
//
// Persistence: without it a restart logs everybody out.
//
// Replicas: read from masters, as go-redis does unless told otherwise. On a
// replica a logout may be a moment late. A failover may lose the last writes,
// among them a logout.
//
// Lost replies: go-redis repeats a single command when the connection broke,
// and never a transaction that it has sent. So no count is doubled, and an
// error of Save or Incr may come after the change.
//
// Patience: how long a call takes when Redis is away is for redis.Options to
// say (DialTimeout, ReadTimeout, MaxRetries), and for the context.
package websession
