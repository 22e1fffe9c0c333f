package compare

import (
	"context"
	"net/http"
)

// entrant is an arm and what serves it.
type entrant struct {
	Arm
	handler http.Handler
	store   store // nil when nothing is kept
	close   func()
}

// store is what an arm's sessions are in, seen past the arm's own code: so it
// can be told whether all visits were counted.
type store interface {
	// count returns the sum of the visits of sessions.
	count(ctx context.Context, ids []string) (visits int, err error)
	// clear removes the sessions.
	clear(ctx context.Context, ids []string) error
}

// open readies an arm. The error says why this machine cannot run it.
type open func(ctx context.Context) (entrant, error)

// entrants readies all arms. Those that cannot be run have no handler, and
// say why.
func (s Setting) entrants(ctx context.Context) []*entrant {
	var all []*entrant
	for _, a := range []struct {
		arm  Arm
		open open
	}{
		{Arm{ID: SQLiteDefault, Title: "SQLite default"}, s.sqlite("default.db", "", durableFull)},
		{Arm{ID: SQLiteWAL, Title: "SQLite WAL+NORMAL"}, s.sqlite("wal.db", "&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)", durableWAL)},
		{Arm{ID: RedisHash, Title: "Redis hash", RoundTrips: 2}, s.Server.sessions(s.prefix(RedisHash), hash())},
		{Arm{ID: RedisCount, Title: "Redis HINCRBY", RoundTrips: 2}, s.Server.sessions(s.prefix(RedisCount), hincrby())},
		{Arm{ID: Article, Title: "Redis the article's way", RoundTrips: 3, Connections: 1}, s.Server.article(s.prefix(Article))},
		{Arm{ID: RedisAlways, Title: "Redis fsync always", RoundTrips: 2}, s.Durable.sessions(s.prefix(RedisAlways), hash())},
		{Arm{ID: Embedded, Title: "Embedded Redis", RoundTrips: 2}, s.Embedded.sessions(s.prefix(Embedded), hash())},
		{Arm{ID: NoSession, Title: "No session"}, nothing},
	} {
		e, err := a.open(ctx)
		a.arm.Durable, a.arm.Visit = e.Durable, e.Visit
		e.Arm = a.arm
		if err != nil {
			e.LeftOut = err.Error()
		}
		all = append(all, &e)
	}
	return all
}

func (s Setting) prefix(arm string) string { return s.Prefix + arm + ":" }

func nothing(context.Context) (entrant, error) {
	return entrant{
		Arm:     Arm{Durable: "nothing", Visit: "the page alone, for what HTTP costs"},
		handler: noSession(), close: func() {},
	}, nil
}
