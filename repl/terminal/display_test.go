package terminal

import (
	"fmt"
	"strings"
	"testing"
)

// paintWords is a painter: every word gets a colour.
func paintWords(line string) string {
	words := strings.Split(line, " ")
	for i, word := range words {
		if word != "" {
			words[i] = "\x1b[3" + fmt.Sprint(1+i%6) + "m" + word + "\x1b[0m"
		}
	}
	return strings.Join(words, " ")
}

func TestWrappedLine(t *testing.T) {
	r := newRig(t, 10, 6, Config{Paint: paintWords})
	fmt.Fprintln(r, "above")
	r.ask()
	r.press("abcdefgh")
	r.want(0, 2, "above", "> abcdefgh") // the cursor waits on a new row
	r.press("ijkl mnopq")
	r.want(0, 3, "above", "> abcdefgh", "ijkl mnopq")
}

func TestLeftOverTheEdge(t *testing.T) {
	r := newRig(t, 10, 6, Config{})
	fmt.Fprintln(r, "above")
	r.ask()
	r.press("0123456789012345678901") // three rows
	r.want(4, 3, "above", "> 01234567", "8901234567", "8901")
	r.press("\x01")
	r.want(2, 1, "above", "> 01234567", "8901234567", "8901")
	r.press(strings.Repeat("\x06", 8))
	r.want(0, 2, "above", "> 01234567", "8901234567", "8901")
	r.press("\x02x")
	r.want(0, 2, "above", "> 0123456x", "7890123456", "78901")
	r.press("\x05\x15")
	r.want(2, 1, "above", ">")
}

func TestWideCharacters(t *testing.T) {
	r := newRig(t, 12, 6, Config{})
	r.ask()
	r.press("SET 键 值x")
	r.want(0, 1, "> SET 键 值x") // 2+3+1+2+1+2+1 = 12: the row is full
	r.press("\x02\x02")
	r.want(9, 0, "> SET 键 值x")
	r.press("\x01")
	r.want(2, 0, "> SET 键 值x")
	r.press("\x05键")
	r.want(2, 1, "> SET 键 值x", "键")
	r.press("\x01ab")
	r.want(4, 0, "> abSET 键", "值x键")
}

func TestCombiningAndEmoji(t *testing.T) {
	r := newRig(t, 40, 6, Config{})
	r.ask()
	r.press("e\u0301t\u0301")
	r.want(4, 0, "> e\u0301t\u0301")
	r.press("\x01")
	r.want(2, 0, "> e\u0301t\u0301")
	r.press("\x15\x0b" + strings.Repeat("😀", 20))
	r.want(2, 1, "> "+strings.Repeat("😀", 19), "😀")
	r.press("\x01\x0b👨‍👩‍👧🇫🇷x")
	r.want(7, 0, "> 👨‍👩‍👧🇫🇷x")
}

func TestHint(t *testing.T) {
	say := func(string) (hint, fault string) { return "\x1b[2m key value [NX|XX]\x1b[0m", "" }
	r := newRig(t, 20, 3, Config{Say: say, Paint: paintWords})
	fmt.Fprint(r, "1\n2\n3\n4\n")
	r.ask()
	r.press("SET")
	r.want(5, 2, "3", "4", "> SET key value [N…")
	r.press("1234567890")
	r.want(15, 2, "3", "4", "> SET1234567890 ke…")
	r.press("12345")
	r.want(0, 2, "4", "> SET123456789012345", " key value [NX|XX]")
	r.press("\x01")
	r.want(2, 1, "4", "> SET123456789012345", " key value [NX|XX]")
	r.press("\r")
	r.wantLine("SET123456789012345", nil)
	r.want(0, 2, "4", "> SET123456789012345")
}

func TestPrintingWhileALineIsEdited(t *testing.T) {
	r := newRig(t, 10, 8, Config{})
	r.ask()
	r.press("0123456789ab\x02\x02")
	fmt.Fprintln(r, "news")
	r.want(2, 2, "news", "> 01234567", "89ab")
	fmt.Fprint(r, "more\nnews")
	r.want(2, 4, "news", "more", "news", "> 01234567", "89ab")
	r.press("\r")
	r.wantLine("0123456789ab", nil)
	fmt.Fprint(r, "no line end")
	r.ask()
	r.want(2, 7, "news", "more", "news", "> 01234567", "89ab", "no line en", "d", ">")
}

func TestNarrowing(t *testing.T) {
	r := newRig(t, 40, 6, Config{})
	fmt.Fprintln(r, "above")
	r.ask()
	r.press("0123456789")
	// The terminal breaks the line anew before anybody hears of it.
	r.screen.mu.Lock()
	narrow := newVT(8, 6)
	for _, s := range []string{"above\r\n", "> 0123456789"} {
		for i := range s {
			narrow.step(s[i:])
		}
	}
	r.screen.w, r.screen.cells, r.screen.x, r.screen.y = 8, narrow.cells, narrow.x, narrow.y
	r.screen.mu.Unlock()
	r.press("a")
	r.want(5, 2, "above", "> 012345", "6789a")
}

func TestLineTallerThanTheScreen(t *testing.T) {
	r := newRig(t, 10, 3, Config{})
	r.ask()
	r.press("0123456789012345678901234567890123456789")
	r.want(2, 2, "8901234567", "8901234567", "89")
	r.press("\x01")
	r.want(2, 0, "> 01234567", "8901234567", "8901234567")
	r.press("x\x05")
	r.want(3, 2, "7890123456", "7890123456", "789")
	if r.screen.scrolls > 0 {
		t.Errorf("editing scrolled the screen %d times", r.screen.scrolls)
	}
}

func TestCandidates(t *testing.T) {
	complete := func(line string, pos int) (string, int, []string, bool) {
		if pos < len(line) {
			return "HGET " + line[pos:], 5, nil, false
		}
		return line + "T", pos + 1, []string{"SET", "SETEX", "SETNX", "SETRANGE", "a-very-long-candidate-indeed"}, false
	}
	r := newRig(t, 24, 6, Config{Complete: complete})
	r.ask()
	r.press("SE\t")
	r.want(5, 0, "> SET", "SET", "SETEX", "SETNX", "SETRANGE", "a-very-long-candidate-…")
	r.press("\x02\x02\t")
	r.want(7, 0, "> HGET ET")
}

func TestManyCandidates(t *testing.T) {
	var keys []string
	for i := range 200 {
		keys = append(keys, fmt.Sprintf("key:%03d", i))
	}
	got := candidates{items: keys}.rows(20, 4, "…")
	want := []string{"key:000  key:001", "key:002  key:003", "key:004  key:005", "... and 194 more"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("table:\n%s", strings.Join(got, "\n"))
	}
}

func TestClearScreen(t *testing.T) {
	r := newRig(t, 20, 4, Config{})
	fmt.Fprintln(r, "above")
	r.ask()
	r.press("abc\x02\x0c")
	r.want(4, 0, "> abc")
}

func TestPromptOfTwoRows(t *testing.T) {
	r := newRig(t, 20, 4, Config{})
	go r.ReadLine("a question\n? ")
	r.until("prompt", func() bool { s, _, _ := r.screen.text(); return s == "a question\n?" })
	r.press("a")
	r.want(3, 1, "a question", "? a")
}
