package compare

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // SQLite without C, so that the program stays one static file
)

// What is there after the power has failed.
const (
	durableFull = "every visit that was answered: rollback journal, synchronous FULL, which wait for the disk at each commit"
	durableWAL  = "all but the last visits, and the database is sound: the log is waited for at checkpoints only"
)

// table is sessions as web frameworks keep them in a database: an id, the
// data as text, and when it ends.
const table = `CREATE TABLE session (id TEXT PRIMARY KEY, data TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID`

// sqliteStore is a database with sessions.
type sqliteStore struct {
	db                   *sql.DB
	load, insert, update *sql.Stmt
}

// sqlite returns what opens a database in a file of the folder. Pragmas are
// in the form of the driver's URIs; without any, SQLite is as it comes.
func (s Setting) sqlite(file, pragmas, durable string) open {
	return func(ctx context.Context) (entrant, error) {
		st, err := openSQLite(ctx, filepath.Join(s.Dir, file), pragmas)
		if err != nil {
			return entrant{}, err
		}
		return entrant{
			Arm: Arm{
				Durable: durable,
				Visit:   "one SELECT, and one INSERT or UPDATE that is a transaction; prepared statements, one connection, straight from the handler",
			},
			handler: page(st.visit), store: st, close: func() { st.db.Close() },
		}, nil
	}
}

// openSQLite makes a database. It has one connection, since SQLite lets one
// write at a time, and each visit writes: more would wait in SQLite instead of
// here. The price is that reads wait as well, which WAL would let pass.
func openSQLite(ctx context.Context, path, pragmas string) (*sqliteStore, error) {
	db, err := sql.Open("sqlite", address(path)+"?_pragma=busy_timeout(5000)"+pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	st := &sqliteStore{db: db}
	if err := st.prepare(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return st, nil
}

// address is a file's name as SQLite takes it in a URI.
func address(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func (st *sqliteStore) prepare(ctx context.Context) error {
	if _, err := st.db.ExecContext(ctx, table); err != nil {
		return err
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&st.load, "SELECT data FROM session WHERE id = ? AND expires > ?"},
		{&st.insert, "INSERT INTO session (data, expires, id) VALUES (?, ?, ?)"},
		{&st.update, "UPDATE session SET data = ?, expires = ? WHERE id = ?"},
	} {
		var err error
		if *p.stmt, err = st.db.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

// data is what a session holds.
type data struct {
	Visits int `json:"visits"`
}

// visit counts a visit the way frameworks do: load all, change it, save all.
func (st *sqliteStore) visit(ctx context.Context, id string) (string, int, error) {
	var d data
	found, err := st.read(ctx, id, &d)
	if err != nil {
		return "", 0, err
	}
	save := st.update
	if !found {
		id, save = rand.Text(), st.insert
	}
	d.Visits++
	text, err := json.Marshal(d)
	if err != nil {
		return "", 0, err
	}
	_, err = save.ExecContext(ctx, string(text), time.Now().Add(age).UnixMilli(), id)
	return id, d.Visits, err
}

func (st *sqliteStore) read(ctx context.Context, id string, d *data) (found bool, err error) {
	if id == "" {
		return false, nil
	}
	var text string
	err = st.load.QueryRowContext(ctx, id, time.Now().UnixMilli()).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal([]byte(text), d)
}

func (st *sqliteStore) count(ctx context.Context, _ []string) (visits int, err error) {
	err = st.db.QueryRowContext(ctx, `SELECT coalesce(sum(json_extract(data, '$.visits')), 0) FROM session`).Scan(&visits)
	return visits, err
}

func (st *sqliteStore) clear(ctx context.Context, _ []string) error {
	_, err := st.db.ExecContext(ctx, "DELETE FROM session")
	return err
}
