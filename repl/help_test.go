package repl_test

import (
	"strings"
	"testing"
)

// TestHelpOnTheTutor: what the tutor can do is found in the words of people who
// look for it.
func TestHelpOnTheTutor(t *testing.T) {
	for asked, form := range map[string]string{
		"pipe": "COMMAND | PROGRAM", "|": "COMMAND | PROGRAM", "hand a reply to a program": "COMMAND | PROGRAM", "jq": "COMMAND | PROGRAM",
		"Ctrl-R": "Ctrl-R", "ctrl r": "Ctrl-R", "search the history": "Ctrl-R", "find a line of the history": "Ctrl-R",
		"tab": "Tab", "completion": "Tab", "complete a word": "Tab",
		"keys of the editor": "Ctrl-W", "keyboard shortcuts": "Ctrl-W", "shortcuts": "Ctrl-W", "editor": "Ctrl-W",
		"history": "history [NUMBER]", "up": "Up, Down", "suggestion": "Right, End",
		"MULTI line": "Enter ", "multi-line text": "Enter ", "new row": "Enter ",
		"paste": "Paste", "pasting several lines": "Paste", "Ctrl-C": "Ctrl-C", "^D": "Ctrl-D",
		"repeat": "NUMBER COMMAND", "repeat a command": "NUMBER COMMAND", "comment": "COMMAND # COMMENT",
		"spaces in a value": `"TWO WORDS"`, "quotes": `"TWO WORDS"`,
		"as bob": "as NAME", "second client": "as NAME", "bytes on the wire": "trace on|off",
		"settings": "--color WHEN", "light background": "--background", "colors": "--color", "screen reader": "--plain",
		"take back my write": "undo", "let time pass": "forward TIME", "picture of a key": "show [KEY",
	} {
		screen := practise(t, nil, "help "+asked).Screen()
		if !strings.Contains(screen, "\n  "+form) && !strings.Contains(screen, "`"+form+"`") {
			t.Errorf("help %s: no %q in\n%s", asked, form, screen)
		}
	}
}

// TestHelpOnForeignCommands: commands of modules are no questions.
func TestHelpOnForeignCommands(t *testing.T) {
	for asked, about := range map[string]string{
		"JSON.SET": "JSON documents", "FT.SEARCH": "indexes and searches", "TS.ADD": "time series", "bf.add": "Bloom filters", "VADD": "vector sets",
	} {
		mustShow(t, practise(t, nil, "help "+asked), strings.ToUpper(asked)+"\nFor "+about, "# This server does not have it, and")
	}
}
