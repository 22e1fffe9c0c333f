package sandbox

import (
	"context"
	"fmt"
	"strconv"

	"redis-tutor/sandbox/reply"
)

// Observe runs commands in a database on the tutor's own connection, which is
// never inside the learner's transaction, and returns a reply for each. It is
// one exchange: whoever else observes comes before it or after it, and the
// commands travel together.
//
// A SELECT among the commands holds to the end of the exchange, and so does a
// MULTI: a transaction that is left open is dropped. A WATCH stays in force.
// When the server refuses the database, the error says so and which. Nothing
// has been sent then, unless it has let the tutor in before.
func (s *Sandbox) Observe(ctx context.Context, db int, cmds ...[]string) ([]reply.Value, error) {
	for _, args := range cmds {
		if err := sendable(args); err != nil {
			return nil, err
		}
	}
	s.tutor.busy.Lock()
	defer s.tutor.busy.Unlock()
	return s.tutor.observe(ctx, db, cmds)
}

// observe is Sandbox.Observe for who holds the link.
func (l *link) observe(ctx context.Context, db int, cmds [][]string) ([]reply.Value, error) {
	if err := l.ready(ctx, nil); err != nil {
		return nil, err
	}
	goes, err := l.leads(ctx, db)
	if err != nil {
		return nil, err
	}
	replies := make([]reply.Value, 0, len(goes)+len(cmds))
	err = l.sendAll(ctx, append(goes, cmds...), func(_ int, v reply.Value) error {
		replies = append(replies, v)
		return nil
	})
	if err == nil && l.State().InTx {
		_, err = l.exchange(ctx, []string{"DISCARD"})
	}
	if err != nil {
		return nil, err
	}
	if len(goes) > 0 && replies[0].IsError() {
		return nil, noDatabase(db, replies[0])
	}
	l.been[db] = true
	return replies[len(goes):], nil
}

// leads returns the commands that lead to a database, of which there are none
// when the connection is there. Where it has never been it goes at once: if
// the commands had been sent as well and the database were refused, they would
// have been run in another one.
func (l *link) leads(ctx context.Context, db int) ([][]string, error) {
	goes := []string{"SELECT", strconv.Itoa(db)}
	switch {
	case l.State().DB == db:
		return nil, nil
	case l.been[db]:
		return [][]string{goes}, nil
	}
	v, err := l.exchange(ctx, goes)
	if err == nil && v.IsError() {
		err = noDatabase(db, v)
	}
	return nil, err
}

func noDatabase(db int, v reply.Value) error {
	return fmt.Errorf("database %d cannot be used: %s", db, v.Text)
}
