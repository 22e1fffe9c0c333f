package embedded

import (
	"math/rand"
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// TestRandomCommands runs commands with random words: each must give exactly
// one reply, none may make miniredis panic, and what stands beside the values
// there must agree with them.
func TestRandomCommands(t *testing.T) {
	const commands = 15_000
	words := strings.Fields(`k1 k1 k2 k2 k3 a b c 0 1 -1 2 3 10 abc * $ > - + ( [a (c inf nan 1.5 13.3 1-1
		9223372036854775807 -9223372036854775808 LEFT RIGHT FIELDS EX PX NX XX GET STREAMS COUNT BLOCK LIMIT WITHSCORES
		BYSCORE GROUP STORE DB MATCH AND m km KEEPTTL LIST ID TYPE`)
	for _, proto := range []int{2, 3} {
		s := start(t)
		r := rand.New(rand.NewSource(int64(proto)))
		conn, _ := newPipe()
		c := &client{s: s, conn: conn, on: newSession()}
		table := s.Commands().All()
		for i := range commands {
			cmd := table[r.Intn(len(table))]
			if !harmless(cmd) {
				continue
			}
			args := strings.Fields(cmd.Name)
			for range r.Intn(7) {
				args = append(args, words[r.Intn(len(words))])
			}
			if c.tx == nil {
				(&call{s: s, on: c.on, from: c}).speak(proto)
			}
			out, _ := s.execute(c, args, nil)
			v, err := reply.Parse(out)
			if err != nil {
				t.Fatalf("RESP%d: %q: %v in %q", proto, args, err, out)
			}
			if strings.Contains(v.Text, "internal error") {
				t.Errorf("RESP%d: %q: %s", proto, args, v.Text)
			}
			if i%100 == 0 && !agree(t, s) {
				t.Fatalf("RESP%d: not long after %q", proto, args)
			}
		}
	}
}

// harmless excludes what may wait, ends the connection, streams, or asks for
// a value of any size.
func harmless(cmd *command.Command) bool {
	switch cmd.Name {
	case "QUIT", "WAIT", "WAITAOF", "SETRANGE", "SETBIT", "BITFIELD", "CLIENT KILL", "MONITOR":
		return false
	}
	return !cmd.Blocks() && !strings.HasSuffix(cmd.Name, "SUBSCRIBE")
}
