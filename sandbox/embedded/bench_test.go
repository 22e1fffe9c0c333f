package embedded

import (
	"fmt"
	"testing"

	"redis-tutor/sandbox/reply"
)

// BenchmarkAmongKeys shows that a command costs the same whatever number of
// keys with a deadline is around.
func BenchmarkAmongKeys(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		s := start(b)
		c := dial(b, s)
		for i := range n {
			c.do(fmt.Sprintf("SET key:%d v EX %d", i, 1000+i))
		}
		c.do("HSET h a 1 b 2 c 3")
		c.do("SET k v EX 1000")
		for _, line := range []string{"HGETALL h", "TTL k", "EXPIRE k 1000", "GET k"} {
			b.Run(fmt.Sprintf("%s/%d", line, n), func(b *testing.B) {
				for b.Loop() {
					c.do(line)
				}
			})
		}
	}
}

// BenchmarkExecute is a command without the connection around it.
func BenchmarkExecute(b *testing.B) {
	s := start(b)
	c := &client{s: s, on: newSession()}
	for _, args := range [][]string{{"GET", "k"}, {"SET", "k", "v"}, {"SET", "k", "v", "EX", "100"}, {"HSET", "h", "f", "v"}} {
		b.Run(string(reply.AppendCommand(nil, args...)[8:11]), func(b *testing.B) {
			for b.Loop() {
				s.execute(c, args, nil)
			}
		})
	}
}
