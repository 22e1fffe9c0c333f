package compare

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

// start serves all arms and returns them.
func start(t *testing.T, s Setting) []*racer {
	t.Helper()
	var all []*racer
	for _, e := range s.entrants(t.Context()) {
		if e.LeftOut != "" {
			t.Fatalf("%s is left out: %s", e.ID, e.LeftOut)
		}
		r := &racer{entrant: e}
		if err := r.serve(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			r.server.Close()
			r.close()
		})
		all = append(all, r)
	}
	return all
}

// come lets a browser visit, and fails the test when there is no page.
func come(t *testing.T, b *browser, times int) {
	t.Helper()
	for range times {
		b.visit(t.Context())
	}
	if b.failed > 0 {
		t.Fatal(b.failure)
	}
}

func wantCount(t *testing.T, st store, ids []string, visits int) {
	t.Helper()
	if v, err := st.count(t.Context(), ids); err != nil || v != visits {
		t.Errorf("%d visits, %v; want %d", v, err, visits)
	}
}

// left returns how long a session has to live.
func left(t *testing.T, st store, id string) time.Duration {
	t.Helper()
	switch st := st.(type) {
	case *sqliteStore:
		var expires int64
		if err := st.db.QueryRow("SELECT expires FROM session WHERE id = ?", id).Scan(&expires); err != nil {
			t.Error(err)
		}
		return time.Until(time.UnixMilli(expires))
	case hashes:
		return st.rdb.PTTL(t.Context(), st.prefix+id).Val()
	}
	t.Fatalf("a store of another kind: %T", st)
	return 0
}

// TestArms is the contract of all arms.
func TestArms(t *testing.T) {
	s, _ := setting(t)
	for _, r := range start(t, s) {
		t.Run(r.ID, func(t *testing.T) {
			anna, ben := newBrowser(r.url, false), newBrowser(r.url, false)
			come(t, anna, 3)
			come(t, ben, 1)
			if r.store == nil {
				if anna.cookie != nil {
					t.Errorf("a cookie without a session: %s", anna.cookie)
				}
				return
			}
			if len(anna.ids) != 1 || len(ben.ids) != 1 {
				t.Fatalf("ids: %v and %v, want one each", anna.ids, ben.ids)
			}
			ids := []string{anna.cookie.Value, ben.cookie.Value}
			wantCount(t, r.store, ids, 4)
			for _, id := range ids {
				if left := left(t, r.store, id); left <= age-time.Minute || left > age {
					t.Errorf("it has %s to live, want nearly %s", left, age)
				}
			}
			if err := r.store.clear(t.Context(), ids); err != nil {
				t.Error(err)
			}
			wantCount(t, r.store, ids, 0)
		})
	}
}

// TestSameHeaders: the arms that are not served by package web send what it
// sends.
func TestSameHeaders(t *testing.T) {
	s, _ := setting(t)
	var want string
	for _, r := range start(t, s) {
		if r.store == nil {
			continue
		}
		response, err := http.Get(r.url)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		h := response.Header
		_, attributes, _ := strings.Cut(h.Get("Set-Cookie"), ";")
		attributes = strings.Replace(attributes, "Max-Age=599", "Max-Age=600", 1) // rounded
		got := strings.Join([]string{attributes, h.Get("Vary"), h.Get("Cache-Control"), h.Get("Content-Type")}, " | ")
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s sends %q, others %q", r.ID, got, want)
		}
	}
}

// TestTraffic holds the Redis arms to the round trips and connections that
// they are said to take.
func TestTraffic(t *testing.T) {
	s, w := setting(t)
	s.Durable, s.Embedded = w.watch(s.Durable), w.watch(s.Embedded)
	for _, r := range start(t, s) {
		b := newBrowser(r.url, false)
		come(t, b, 2) // opens what is kept open
		connections, sent := w.connections.Load(), w.sent.Load()
		come(t, b, 1)
		opened, trips := int(w.connections.Load()-connections), int(w.sent.Load()-sent)
		if opened != r.Connections || trips-opened != r.RoundTrips { // each is greeted
			t.Errorf("%s: %d connections and %d round trips, said to be %d and %d", r.ID, opened, trips-opened, r.Connections, r.RoundTrips)
		}
	}
}

// TestPragmas: SQLite's default arm is left as it comes, and the other is what
// its name says.
func TestPragmas(t *testing.T) {
	s, _ := setting(t)
	for _, r := range start(t, s) {
		st, ok := r.store.(*sqliteStore)
		if !ok {
			continue
		}
		var journal string
		var synchronous int
		if err := st.db.QueryRow("PRAGMA journal_mode").Scan(&journal); err != nil {
			t.Fatal(err)
		}
		if err := st.db.QueryRow("PRAGMA synchronous").Scan(&synchronous); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{SQLiteDefault: "delete 2", SQLiteWAL: "wal 1"}[r.ID]
		if got := journal + " " + string(rune('0'+synchronous)); got != want {
			t.Errorf("%s: %s, want %s", r.ID, got, want)
		}
	}
}

// TestDurability: what a server is said to keep is what its settings say.
func TestDurability(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "nothing: "},
		{[]string{"--appendonly", "yes", "--appendfsync", "always"}, "every visit "},
		{[]string{"--appendonly", "yes"}, "all but about the last second: append-only file, appendfsync everysec"},
		{[]string{"--save", "60 1000"}, "what the last snapshot has (save 60 1000)"},
		{[]string{"--rename-command", "CONFIG", ""}, "what the server's settings say, "},
	} {
		r := onServer(t, c.args...)
		if got := durability(t.Context(), r.look(t)); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %q, want %q …", c.args, got, c.want)
		}
	}
}

// TestMissing: what cannot be had is named with its reason, and the others go on.
func TestMissing(t *testing.T) {
	s := Setting{Dir: t.TempDir(), Prefix: "test:", Server: Redis{Missing: "no server"}, Durable: Redis{Missing: "no disk"}, Embedded: inProcess(t)}
	want := map[string]string{RedisHash: "no server", RedisCount: "no server", Article: "no server", RedisAlways: "no disk"}
	for _, e := range s.entrants(t.Context()) {
		if e.LeftOut != want[e.ID] {
			t.Errorf("%s is left out because of %q, want %q", e.ID, e.LeftOut, want[e.ID])
		}
		if e.LeftOut == "" {
			e.close()
		}
	}
}

// TestRefused: a server that does not let the arms write has them left out.
func TestRefused(t *testing.T) {
	r := onServer(t)
	rdb := r.look(t)
	if err := rdb.Do(context.Background(), "ACL", "SETUSER", "default", "-@write").Err(); err != nil {
		t.Fatal(err)
	}
	result, err := Run(t.Context(), Setting{Dir: t.TempDir(), Server: r, Durable: Redis{Missing: "-"}, Embedded: Redis{Missing: "-"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{RedisHash, RedisCount, Article} {
		if a := result.Arm(id); !strings.HasPrefix(a.LeftOut, "status 503: NOPERM") {
			t.Errorf("%s: left out because of %q", id, a.LeftOut)
		}
	}
}
