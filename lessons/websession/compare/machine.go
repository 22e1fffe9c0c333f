package compare

import (
	"context"
	"database/sql"
	"runtime"
)

// machine says where this is.
func (c *contest) machine() Machine {
	m := Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.GOMAXPROCS(0), Filesystem: filesystem(c.Dir), Named: c.Server.Named}
	if c.probe != nil && c.probe.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), farewell)
		defer cancel()
		m.Redis = c.Server.told(ctx, c.probe.server)
	}
	if db, err := sql.Open("sqlite", ":memory:"); err == nil {
		defer db.Close()
		_ = db.QueryRowContext(context.Background(), "SELECT sqlite_version()").Scan(&m.SQLite)
	}
	return m
}

// InMemory reports whether a folder is on a file system that is known to be
// memory, where nothing that is written waits for a disk.
func InMemory(dir string) bool { return filesystem(dir) == memoryFS }
