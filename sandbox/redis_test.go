package sandbox_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// TestDirect: another client of this program finds the same Redis, in the
// learner's database.
func TestDirect(t *testing.T) {
	for _, c := range []struct {
		name string
		o    func(t *testing.T) sandbox.Options
	}{
		{"embedded", func(*testing.T) sandbox.Options { return sandbox.Options{DB: 3} }},
		{"local", func(t *testing.T) sandbox.Options {
			sandboxtest.NeedRedis(t)
			return sandbox.Options{Kind: sandbox.Local, DB: 3}
		}},
		{"server", func(t *testing.T) sandbox.Options {
			o := sandboxtest.Server(t, "--requirepass", "secret")
			o.Password, o.DB = "secret", 3
			return o
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, c.o(t))
			if v, err := s.Do(t.Context(), "SET", "k", "hers"); err != nil || v.IsError() {
				t.Fatal(v, err)
			}
			rdb := redis.NewClient(s.Direct())
			defer rdb.Close()
			if got, err := rdb.Get(t.Context(), "k").Result(); got != "hers" || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}
