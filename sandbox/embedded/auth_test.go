package embedded

import (
	"net"
	"strings"
	"testing"

	"redis-tutor/sandbox/reply"
)

// TestPassword: CONFIG SET requirepass shuts out who comes later, through a
// listener with a password of its own and without one.
func TestPassword(t *testing.T) {
	for _, port := range []string{"", "port"} {
		s := start(t)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Serve(l, port) }()
		join := func() *conn {
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { c.Close() })
			return &conn{c, t, reply.NewReader(c)}
		}
		learner, before := dial(t, s), join()
		if port != "" {
			before.play("PING => NOAUTH Authentication required.\nAUTH port => OK")
		}
		before.do("PING")
		learner.play("CONFIG SET requirepass secret => OK\nPING => PONG")
		before.play("PING => PONG\nRESET => RESET\nPING => NOAUTH Authentication required.")
		dial(t, s).play("PING => PONG") // the program's own connections
		after := join()
		after.play(`
			GET k => NOAUTH Authentication required.
			MULTI => NOAUTH Authentication required.
			AUTH port => ` + wrongPassword + `
			AUTH other secret => ` + wrongPassword + `
			HELLO 3 AUTH default wrong => ` + wrongPassword + `
			PING => NOAUTH Authentication required.
			AUTH secret => OK
			PING => PONG
			AUTH wrong => ` + wrongPassword + `
			PING => PONG
			CONFIG SET requirepass  => ERR wrong number of arguments for 'config|set' command`)
		if got := join().do("HELLO 3 AUTH default secret SETNAME a"); !strings.HasPrefix(got, "[server redis") {
			t.Errorf("HELLO with the password: %s", got)
		}
		learner.ask("CONFIG", "SET", "requirepass", "")
		last := join()
		if port == "" {
			last.play("PING => PONG")
		} else {
			last.play("PING => NOAUTH Authentication required.\nAUTH port => OK")
		}
	}
}
