package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"redis-tutor/repl"
	"redis-tutor/repl/screen"
)

// Target says which Redis to open. The zero value is an embedded sandbox.
type Target struct {
	Local          bool   // a private server of the kind that is installed
	Durable        string // the folder where that one writes all down before it replies; nothing when empty
	Server         bool   // a server the user named
	Host           string
	Port           int
	Socket         string
	URI            string
	User, Password string
	TLS            *TLS // nil without encryption; a rediss:// URI needs none
	DB             int
	Protocol       int // 2 or 3

	// NotYet is told why the server does not listen, which is no error then: each
	// command tries again to connect. Without it there must be a server.
	NotYet func(error)
}

// TLS says how a connection is encrypted, in the terms of redis-cli's flags.
type TLS struct {
	CACert, CACertDir string
	Cert, Key         string
	SNI               string
	Insecure          bool
}

// serverFlags are the flags that say where the Redis is, and what may be done
// there.
type serverFlags struct {
	host, socket, user, password, uri string
	port, db                          int
	askPassword, resp2, resp3         bool
	secure                            bool
	tls                               TLS

	local, allowNonempty, yes bool
}

// ofServer adds redis-cli's flags for a server, and ours.
func (f *flags) ofServer(cmd *cobra.Command) {
	set, s := cmd.Flags(), &f.server
	set.BoolVar(&s.local, "local", false, "use a private redis-server or valkey-server, gone when you leave")
	set.StringVarP(&s.host, "host", "h", "", "use the Redis server on this `host`")
	set.IntVarP(&s.port, "port", "p", 0, "… at this `port` (6379)")
	set.StringVarP(&s.socket, "socket", "s", "", "… on this unix socket `path`")
	set.IntVarP(&s.db, "db", "n", 0, "… in the database of this `number`")
	set.StringVarP(&s.uri, "uri", "u", "", "server as a `URI`: redis://user:password@host:port/db, rediss:// for TLS")
	set.StringVarP(&s.password, "pass", "a", "", "`password` for the server (REDISCLI_AUTH is safer)")
	set.BoolVar(&s.askPassword, "askpass", false, "ask for the password")
	set.StringVar(&s.user, "user", "", "ACL `user` to go with the password")
	set.BoolVar(&s.secure, "tls", false, "encrypt the connection")
	set.StringVar(&s.tls.CACert, "cacert", "", "trust the authorities in this PEM `file`")
	set.StringVar(&s.tls.CACertDir, "cacertdir", "", "trust the authorities in the files of this `folder`")
	set.StringVar(&s.tls.Cert, "cert", "", "PEM `file` of your own certificate")
	set.StringVar(&s.tls.Key, "key", "", "PEM `file` of its key")
	set.StringVar(&s.tls.SNI, "sni", "", "server `name` to ask for, when it is not the host")
	set.BoolVar(&s.tls.Insecure, "insecure", false, "take any certificate")
	set.BoolVarP(&s.resp2, "resp2", "2", false, "talk RESP2 (the default)")
	set.BoolVarP(&s.resp3, "resp3", "3", false, "talk RESP3")
	set.BoolVar(&s.allowNonempty, "allow-nonempty", false, "lessons may run beside keys that are there already")
	set.BoolVar(&s.yes, "yes", false, "run dangerous commands on a server without asking")
}

// protocol is the version of RESP that was asked for, 0 for none.
func (f *serverFlags) protocol() int {
	switch {
	case f.resp3:
		return 3
	case f.resp2:
		return 2
	}
	return 0
}

// target returns the Redis that the flags name.
func (a *app) target() (Target, error) {
	f := &a.flags.server
	t := Target{
		Local: f.local, Host: f.host, Port: f.port, Socket: f.socket, URI: f.uri,
		User: f.user, Password: f.password, DB: f.db, Protocol: max(f.protocol(), 2),
	}
	t.Server = f.host != "" || f.port != 0 || f.socket != "" || f.uri != ""
	if f.secure || strings.HasPrefix(f.uri, "rediss://") {
		t.TLS = &f.tls
	}
	if err := f.check(t); err != nil {
		return t, err
	}
	switch {
	case f.askPassword:
		return a.withAskedPassword(t)
	case t.Server && t.Password == "":
		t.Password = a.Env("REDISCLI_AUTH")
	}
	return t, nil
}

