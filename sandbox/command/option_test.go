package command_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
)

func TestOption(t *testing.T) {
	table := load(t)
	for _, tt := range []struct {
		token string
		forms string
		takes string
		not   string
	}{
		{"EX", "EX seconds", "GETEX SET", "SETNX SETEX EXPIRE"},
		{"ex", "EX seconds", "GETEX SET", "SETNX"},
		{"WITHSCORES", "WITHSCORES", "ZRANGE ZUNION ZRANDMEMBER", "ZSCORE"},
		{"LIMIT", "", "ZRANGE XTRIM SORT", "LTRIM"},
		{"STORE", "STORE key", "GEORADIUS", ""},
		{"seconds", "", "", "SET"},
		{"", "", "", "SET"},
	} {
		forms, takers := table.Option(tt.token)
		var names []string
		for _, c := range takers {
			names = append(names, c.Name)
		}
		if tt.forms != "" && !slices.Contains(forms, tt.forms) {
			t.Errorf("%s has the forms %q", tt.token, forms)
		}
		for _, name := range strings.Fields(tt.takes) {
			if !slices.Contains(names, name) {
				t.Errorf("%s is not taken by %s: %v", tt.token, name, names)
			}
		}
		for _, name := range strings.Fields(tt.not) {
			if slices.Contains(names, name) {
				t.Errorf("%q is taken by %s", tt.token, name)
			}
		}
	}
	if _, takers := table.At("6.0").Option("EX"); slices.ContainsFunc(takers, func(c *command.Command) bool { return c.Name == "GETEX" }) {
		t.Error("GETEX came with 6.2")
	}
}
