package repl

import (
	"context"
	"errors"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Commands returns the command reference as the server's version has it. Who
// asks first waits for that version.
func (s *Session) Commands() *command.Table { return s.reference.Get() }

// Reference is Commands for what happens at a key: it waits a moment at most,
// and is that of the newest version until the server has answered.
func (s *Session) Reference() *command.Table { return s.reference.Now() }

// renewReference asks for the version again after a command that let the learner
// in, or that found a server again: it may be another one.
func (s *Session) renewReference(c *client, args []string, v reply.Value, was State) {
	name := strings.ToUpper(args[0])
	letIn := !v.IsError() && (name == "AUTH" || name == "HELLO")
	if c == s.me && (letIn || !was.Connected) {
		s.reference.Renew()
	}
}

// version returns what asks a server for its version of Redis, "" when it does
// not say.
func version(box Sandbox, db int) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		replies, err := box.Observe(ctx, db, []string{"INFO", "server"})
		if err != nil {
			return "", err
		}
		if v := replies[0]; v.IsError() && strings.HasPrefix(v.Text, "NOAUTH") {
			return "", errors.New(v.Text) // it may say so later
		}
		_, rest, _ := strings.Cut(replies[0].Text, "redis_version:")
		version, _, _ := strings.Cut(rest, "\r")
		return version, nil
	}
}
