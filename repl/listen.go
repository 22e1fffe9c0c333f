package repl

import (
	"context"
	"errors"
	"net"
	"strings"

	"redis-tutor/repl/screen"
)

// listener is what lets other programs in.
type listener struct {
	stop  func() error // nil when nothing listens
	bound string       // where it does
}

// listen opens the sandbox to other programs of this machine, or closes it
// to new ones: "listen", "listen 7000", "listen 0.0.0.0:7000 PASSWORD",
// "listen stop".
func (s *Session) listen(ctx context.Context, args []string) {
	switch {
	case len(args) == 1 && strings.EqualFold(args[0], "stop"):
		s.stopListening()
	case len(args) > 2:
		s.Screen.Error(errors.New("listen takes an address and a password at most"), "`listen`, `listen 7000`, `listen 0.0.0.0:7000 PASSWORD`, `listen stop`")
	case s.listener.stop != nil:
		s.Screen.Note("It listens already, at " + s.listener.bound + ". `listen stop` ends that.")
	default:
		s.startListening(ctx, address(args), strings.Join(args[min(1, len(args)):], ""))
	}
}

// address returns the host and port that were asked for: a port alone means
// this machine, nothing the usual port.
func address(args []string) string {
	if len(args) == 0 {
		return ""
	}
	if !strings.Contains(args[0], ":") {
		return net.JoinHostPort("127.0.0.1", args[0])
	}
	return args[0]
}

func (s *Session) startListening(ctx context.Context, addr, password string) {
	bound, stop, err := s.Sandbox.Listen(ctx, addr, password)
	if err != nil {
		s.Screen.Error(err, "`listen` alone chooses a free port that only this machine can reach")
		return
	}
	s.listener = listener{stop, bound[0]}
	host, port, err := net.SplitHostPort(bound[0])
	if err != nil {
		host, port = bound[0], ""
	}
	s.Screen.Say(screen.Plain, "Other programs find your keys at %s now.", bound[0])
	if len(bound) > 1 {
		s.Screen.Note("In another network this machine may be at " + strings.Join(bound[1:], ", ") + ".")
	}
	command := "redis-cli -h " + host + " -p " + port
	if password != "" {
		command += " -a PASSWORD"
	}
	s.Screen.Note("In a second window: `" + command + "`. `listen stop` ends it.")
}

func (s *Session) stopListening() {
	if s.listener.stop == nil {
		s.Screen.Note("Nothing listens.")
		return
	}
	err := s.listener.stop()
	s.listener = listener{}
	if err != nil {
		s.Screen.Error(err)
		return
	}
	s.Screen.Note("No new program can connect; those that are here may stay.")
}
