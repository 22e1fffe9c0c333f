package sandbox

import (
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// State is what can be told about the learner's connection without asking the
// server, by the rules of redis-cli's prompt.
type State struct {
	// Addr is "127.0.0.1:6379", "[::1]:6379" or "redis /path.sock".
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
	// Lost names what went with the connection when it was lost or
	// interrupted, of MULTI and WATCH. It is empty again after the next
	// command.
	Lost []string
}

// session follows a connection's commands and their replies, and knows what
// has to be sent again on a new one.
type session struct {
	State
	beforeTx int // the database MULTI was sent in
	watching bool
	user     string
	password string
}

// saw takes note of a command and its reply.
func (s *session) saw(args []string, v reply.Value) {
	s.Connected, s.Lost = true, nil
	switch strings.ToUpper(args[0]) {
	case "MULTI":
		if !v.IsError() {
			s.InTx, s.Doomed, s.beforeTx = true, false, s.DB
		}
	case "EXEC":
		s.endTx(v.Kind != reply.Nil && !v.IsError())
	case "DISCARD":
		if !v.IsError() {
			s.endTx(false)
		}
	case "RESET":
		if !v.IsError() {
			s.InTx, s.Doomed, s.watching, s.DB, s.Protocol = false, false, false, 0, 2
			s.user, s.password = "", ""
		}
	case "WATCH":
		s.watching = s.watching || v.IsOK()
	default:
		s.sawOther(args, v)
	}
}

func (s *session) endTx(done bool) {
	if s.InTx && !done {
		s.DB = s.beforeTx
	}
	s.InTx, s.Doomed, s.watching = false, false, false
}

func (s *session) sawOther(args []string, v reply.Value) {
	if v.IsError() {
		s.Doomed = s.InTx
		return
	}
	switch strings.ToUpper(args[0]) {
	case "SELECT":
		if n, err := strconv.Atoi(args[len(args)-1]); err == nil {
			s.DB = n
		}
	case "UNWATCH":
		s.watching = s.watching && s.InTx
	case "AUTH":
		if v.IsOK() {
			s.credentials(args[1:])
		}
	case "HELLO":
		s.sawHello(args, v)
	}
}

func (s *session) sawHello(args []string, v reply.Value) {
	if !v.IsAggregate() {
		return // queued
	}
	for i := 0; i+1 < len(v.Items); i += 2 {
		if v.Items[i].Text == "proto" {
			s.Protocol = int(v.Items[i+1].Int)
		}
	}
	if len(args) > 4 && strings.EqualFold(args[2], "AUTH") {
		s.credentials(args[3:5])
	}
}

func (s *session) credentials(words []string) {
	switch len(words) {
	case 1:
		s.user, s.password = "", words[0]
	case 2:
		s.user, s.password = words[0], words[1]
	}
}

// lost takes note that the connection is gone.
func (s *session) lost() {
	s.Connected, s.Lost = false, nil
	if s.InTx {
		s.Lost = append(s.Lost, "MULTI")
	}
	if s.watching {
		s.Lost = append(s.Lost, "WATCH")
	}
	s.endTx(false)
}
