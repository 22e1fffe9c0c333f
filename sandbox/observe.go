package sandbox

import (
	"context"

	"redis-tutor/sandbox/reply"
)

// ObserveAll runs commands on the tutor's own connection in one round trip,
// with nothing of the tutor's in between, and returns a reply for each. A
// SELECT among them stays in force.
func (s *Sandbox) ObserveAll(ctx context.Context, cmds [][]string) ([]reply.Value, error) {
	replies := make([]reply.Value, 0, len(cmds))
	err := s.tutor.pipeline(ctx, cmds, func(_ int, v reply.Value) error {
		replies = append(replies, v)
		return nil
	})
	return replies, err
}
