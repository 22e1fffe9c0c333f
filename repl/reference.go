package repl

import (
	"context"
	"strings"

	"redis-tutor/sandbox/command"
)

// Commands returns the command reference as the server's version has it. Who
// asks first waits for that version.
func (s *Session) Commands() *command.Table { return s.reference.Get() }

// Reference is Commands for what happens at a key: it does not wait, and is
// that of the newest version until the server has answered.
func (s *Session) Reference() *command.Table { return s.reference.Now() }

// serverVersion asks the server for its version of Redis, "" when it does
// not say.
func (s *Session) serverVersion(ctx context.Context) (string, error) {
	replies, err := s.Sandbox.Observe(ctx, s.Home, []string{"INFO", "server"})
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(replies[0].Text, "redis_version:")
	version, _, _ := strings.Cut(rest, "\r")
	return version, nil
}
