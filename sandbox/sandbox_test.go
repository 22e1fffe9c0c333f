package sandbox_test

import (
	"context"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

const commandsFile = "../content/commands.txt"

func open(t testing.TB, o sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestEmbedded(t *testing.T) {
	commands := sandboxtest.Commands(t, commandsFile)
	sandboxtest.Run(t, func(t *testing.T) *sandbox.Sandbox {
		return open(t, sandbox.Options{Commands: commands})
	}, sandboxtest.Caps{MovesTime: true})
}

func TestServer(t *testing.T) {
	o := sandboxtest.Server(t)
	sandboxtest.Run(t, func(t *testing.T) *sandbox.Sandbox {
		s := open(t, o)
		if _, err := s.Do(context.Background(), "FLUSHALL"); err != nil {
			t.Fatal(err)
		}
		return s
	}, sandboxtest.Caps{})
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		s := open(t, sandbox.Options{})
		ctx := context.Background()
		if _, err := s.Do(ctx, "SET", "k", "v", "EX", "100"); err != nil {
			t.Fatal(err)
		}
		if _, err := sandboxtest.In(s, 0)(ctx, "GET", "k"); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	sandboxtest.WaitFor(t, "goroutines to end", func() bool { return runtime.NumGoroutine() <= before })
}

func TestFresh(t *testing.T) {
	s := open(t, sandbox.Options{})
	ctx := context.Background()
	if _, err := s.Do(ctx, "SET", "k", "v"); err != nil {
		t.Fatal(err)
	}
	fresh, err := s.Fresh()
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if v, err := fresh.Do(ctx, "DBSIZE"); err != nil || v.Int != 0 {
		t.Errorf("a fresh sandbox has %d keys, %v", v.Int, err)
	}
}

func TestOpenErrors(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().(*net.TCPAddr).Port
	addr := l.Addr().String()
	l.Close()
	locked := sandboxtest.Server(t, "--requirepass", "secret")
	with := func(o sandbox.Options, change func(*sandbox.Options)) sandbox.Options {
		change(&o)
		return o
	}
	tests := []struct {
		o    sandbox.Options
		want string
	}{
		{sandbox.Options{Kind: sandbox.Server, Port: nobody}, "could not connect to Redis at " + addr + ": connection refused"},
		{sandbox.Options{Kind: sandbox.Server, Socket: "/nowhere/s"}, "could not connect to Redis at /nowhere/s: no such file or directory"},
		{sandbox.Options{Kind: sandbox.Server, URI: "http://x"}, `a URI begins with redis://, rediss:// or unix://, not "http://"`},
		{sandbox.Options{Kind: sandbox.Server, URI: "redis://x/y"}, `the database in the URI is not a number: "y"`},
		{with(locked, func(o *sandbox.Options) { o.Password = "guess" }), "could not use Redis at redis " + locked.Socket + ": wrong user name or password"},
		{with(locked, func(o *sandbox.Options) { o.Password, o.DB = "secret", 77 }), "could not use Redis at redis " + locked.Socket + ": it has no database 77"},
	}
	for _, tt := range tests {
		_, err := sandbox.Open(context.Background(), tt.o)
		if err == nil || err.Error() != tt.want {
			t.Errorf("Open(%+v): %v, want %s", tt.o, err, tt.want)
		}
	}
}

func TestLogin(t *testing.T) {
	locked := sandboxtest.Server(t, "--requirepass", "secret")
	s := open(t, locked)
	ctx := context.Background()
	if v, err := s.Do(ctx, "GET", "k"); err != nil || v.ErrorCode() != "NOAUTH" {
		t.Errorf("without a password: %v, %v", v, err)
	}
	if v, err := s.Do(ctx, "AUTH", "secret"); err != nil || !v.IsOK() {
		t.Fatalf("AUTH: %v, %v", v, err)
	}
	if v, err := s.Do(ctx, "SELECT", "2"); err != nil || !v.IsOK() {
		t.Fatalf("SELECT: %v, %v", v, err)
	}
	id, err := s.Do(ctx, "CLIENT", "ID")
	if err != nil {
		t.Fatal(err)
	}
	uri := sandbox.Options{Kind: sandbox.Server, URI: "unix://secret@" + locked.Socket + "?db=2"}
	other := open(t, uri)
	if v, err := other.Do(ctx, "CLIENT", "KILL", "ID", reply.NewInt(id.Int).Str()); err != nil || v.Int != 1 {
		t.Fatalf("CLIENT KILL: %v, %v", v, err)
	}
	if _, err := s.Do(ctx, "PING"); err == nil || err.Error() != "server closed the connection" {
		t.Errorf("a killed connection gives %v", err)
	}
	if st := s.State(); st.Connected || st.DB != 2 {
		t.Errorf("after the loss: %+v", st)
	}
	v, err := s.Do(ctx, "CLIENT", "INFO")
	if err != nil || !strings.Contains(v.Text, " db=2 ") {
		t.Errorf("after the next command: %q, %v", v.Text, err)
	}
	if other.State().DB != 2 {
		t.Errorf("the URI's database is not in the state: %+v", other.State())
	}
}

func TestLostTransaction(t *testing.T) {
	s := open(t, sandbox.Options{})
	ctx := context.Background()
	for _, line := range []string{"WATCH k", "MULTI", "SELECT 4"} {
		if _, err := s.Do(ctx, strings.Fields(line)...); err != nil {
			t.Fatal(err)
		}
	}
	list, err := sandboxtest.In(s, 0)(ctx, "CLIENT", "LIST")
	if err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(list.Text, "id="), " ")
	if v, err := sandboxtest.In(s, 0)(ctx, "CLIENT", "KILL", "ID", id); err != nil || v.Int != 1 {
		t.Fatalf("CLIENT KILL: %v, %v", v, err)
	}
	if _, err := s.Do(ctx, "PING"); err == nil {
		t.Error("a killed connection gives no error")
	}
	st := s.State()
	if st.InTx || st.DB != 0 || strings.Join(st.Lost, " ") != "MULTI WATCH" {
		t.Errorf("after the loss: %+v", st)
	}
}

func TestServerGone(t *testing.T) {
	o := sandboxtest.Server(t)
	s := open(t, o)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := s.Do(ctx, "SHUTDOWN", "NOSAVE"); err == nil || err.Error() != "server closed the connection" {
		t.Errorf("SHUTDOWN: %v", err)
	}
	_, err := s.Do(ctx, "PING")
	if err == nil || !strings.HasPrefix(err.Error(), "could not connect to Redis at "+o.Socket) {
		t.Errorf("without a server: %v", err)
	}
}

func BenchmarkOpen(b *testing.B) {
	ctx := context.Background()
	for b.Loop() {
		s, err := sandbox.Open(ctx, sandbox.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Do(ctx, "PING"); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

func BenchmarkPipeline(b *testing.B) {
	for _, kind := range []string{"embedded", "server"} {
		b.Run(kind, func(b *testing.B) {
			var o sandbox.Options
			if kind == "server" {
				o = sandboxtest.Server(b)
			}
			s := open(b, o)
			cmds := make([][]string, 10_000)
			for i := range cmds {
				cmds[i] = []string{"SET", "key", "value"}
			}
			for b.Loop() {
				if err := s.Pipeline(context.Background(), cmds, func(int, reply.Value) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(cmds)*b.N)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}
