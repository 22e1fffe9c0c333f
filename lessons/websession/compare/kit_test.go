package compare

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"redis-tutor/sandbox/embedded"
	"redis-tutor/sandbox/sandboxtest"
)

// TestMain keeps the client from reporting the failures that tests bring about.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

// setting returns a setting with all Redises, and what counts the traffic to
// the server.
func setting(t *testing.T) (Setting, *traffic) {
	t.Helper()
	w := &traffic{}
	return Setting{
		Dir: t.TempDir(), Prefix: "test:",
		Server:   w.watch(onServer(t)),
		Durable:  onServer(t, "--appendonly", "yes", "--appendfsync", "always"),
		Embedded: inProcess(t),
	}, w
}

func onServer(t *testing.T, args ...string) Redis {
	socket := sandboxtest.Server(t, args...).Socket
	return Redis{Name: "a test's", Options: by(func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	})}
}

func inProcess(t *testing.T) Redis {
	engine, err := embedded.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return Redis{Name: "ours", Ours: true, Options: by(func(context.Context, string, string) (net.Conn, error) { return engine.Dial() })}
}

// by returns options as a sandbox gives them to those who measure.
func by(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *redis.Options {
	return &redis.Options{
		Dialer: dial, DisableIdentity: true, MaxRetries: -1, DialerRetries: 1,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
}

// look returns a client for a test to look with.
func (r Redis) look(t *testing.T) *redis.Client {
	rdb, err := r.client()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

// traffic counts what goes to a Redis: connections, and what is sent at once,
// which is a round trip.
type traffic struct{ connections, sent atomic.Int64 }

func (w *traffic) watch(r Redis) Redis {
	dial := r.Options.Dialer
	o := *r.Options
	o.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		w.connections.Add(1)
		return watched{conn, w}, err
	}
	r.Options = &o
	return r
}

type watched struct {
	net.Conn
	w *traffic
}

func (c watched) Write(p []byte) (int, error) {
	c.w.sent.Add(1)
	return c.Conn.Write(p)
}
