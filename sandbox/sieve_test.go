package sandbox

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/reply"
)

// pieces is a connection that gives some bytes at a time.
type pieces struct {
	net.Conn
	left string
	size int
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.left == "" {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), p.size)], p.left)
	p.left = p.left[n:]
	return n, nil
}

// TestSieve takes pushes out wherever they stand and however the bytes are
// cut, and nothing else.
func TestSieve(t *testing.T) {
	push := func(name, text string) string {
		return string(reply.Value{Kind: reply.Push, Items: []reply.Value{reply.NewBulk(name), reply.NewArray(reply.NewBulk(text))}}.AppendWire(nil, 3))
	}
	confirmation := ">3\r\n$11\r\nunsubscribe\r\n_\r\n:0\r\n"
	one := push("invalidate", "k")
	big := push("invalidate", strings.Repeat(">2\r\n", 10_000))
	tests := []struct {
		name, wire, want string
		pushes           int
	}{
		{"none", "+OK\r\n$5\r\n>1\r\na\r\n*0\r\n$-1\r\n", "+OK\r\n$5\r\n>1\r\na\r\n*0\r\n$-1\r\n", 0},
		{"before", one + one + "+OK\r\n", "+OK\r\n", 2},
		{"after", "*2\r\n*1\r\n:1\r\n%1\r\n+a\r\n+b\r\n" + one, "*2\r\n*1\r\n:1\r\n%1\r\n+a\r\n+b\r\n", 1},
		{"between", ":1\r\n" + big + ":2\r\n" + one + ":3\r\n", ":1\r\n:2\r\n:3\r\n", 2},
		{"a part of a reply", "*2\r\n" + one + "_\r\n" + one, "*2\r\n" + one + "_\r\n", 1},
		{"confirmations", "+a\r\n" + confirmation + one + "+b\r\n", "+a\r\n" + confirmation + "+b\r\n", 1},
		{"attributes", "|1\r\n+ttl\r\n:3\r\n+v\r\n" + one, "|1\r\n+ttl\r\n:3\r\n+v\r\n", 1},
		{"a push that is none", ">1\r\n?\r\n+OK\r\n", ">1\r\n?\r\n+OK\r\n", 0},
		{"garbage", "HTTP/1.1 400 Bad Request\r\n\r\n$99999999999999999999\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n$99999999999999999999\r\n", 0},
		{"cut short", "+OK\r\n>2\r\n$3\r\nab", "+OK\r\n", 0},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 2, 3, 7, 4096, 1 << 20} {
			came := 0
			s := &sieve{Conn: &pieces{left: tt.wire, size: size}, push: func(reply.Value) { came++ }, owed: -1}
			got, err := io.ReadAll(s)
			if diff := cmp.Diff(tt.want, string(got)); diff != "" || err != nil || came != tt.pushes {
				t.Errorf("%s, %d bytes at a time: %d pushes, %v (-want +got)\n%s", tt.name, size, came, err, diff)
			}
		}
	}
}
