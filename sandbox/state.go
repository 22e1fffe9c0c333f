package sandbox

import (
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// State is what can be told about the learner's connection without asking the
// server, by the rules of redis-cli's prompt.
type State struct {
	// Addr is where other programs find this Redis: "127.0.0.1:6379",
	// "[::1]:6379" or "redis /path.sock". A local server is "redis local", an
	// embedded Redis that does not listen "redis sandbox".
	Addr string
	// DB is the number redis-cli shows. Inside MULTI it is the one that a
	// queued SELECT will lead to.
	DB int
	// InTx is true between MULTI and EXEC or DISCARD.
	InTx bool
	// Doomed says that a command was refused since MULTI, so EXEC will be.
	Doomed bool
	// Connected is false after the connection was lost, until a command has
	// brought it back.
	Connected bool
	// Protocol is the version of RESP in use, 2 or 3.
	Protocol int
	// Watched are the keys under WATCH, in the order they were named.
	Watched []string
	// Lost names what went with the connection when it was lost or
	// interrupted: MULTI, WATCH, CLIENT TRACKING. It is empty again after the
	// next command.
	Lost []string
}

// session follows a connection's commands and their replies, and knows what
// has to be sent again on a new one.
type session struct {
	State
	beforeTx int    // the database MULTI was sent in
	tracking bool   // CLIENT TRACKING is on
	name     string // by CLIENT SETNAME
	user     string
	password string
	asked    *place     // where to be once the server knows who we are; nil when we are
	admitted bool       // it does
	queue    [][]string // since MULTI: nil for a command that is none of the session's business
}

// saw takes note of a command and its reply.
func (s *session) saw(args []string, v reply.Value) {
	s.Connected, s.Lost = true, nil
	switch strings.ToUpper(args[0]) {
	case "MULTI":
		if !v.IsError() {
			s.InTx, s.Doomed, s.beforeTx, s.queue = true, false, s.DB, nil
		}
	case "EXEC":
		s.sawExec(v)
	case "DISCARD":
		if !v.IsError() {
			s.endTx()
		}
	case "RESET":
		if !v.IsError() {
			*s = session{State: State{Protocol: 2, Connected: true}}
		}
	case "WATCH":
		if v.IsOK() {
			s.Watched = append(slices.Clip(s.Watched), args[1:]...)
		}
	default:
		s.sawOther(args, v)
	}
}

// sawExec takes note of what the queued commands did, now that they have run.
func (s *session) sawExec(v reply.Value) {
	queue := s.queue
	s.endTx()
	if v.Kind != reply.Array {
		return
	}
	for i, args := range queue[:min(len(queue), len(v.Items))] {
		if args != nil {
			s.sawOther(args, v.Items[i])
		}
	}
}

func (s *session) endTx() {
	if s.InTx {
		s.DB = s.beforeTx
	}
	s.InTx, s.Doomed, s.Watched, s.queue = false, false, nil, nil
}

func (s *session) sawOther(args []string, v reply.Value) {
	if v.IsError() {
		s.Doomed = s.InTx
		return
	}
	name := strings.ToUpper(args[0])
	if s.InTx {
		switch name {
		case "SELECT", "AUTH", "HELLO", "CLIENT":
			s.queue = append(s.queue, args)
		default:
			s.queue = append(s.queue, nil)
		}
	}
	switch name {
	case "SELECT":
		if db, ok := command.Selects(args); ok {
			s.DB = db
		}
	case "UNWATCH":
		if !s.InTx {
			s.Watched = nil
		}
	case "AUTH":
		if v.IsOK() {
			s.credentials(args)
		}
	case "HELLO":
		s.sawHello(args, v)
	case "CLIENT":
		s.sawClient(args, v)
	}
}

// sawClient notes what CLIENT changes of the connection.
func (s *session) sawClient(args []string, v reply.Value) {
	if len(args) < 3 || !v.IsOK() {
		return
	}
	switch strings.ToUpper(args[1]) {
	case "SETNAME":
		s.name = args[2]
	case "TRACKING":
		s.tracking = strings.EqualFold(args[2], "ON")
	}
}

func (s *session) sawHello(args []string, v reply.Value) {
	if !v.IsAggregate() {
		return // queued
	}
	if proto := v.Field("proto"); proto.Kind == reply.Integer {
		s.Protocol = int(proto.Int)
	}
	s.credentials(args)
	for i := 2; i+1 < len(args); i++ {
		switch option := strings.ToUpper(args[i]); {
		case option == "AUTH" && i+2 < len(args):
			if s.asked != nil { // the protocol has been chosen
				s.asked = &place{s.asked.db, s.Protocol}
			}
			i += 2
		case option == "SETNAME":
			s.name = args[i+1]
			i++
		}
	}
}

// credentials takes note of a login that was accepted.
func (s *session) credentials(args []string) {
	if login := loginIn(args); len(login) > 0 {
		s.is(login)
		s.admitted = true
	}
}

// is makes a session that of a password, or of a user and a password.
func (s *session) is(login []string) {
	s.user, s.password = "", login[len(login)-1]
	if len(login) == 2 {
		s.user = login[0]
	}
}

// loginIn returns the password, or the user and the password, that a command
// says; nothing for one that is no login.
func loginIn(args []string) []string {
	switch {
	case len(args) < 2:
	case strings.EqualFold(args[0], "AUTH") && len(args) <= 3:
		return args[1:]
	case strings.EqualFold(args[0], "HELLO"):
		for i := 2; i+2 < len(args); i++ {
			switch strings.ToUpper(args[i]) {
			case "AUTH":
				return args[i+1 : i+3]
			case "SETNAME":
				i++
			}
		}
	}
	return nil
}

// lost takes note that the connection is gone.
func (s *session) lost() {
	s.Connected, s.Lost = false, nil
	if s.InTx {
		s.Lost = append(s.Lost, "MULTI")
	}
	if len(s.Watched) > 0 {
		s.Lost = append(s.Lost, "WATCH")
	}
	if s.tracking {
		s.Lost = append(s.Lost, "CLIENT TRACKING")
	}
	s.tracking = false
	s.endTx()
}
