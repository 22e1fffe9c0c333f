package terminal

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFault: what is wrong stands behind the line or below it, whole, and is
// gone with it.
func TestFault(t *testing.T) {
	say := func(line string) (hint, fault string) {
		if line == "SET k" || line == "SET key" {
			fault = "\x1b[2m# k is no place for it\x1b[0m"
		}
		return " hint", fault
	}
	r := newRig(t, 33, 5, Config{Say: say})
	r.ask()
	r.press("SET k")
	r.want(7, 0, "> SET k  # k is no place for it")
	r.press("e")
	r.want(8, 0, "> SET ke hint")
	r.press("y")
	r.want(9, 0, "> SET key", "# k is no place for it")
	r.press("\r")
	r.wantLine("SET key", nil)
	r.want(0, 1, "> SET key")
}

// TestFaultBeforeGhost: the history does not go on with a line that is wrong.
func TestFaultBeforeGhost(t *testing.T) {
	r := newRig(t, 20, 5, ghostly(Config{Say: func(line string) (hint, fault string) {
		if line == "GETT" {
			return "", "# what is GETT?"
		}
		return "", ""
	}}))
	r.run("GETT k")
	r.ask()
	r.press("GETT")
	r.want(6, 1, "> GETT k", "> GETT", "# what is GETT?")
	r.press("\x1b[C\r")
	r.wantLine("GETT", nil)
}

// TestSaidOnce: a key is one question, whatever the answer.
func TestSaidOnce(t *testing.T) {
	var asked []string
	r := newRig(t, 40, 5, ghostly(Config{Say: func(line string) (hint, fault string) {
		asked = append(asked, line)
		switch line {
		case "SE":
			return " hint", ""
		case "SET":
			return "", "# fault"
		}
		return "", ""
	}}))
	r.run("SET k")
	r.ask()
	r.settle()
	asked = nil
	for _, key := range "SET " {
		r.press(string(key))
	}
	if want := []string{"S", "SE", "SET", "SET "}; !slices.Equal(asked, want) {
		t.Errorf("asked of %q, want %q", asked, want)
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"# one two", 9, []string{"# one two"}},
		{"# one two", 8, []string{"# one", "  two"}},
		{"# one two three", 9, []string{"# one two", "  three"}},
		{"# overlong", 5, []string{"#", "  overlong"}},
		{"\x1b[2m# one two\x1b[0m", 8, []string{"\x1b[2m# one", "  \x1b[2mtwo\x1b[0m"}},
		{"# \x1b[1mone\x1b[0m 键键", 8, []string{"# \x1b[1mone\x1b[0m", "  键键"}},
		{"", 8, []string{""}},
	} {
		if diff := cmp.Diff(tt.want, wrap(tt.text, tt.width)); diff != "" {
			t.Errorf("%q in %d columns (-want +got):\n%s", tt.text, tt.width, diff)
		}
	}
}
