package embedded

import (
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
)

// TestCrowd: many clients, none of which takes too much, do not take too much
// together either, and the learner goes on.
func TestCrowd(t *testing.T) {
	const total, clients, each = 32 << 20, 64, 2 << 20
	value := strings.Repeat("x", each)
	crowds := map[string]func() []byte{
		"commands in part": func() []byte { return []byte("*2\r\n$4\r\nECHO\r\n$4000000\r\n" + value) },
		"transactions": func() []byte {
			return reply.AppendCommand(reply.AppendCommand(nil, "MULTI"), "SET", "k", value)
		},
		"replies that nobody reads": func() []byte {
			var out []byte
			for range 40 {
				out = reply.AppendCommand(out, "GET", "big")
			}
			return out
		},
		"messages that nobody reads": func() []byte { return reply.AppendCommand(nil, "SUBSCRIBE", "news") },
	}
	for name, query := range crowds {
		t.Run(name, func(t *testing.T) {
			s := limited(t, Limits{Total: total})
			learner := dial(t, s)
			learner.ask("SET", "big", strings.Repeat("y", 1<<20))
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			go func() { _ = s.Serve(l, "") }()
			before := inUse()
			for range clients {
				conn, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { conn.Close() })
				_, _ = conn.Write(query()) // who has been disconnected cannot
				if strings.HasPrefix(name, "messages") {
					learner.ask("PUBLISH", "news", value)
				}
			}
			held := int64(0)
			for range 20 { // what is on its way arrives
				held = max(held, s.crowd.held.Load())
				if got := learner.do("PING"); got != "PONG" {
					t.Fatalf("the learner gets %s", got)
				}
				time.Sleep(5 * time.Millisecond)
			}
			grew := inUse() - before
			for range 5 { // the least is what is held: between collecting and counting there is new garbage
				grew = min(grew, inUse()-before)
			}
			t.Logf("held %d MB by count, %d MB of heap", held>>20, grew>>20)
			if grew > 3*total {
				t.Errorf("%d clients hold %d MB", clients, grew>>20)
			}
			if s.crowd.held.Load() < 0 {
				t.Error("more was given back than taken")
			}
		})
	}
}

// inUse is how many bytes are in use, garbage aside.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestMaxClients: one more than there may be is told so.
func TestMaxClients(t *testing.T) {
	s := limited(t, Limits{Clients: 3})
	learner := dial(t, s)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(l, "") }()
	told := ""
	for range 3 {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = conn.Write(reply.AppendCommand(nil, "PING"))
		v, err := reply.NewReader(conn).Read()
		if err != nil {
			t.Fatal(err)
		}
		told += v.Text + ";"
	}
	if want := "PONG;PONG;ERR max number of clients reached;"; told != want {
		t.Errorf("the clients are told %q", told)
	}
	learner.play("PING => PONG")
}
