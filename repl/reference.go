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

// version returns what asks a server for its version of Redis, "" when it does
// not say.
func version(box Sandbox, db int) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		replies, err := box.Observe(ctx, db, []string{"INFO", "server"})
		if err != nil {
			return "", err
		}
		_, rest, _ := strings.Cut(replies[0].Text, "redis_version:")
		version, _, _ := strings.Cut(rest, "\r")
		return version, nil
	}
}
