package terminal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goingOn makes a line go on while it has an odd number of quotes.
func goingOn(cfg Config) Config {
	cfg.More = ".. "
	cfg.Unfinished = func(line string) string {
		if strings.Count(line, `"`)%2 == 1 {
			return "# open"
		}
		return ""
	}
	return cfg
}

func TestEnterGoesOn(t *testing.T) {
	const left, del = "\x1b[D", "\x1b[3~"
	tests := []struct{ name, keys, line string }{
		{"whole", "a\r", "a"},
		{"two rows", "a \"b\rc\"\r", "a \"b\nc\""},
		{"an empty row", "\"\r\r\"\r", "\"\n\n\""},
		{"inside a row", "\"ab" + left + "\rc\"\r", "\"a\nc\"b"},
		{"where the line is whole up to there", "x\"\x01\ry\"\r", "x\"\ny\""},
		{"back over the row's start", "\"a\rb\x01\x7f\"\r", "\"a\"b"},
		{"delete over the row's end", "\"a\rb\x1b[A\x05" + del + "\"\r", "\"a\"b"},
		{"home and end go in the row", "\"a\rbc\x01x\x05y\"\r", "\"a\nxbcy\""},
		{"ctrl-u cuts in the row", "\"a\rbc\x15\"\r", "\"a\n\""},
		{"and then its start", "\"a\rbc\x15\x15\"\r", "\"a\""},
		{"ctrl-k cuts in the row", "\"ab\rc\"\x1b[A\x01\x0b\x0b\r\"\r", "c\"\n\""},
		{"up and down keep the column", "\"a\rbcd\x1b[Ax\x1b[By\"\r", "\"ax\nbcdy\""},
		{"ctrl-c gives it up", "\"a\rb\x03", "\x03"},
		{"a paste inside", "\"a" + bracketed("\nb\nc") + "d\"\r", "\"a\nb\ncd\""},
		{"a paste that ends it waits", "\"a" + bracketed("\nb\"\n") + "\r", "\"a\nb\""},
		{"a paste that goes on", "\"a" + bracketed("\nb\n") + "c\"\r", "\"a\nb\nc\""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, 80, 9, goingOn(Config{}))
			r.ask()
			r.press(test.keys)
			if test.line == "\x03" {
				r.wantLine("\"a\nb", ErrInterrupt)
				r.want(0, 2, "> \"a", ".. b^C")
				return
			}
			r.wantLine(test.line, nil)
		})
	}
}

func TestRowsAreDrawn(t *testing.T) {
	r := newRig(t, 12, 9, goingOn(Config{Paint: func(line string) string { return "\x1b[31m" + line + "\x1b[0m" }}))
	r.ask()
	r.press("\"a\r")
	r.want(3, 1, `> "a`, `.. # open`)
	r.press("0123456789\r")
	r.want(3, 3, `> "a`, ".. 012345678", "9", ".. # open")
	r.press("\x1b[A\x01\x06")
	r.want(4, 1, `> "a`, ".. 012345678", "9", ".. # open")
	r.press("\x1b[A\x05")
	r.want(4, 0, `> "a`, ".. 012345678", "9", ".. # open")
	r.press("bcdefghi")
	r.want(11, 0, `> "abcdefghi`, ".. 012345678", "9", ".. # open") // a full row has no room behind it
	r.press("j")
	r.want(1, 1, `> "abcdefghi`, "j", ".. 012345678", "9", ".. # open")
	r.press("\x15\x1b[B\x05\x1b[B\x15\x7f\r")
	r.wantLine("\n012345678", nil)
}

// TestRowsTallerThanTheScreen shows those around the cursor.
func TestRowsTallerThanTheScreen(t *testing.T) {
	r := newRig(t, 12, 3, goingOn(Config{}))
	r.ask()
	r.press("\"1\r2\r3\r4")
	r.want(4, 2, ".. 2", ".. 3", ".. 4  # op…")
	r.press("\x1b[A\x1b[A\x1b[A")
	r.want(3, 0, `> "1`, ".. 2", ".. 3")
	if r.screen.scrolls > 0 {
		t.Errorf("editing scrolled the screen %d times", r.screen.scrolls)
	}
	r.press("\x03")
	r.want(0, 2, ".. 3", ".. 4^C")
}

// TestRowsInTheHistory: a line with rows comes back as one line, in this
// session and in the next, shown as a ghost it has one row, and going through
// the history passes it like any other.
func TestRowsInTheHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	const line = "EVAL \"one\ntwo\" 0"
	newRig(t, 80, 9, Config{History: path}).Remember(line)
	if data, _ := os.ReadFile(path); strings.Count(string(data), "\n") != 1 {
		t.Errorf("the file has %q", data)
	}
	r := newRig(t, 80, 9, ghostly(goingOn(Config{History: path})))
	r.Remember("PING")
	for _, keys := range []string{up + up, up + up + up + down + up, "EV\x1b[C", "\x12two\t"} {
		r.ask()
		r.press(keys + "\r")
		r.wantLine(line, nil)
	}
	r.Remember("GET x")
	r.ask()
	r.press("\x0cEV")
	r.want(4, 0, "> EVAL \"one…")
}

// TestRowsForOtherPrograms: they get a line with rows in a way of theirs, also
// where the file is rewritten.
func TestRowsForOtherPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	os.WriteFile(path, []byte(strings.Repeat("\"a\vb\"\nPING\n", historyLimit)), 0o600)
	spelled := func(line string) string { return strings.ReplaceAll(line, "\n", `\n`) }
	r := newRig(t, 80, 9, Config{History: path, OneRow: spelled})
	r.Remember("\"c\nd\"")
	r.ask()
	r.press(up + "\r")
	r.wantLine("\"c\nd\"", nil)
	data, _ := os.ReadFile(path)
	if text := string(data); strings.Contains(text, "\v") || !strings.HasSuffix(text, "\"a\\nb\"\nPING\n\"c\\nd\"\n") {
		t.Errorf("the file ends with %q", text[max(0, len(text)-40):])
	}
}

// TestDumbGoesOn: without an editor, what is lacking is said on a row of its
// own.
func TestDumbGoesOn(t *testing.T) {
	cfg := goingOn(Config{In: strings.NewReader("a \"b\nc\" d\n\"e\n"), Dumb: true})
	var out strings.Builder
	cfg.Out = &out
	term, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a \"b\nc\" d", ""} {
		if line, err := term.ReadLine("> "); line != want || (err == nil) == (want == "") {
			t.Errorf("ReadLine: %q, %v; want %q", line, err, want)
		}
	}
	if want := "> # open\n.. > # open\n.. "; out.String() != want {
		t.Errorf("shown: %q, want %q", out.String(), want)
	}
}
