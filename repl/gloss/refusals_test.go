package gloss

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

func TestRefusals(t *testing.T) {
	tests := []struct{ reply, want string }{
		{"NOAUTH Authentication required.", "AUTH password"},
		{"WRONGPASS invalid username-password pair or user is disabled.", "user name or the password is wrong"},
		{"NOPERM this user has no permissions to run the 'get' command", "ACL WHOAMI"},
		{"LOADING Redis is loading the dataset in memory", "reading its data"},
		{"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "lost its master"},
		{"READONLY You can't write against a read only replica.", "only its master takes writes"},
		{"OOM command not allowed when used memory > 'maxmemory'.", "memory is full"},
		{"MOVED 3999 127.0.0.1:6381", "node of a cluster"},
	}
	none := &command.Table{}
	for _, tt := range tests {
		lines := Explain(Facts{
			Args: []string{"GET", "k"}, Reply: reply.NewError(tt.reply),
			Look:     func(...string) reply.Value { return reply.Value{} },
			Commands: func() *command.Table { return none },
		})
		if len(lines) != 1 || !strings.Contains(lines[0].Text, tt.want) {
			t.Errorf("%s: %+v, want %q", tt.reply, lines, tt.want)
		}
	}
}
