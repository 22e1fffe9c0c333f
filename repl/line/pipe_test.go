package line

import "testing"

func TestPipe(t *testing.T) {
	tests := []struct {
		line, command, shell string
		found                bool
	}{
		{"GET k", "GET k", "", false},
		{"GET k | jq .", "GET k", "jq .", true},
		{"LRANGE l 0 -1 |", "LRANGE l 0 -1", "", true},
		{"| wc", "", "wc", true},
		{`GET k | tr '|' ' ' | wc -l`, "GET k", `tr '|' ' ' | wc -l`, true},
		{`GET k | sed 's/"//'`, "GET k", `sed 's/"//'`, true},
		{`SET k "a | b"`, `SET k "a | b"`, "", false},
		{`SET k 'a | b'`, `SET k 'a | b'`, "", false},
		{`SET k "|"`, `SET k "|"`, "", false},
		{"SET k a|b", "SET k a|b", "", false},
		{"SET k ||", "SET k ||", "", false},
		{`SET k "open | wc`, `SET k "open | wc`, "", false},
	}
	for _, tt := range tests {
		command, shell, found := Pipe(tt.line)
		if command != tt.command || shell != tt.shell || found != tt.found {
			t.Errorf("Pipe(%q) = %q, %q, %v", tt.line, command, shell, found)
		}
	}
}
