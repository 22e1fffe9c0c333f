package image

import (
	"context"

	"redis-tutor/sandbox/reply"
)

// swapped reports whether the reply to SWAPDB, or to EXEC of it, says OK.
func swapped(v reply.Value) bool {
	return v.IsOK() || len(v.Items) == 1 && v.Items[0].IsOK()
}

// swapBack takes a SWAPDB back, or makes it again, by another: what has been
// written since, by anybody, moves along.
func (l *Log) swapBack(ctx context.Context, c *Change) (*Change, error) {
	l.insisted, l.camera.known = nil, nil
	replies, err := l.camera.run(ctx, c.writes[0].DB, c.writes[0].Args)
	if err != nil {
		return nil, err
	}
	if err := failure(replies); err != nil {
		return nil, err
	}
	l.last = &Change{writes: c.writes, times: c.times, swap: true, turned: true}
	return l.last, nil
}
