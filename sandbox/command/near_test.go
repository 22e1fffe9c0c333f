package command_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/sandbox/command"
)

func TestNear(t *testing.T) {
	tests := []struct {
		word  string
		names []string
		want  []string
	}{
		{"hnit", []string{"skip", "hint"}, []string{"hint"}},
		{"ihnt", []string{"hint"}, []string{"hint"}}, // a swapped first letter is one slip
		{"HITN", []string{"hint"}, []string{"hint"}},
		{"hint", []string{"Hint"}, []string{"Hint"}},
		{"hitnx", []string{"hint"}, []string{}},
		{"sat", []string{"set", "mat", "sit", "sat"}, []string{"sat", "set", "sit", "mat"}},
		{"solutoin", []string{"solution"}, []string{"solution"}},
		{"sluton", []string{"solution"}, []string{"solution"}},
		{"nosuch", []string{"touch"}, []string{}}, // nobody errs in the first letter and in two more
		{"go", []string{"get"}, []string{}},
		{"né", []string{"ne"}, []string{"ne"}},
		{"", []string{"a", "ab"}, []string{}},
		{"a", nil, []string{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, command.Near(tt.word, tt.names)); diff != "" {
			t.Errorf("Near(%q, %q) (-want +got):\n%s", tt.word, tt.names, diff)
		}
	}
}
