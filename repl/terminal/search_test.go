package terminal

import (
	"testing"
	"time"
)

func TestSearch(t *testing.T) {
	const older, newer, giveUp = "\x12", "\x13", "\x07"
	tests := []struct{ name, keys, line string }{
		{"small letters find capitals", older + "set", "SET b 2"},
		{"capitals find themselves alone", older + "GET", "GET \"one\nand two\""},
		{"a capital in what is sought", older + "lang", "lrange Lang 0 -1"},
		{"older and older", older + "set" + older, "SET a 1"},
		{"no older one", older + "set" + older + older + older, "SET a 1"},
		{"and newer again", older + "set" + older + newer, "SET b 2"},
		{"equal lines once", older + "2" + older, "SET b 2"},
		{"more letters, from there on", older + "e" + older + "t", "SET b 2"},
		{"fewer letters", older + "setzz\x7f\x7f", "SET b 2"},
		{"no letters any more", older + "s\x7f", "x"},
		{"given up", older + "set" + giveUp + "y", "xy"},
		{"given up by Ctrl-C", older + "set\x03y", "xy"},
		{"given up inside the line", "z\x1b[D" + older + "set" + giveUp + "y", "xyz"},
		{"taken, and written on at its end", older + "a 1\tz", "SET a 1z"},
		{"taken by a key that means something", older + "set\x1b[Dz", "SET b z2"},
		{"taken by the key to its start", older + "set\x01z", "zSET b 2"},
		{"the last one again", older + "a 1" + giveUp + older + older, "SET a 1"},
		{"forward finds as well", newer + "set", "SET b 2"},
		{"a paste of rows takes it", older + "set" + bracketed("\nPING"), "PING"},
		{"rows of one line", older + "and\x1b[D", "GET \"one\nand two\""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, 80, 9, Config{})
			for _, line := range []string{"GET \"one\nand two\"", "SET a 1", "SET b 2", "lrange Lang 0 -1", "SET b 2", "gEt b"} {
				r.Remember(line)
			}
			r.ask()
			r.press("x" + test.keys + "\r")
			if test.name == "a paste of rows takes it" {
				r.wantLine("SET b 2", nil)
				return
			}
			r.wantLine(test.line, nil)
		})
	}
}

// TestSearchSaysWhatItSeeks: and which keys there are, and what was not found.
func TestSearchSaysWhatItSeeks(t *testing.T) {
	r := newRig(t, 80, 4, Config{})
	r.Remember("SET a 1")
	r.ask()
	r.press("\x12a")
	r.want(7, 0, "> SET a 1", "search: a  (Ctrl-R older, Enter runs it, Esc edits it, Ctrl-G gives up)")
	r.press("\x12")
	r.want(7, 0, "> SET a 1", "search: a  (no older line)")
	r.press("\x13")
	r.want(7, 0, "> SET a 1", "search: a  (no newer line)")
	r.press("q")
	r.want(7, 0, "> SET a 1", "search: aq  (nothing found)")
	r.press("\x1b[C")
	r.want(9, 0, "> SET a 1")
}

// TestEscapeTakes: Escape in a search leaves it with the line that was found.
func TestEscapeTakes(t *testing.T) {
	r := newRig(t, 40, 8, Config{})
	r.run("SET a 1")
	r.ask()
	r.press("x\x12se")
	r.press("\x1b")
	r.want(9, 1, "> SET a 1", "> SET a 1")
	r.settle()
	time.Sleep(2 * escapeWait) // else the next character would be Alt with it
	r.press("2\r")
	r.wantLine("SET a 12", nil)
}
