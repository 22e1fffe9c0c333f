package repl

import (
	"context"
	"errors"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Commands returns the command reference as the server's version has it. Who
// asks first waits for that version.
func (s *Session) Commands() *command.Table { return s.reference.Get() }

// Reference is Commands for what happens at a key: it waits a moment at most,
// and is that of the newest version until the server has answered.
func (s *Session) Reference() *command.Table { return s.reference.Now() }

// noteVersion says that what was told of a command may not be so here.
func (s *Session) noteVersion(out *screen.Screen) {
	if s.reference.Silent() {
		out.Note("This server does not say which version of Redis it is. What is newer than the server does not work there.")
	}
}

// renewReference asks for the version again after a command that let the learner
// in.
func (s *Session) renewReference(c *client, args []string, v reply.Value) {
	name := strings.ToUpper(args[0])
	if c == s.me && !v.IsError() && (name == "AUTH" || name == "HELLO") {
		s.reference.Renew()
	}
}

// version returns what asks a server for its version of Redis, "" when it does
// not say. Where INFO is refused, by the ACL or since it has another name, HELLO
// tells: every user may send that.
func version(box Sandbox, db int) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		info, err := box.Observe(ctx, db, []string{"INFO", "server"})
		switch {
		case err != nil:
			return "", err
		case info[0].ErrorCode() == "NOAUTH":
			return "", errors.New(info[0].Text) // it may say so later
		case !info[0].IsError():
			return versionOfInfo(info[0]), nil
		}
		hello, err := box.Observe(ctx, db, []string{"HELLO"})
		if err != nil {
			return "", err
		}
		return versionOfHello(hello[0]), nil
	}
}

func versionOfInfo(v reply.Value) string {
	_, rest, _ := strings.Cut(v.Text, "redis_version:")
	version, _, _ := strings.Cut(rest, "\r")
	return version
}

// asRedis is the version of Redis that Valkey gives in INFO, whatever its own is.
const asRedis = "7.2.4"

// versionOfHello reads the pairs that HELLO answers with. Of another program
// than Redis they tell the version of that program.
func versionOfHello(v reply.Value) string {
	switch v.Field("server").Str() {
	case "redis":
		return v.Field("version").Str()
	case "valkey":
		return asRedis
	}
	return ""
}
