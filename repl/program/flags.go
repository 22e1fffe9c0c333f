package program

import (
	"fmt"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"redis-tutor/sandbox/reply"
)

// flags are the values of all flags.
type flags struct {
	course, progress string
	noColor          bool

	host, socket, user, password, uri string
	port, db                          int

	raw, noRaw, csv, json, resp3 bool
}

// ofProgram adds the flags that every command knows.
func (f *flags) ofProgram(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.course, "course", "", "learn from the course in this `folder`")
	set.StringVar(&f.progress, "progress", "", "keep progress in this `file`")
	set.BoolVar(&f.noColor, "no-color", false, "no colours (NO_COLOR does it too)")
	set.Bool("help", false, "show this help") // -h is redis-cli's host
}

// ofServer adds redis-cli's flags for a server.
func (f *flags) ofServer(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVarP(&f.host, "host", "h", "", "use the Redis server on this `host`")
	set.IntVarP(&f.port, "port", "p", 0, "… at this `port` (6379)")
	set.StringVarP(&f.socket, "socket", "s", "", "… on this unix socket `path`")
	set.IntVarP(&f.db, "db", "n", 0, "… in the database of this `number`")
	set.StringVarP(&f.password, "pass", "a", "", "`password` for the server (REDISCLI_AUTH is safer)")
	set.StringVar(&f.user, "user", "", "ACL `user` to go with the password")
	set.StringVarP(&f.uri, "uri", "u", "", "server as a `URI`: redis://user:password@host:port/db")
	set.BoolVarP(&f.resp3, "resp3", "3", false, "talk RESP3")
}

// ofOutput adds redis-cli's flags for the form of replies.
func (f *flags) ofOutput(cmd *cobra.Command) {
	set := cmd.Flags()
	set.BoolVar(&f.raw, "raw", false, "replies as they are (the default when not on a terminal)")
	set.BoolVar(&f.noRaw, "no-raw", false, "replies with their types (the default on a terminal)")
	set.BoolVar(&f.csv, "csv", false, "replies as CSV")
	set.BoolVar(&f.json, "json", false, "replies as JSON")
	cmd.MarkFlagsMutuallyExclusive("raw", "no-raw", "csv", "json")
}

// target returns the Redis that the flags name.
func (a *app) target(cmd *cobra.Command) (Target, error) {
	f := &a.flags
	t := Target{
		Host: f.host, Port: f.port, Socket: f.socket, URI: f.uri,
		User: f.user, Password: f.password, DB: f.db, Protocol: 2,
	}
	t.Server = f.host != "" || f.port != 0 || f.socket != "" || f.uri != ""
	if f.resp3 || f.json {
		t.Protocol = 3
	}
	if t.Server && t.Password == "" {
		t.Password = a.Env("REDISCLI_AUTH")
	}
	if !t.Server && (f.user != "" || f.password != "") {
		return t, misuse(fmt.Errorf("a password was given, but no server"), "name one with -h HOST, -s SOCKET or -u URI")
	}
	if f.port < 0 || f.port > 65535 {
		return t, misuse(fmt.Errorf("%d is not a port", f.port), "ports go from 1 to 65535; Redis listens on 6379 unless told otherwise")
	}
	if f.db < 0 {
		return t, misuse(fmt.Errorf("%d is not the number of a database", f.db), "databases are numbered from 0")
	}
	return t, nil
}

// format returns how replies are printed: standard output decides unless a
// flag does.
func (a *app) format() reply.Format {
	switch f := &a.flags; {
	case f.raw:
		return reply.Raw
	case f.csv:
		return reply.CSV
	case f.json:
		return reply.JSON
	case f.noRaw, onTerminal(a.Out):
		return reply.Standard
	}
	return reply.Raw
}

// stateFile returns the place of a file that the program keeps for itself.
func stateFile(name string) string { return filepath.Join(xdg.StateHome, "redis-tutor", name) }

// progressFile returns where progress is kept. Another course has a file of
// its own, since its steps may bear the same names.
func (a *app) progressFile() string {
	switch {
	case a.flags.progress != "":
		return a.flags.progress
	case a.flags.course != "":
		return stateFile("progress-" + filepath.Base(filepath.Clean(a.flags.course)))
	}
	return stateFile("progress")
}
