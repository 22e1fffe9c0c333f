package terminal

import (
	"io"
	"strings"
	"testing"
)

// TestPromptChanges changes the prompt under a line: what was typed, and where
// the cursor stands in it, stays.
func TestPromptChanges(t *testing.T) {
	r := newRig(t, 20, 6, Config{})
	r.Prompt("here(sub)> ")
	r.read("")
	r.press("SET a bc\x02")
	r.want(18, 0, "here(sub)> SET a bc")
	r.Prompt("gone> ")
	r.want(13, 0, "gone> SET a bc")
	r.Prompt("much farther away> ")
	r.want(6, 1, "much farther away> S", "ET a bc")
	r.press("x")
	r.Prompt("> ")
	r.want(10, 0, "> SET a bxc")
	r.press("\r")
	r.wantLine("SET a bxc", nil)
	r.read("")
	r.want(2, 1, "> SET a bxc", ">")
}

// TestPromptStays: a question keeps its own prompt, and so does a line that was
// entered.
func TestPromptStays(t *testing.T) {
	r := newRig(t, 20, 6, Config{})
	r.Prompt("a> ")
	r.read("")
	r.press("one\r")
	r.wantLine("one", nil)
	r.Prompt("b> ")
	r.want(0, 1, "a> one")
	r.ask()
	r.press("yes")
	r.Prompt("c> ")
	r.want(5, 1, "a> one", "> yes")
	r.press("\r")
	r.wantLine("yes", nil)
	r.read("")
	r.want(3, 2, "a> one", "> yes", "c>")
}

// TestPromptWhileSearching: the search goes on behind the new prompt.
func TestPromptWhileSearching(t *testing.T) {
	r := newRig(t, 40, 6, Config{})
	r.Remember("SET a 1")
	r.Prompt("here> ")
	r.read("")
	r.press("\x12set")
	r.Prompt("gone> ")
	r.settle()
	if screen, _, _ := r.screen.text(); !strings.HasPrefix(screen, "gone> SET a 1\n") {
		t.Errorf("screen:\n%s", screen)
	}
	r.press("\r\r")
	r.wantLine("SET a 1", nil)
}

// TestPlainPromptChanges: where nothing can be taken back the new prompt has a
// row of its own.
func TestPlainPromptChanges(t *testing.T) {
	in, typed := io.Pipe()
	var out lockedBuffer
	term, err := New(Config{In: in, Out: &out, Dumb: true})
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	term.Prompt("a> ")
	line := startLine(t, term.(*plain))
	io.WriteString(term, "news\n")
	term.Prompt("b> ")
	term.Prompt("b> ")
	io.WriteString(typed, "line\n")
	if got := <-line; got != "line" {
		t.Errorf("ReadLine = %q", got)
	}
	if got := out.String(); got != "a> \nnews\na> \nb> " {
		t.Errorf("printed %q", got)
	}
}