// check finds what does not go together.
func (f *serverFlags) check(t Target) error {
	const name = "name one with -h HOST, -s SOCKET or -u URI"
	switch {
	case f.resp2 && f.resp3:
		return misuse(errors.New("a connection talks RESP2 or RESP3, not both"), "leave -2 or -3 out")
	case t.Local && t.Server:
		return misuse(errors.New("--local is a server of its own, and another one was named"), "leave --local out, or the other server")
	case !t.Server && (f.user != "" || f.password != "" || f.askPassword):
		return misuse(errors.New("a password was given, but no server"), name)
	case !t.Server && f.secure:
		return misuse(errors.New("--tls was given, but no server"), name)
	case t.TLS == nil && f.tls != (TLS{}):
		return misuse(errors.New("certificates were given, but no TLS"), "add --tls, or name the server with a URI rediss://…")
	case t.TLS != nil && f.socket != "":
		return misuse(errors.New("a unix socket does not speak TLS"), "leave --tls out, or name the server with -h HOST")
	case f.port < 0 || f.port > 65535:
		return misuse(fmt.Errorf("%d is not a port", f.port), "ports go from 1 to 65535; Redis listens on 6379 unless told otherwise")
	case f.db < 0:
		return misuse(fmt.Errorf("%d is not the number of a database", f.db), "databases are numbered from 0")
	}
	return nil
}

// withAskedPassword reads the password from the terminal without showing it.
// As in redis-cli it goes before -a and REDISCLI_AUTH.
func (a *app) withAskedPassword(t Target) (Target, error) {
	in, ok := a.In.(*os.File)
	if !ok || !onTerminal(a.In) {
		return t, misuse(errors.New("there is no terminal to ask for the password"), "REDISCLI_AUTH holds it for programs")
	}
	io.WriteString(a.Err, "Please input password: ")
	typed, err := term.ReadPassword(int(in.Fd()))
	io.WriteString(a.Err, "\n")
	if err != nil {
		return t, failure(err)
	}
	t.Password = string(typed)
	return t, nil
}

// careful reports whether the server is somebody's and dangerous commands were
// not allowed.
func (a *app) careful(t Target) bool { return t.Server && !a.flags.server.yes }

// elsewhere returns a server that the learner names, with what the flags say of
// encryption and of the protocol, and without the password of the flags: that was
// for another server.
func (a *app) elsewhere(there repl.Address) (Target, error) {
	t := Target{Server: true, URI: there.URI, Host: there.Host, DB: there.DB, Protocol: max(a.flags.server.protocol(), 2)}
	if a.flags.server.secure {
		t.TLS = &a.flags.server.tls
	}
	if there.URI != "" {
		return t, nil
	}
	var err error
	if t.Port, err = strconv.Atoi(there.Port); err != nil || t.Port < 1 || t.Port > 65535 {
		return t, misuse(fmt.Errorf("%q is not a port", there.Port), "ports go from 1 to 65535; Redis listens on 6379 unless told otherwise")
	}
	return t, nil
}

// dial reaches a server that the learner names at the prompt.
func (a *app) dial(ctx context.Context, there repl.Address) (repl.Place, error) {
	t, err := a.elsewhere(there)
	if err != nil {
		return repl.Place{}, err
	}
	box, err := a.Open(ctx, t)
	if err != nil {
		return repl.Place{}, err
	}
	return repl.Place{Sandbox: box, Closer: box, Careful: a.careful(t), Spare: t.Server, Compare: a.comparing(t)}, nil
}

const bringsItsOwn = "redis-tutor without -h, -p, -s and -u brings its own"

// sayNotYet says that a server is not there, and that it may come.
func (a *app) sayNotYet(err error) {
	screen.New(a.Err, a.look(a.Err)).Error(err,
		"start a server there and go on: each command tries again to connect",
		bringsItsOwn)
}

// open opens a Redis; what goes wrong comes with advice.
func (a *app) open(ctx context.Context, t Target) (Redis, error) {
	box, err := a.Open(ctx, t)
	if err == nil {
		if box.State().Connected {
			a.doubtPassword(ctx, t, box)
		}
		return box, nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx) // Ctrl-C, or a signal
	}
	if t.Server {
		return nil, failure(err, "is a Redis server running there? "+bringsItsOwn)
	}
	return nil, failure(err)
}
