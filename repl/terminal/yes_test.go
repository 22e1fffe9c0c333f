package terminal

import "testing"

func TestYes(t *testing.T) {
	for answer, want := range map[string]bool{
		"y": true, " Y ": true, "yes": true, "YES\t": true,
		"": false, "n": false, "no": false, "yep": false, "y y": false, "always": false,
	} {
		if Yes(answer) != want {
			t.Errorf("%q: want %t", answer, want)
		}
	}
}
