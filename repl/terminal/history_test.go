package terminal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// with runs lines through an editor; a line that begins with a blank is not
// remembered.
func (r *rig) run(lines ...string) {
	r.Helper()
	for _, line := range lines {
		r.ask()
		r.press(line + "\r")
		r.wantLine(line, nil)
		if !strings.HasPrefix(line, " ") {
			r.Remember(line)
		}
	}
}

const up, down = "\x1b[A", "\x1b[B"

func TestHistoryKeys(t *testing.T) {
	tests := []struct{ name, keys, line string }{
		{"up", up, "GET b"},
		{"up twice, equal neighbours once", up + up, "SET a 1"},
		{"up past the oldest", up + up + up + up, "SET a 1"},
		{"up and down", up + up + down, "GET b"},
		{"down to what was typed", "xy" + up + down, "xy"},
		{"search", "\x12SET", "SET a 1"},
		{"search, then edit", "\x12SET\x05x", "SET a 1x"},
		{"search again and again", "\x12a\x12\x12\x12", "SET a 1"},
		{"search, nothing found", "\x12zzz", ""},
		{"search forward", up + up + "\x01\x13b", "GET b"},
		{"search given up", "typed\x12SET\x07", "typed"},
		{"search given up by ctrl-c", "typed\x12SET\x03!", "typed!"},
		{"search, backspace", "\x12SETx\x7f", "SET a 1"},
		{"search for a paste", "\x12SE\x1b[200~T a\x1b[201~", "SET a 1"},
		{"search, tab takes it", "\x12SET\t\x05x", "SET a 1x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, 80, 5, Config{})
			r.run("SET a 1", "GET b", "GET b")
			r.ask()
			r.press(test.keys + "\r")
			r.wantLine(test.line, nil)
		})
	}
}

func TestSearchIsShown(t *testing.T) {
	r := newRig(t, 20, 4, Config{})
	r.run("SET a 1")
	r.ask()
	r.press("\x12SE")
	r.want(4, 1, "> SET a 1", "> SET a 1", "search: SE  (Ctrl-…") // the cursor is behind what was found
	r.press("x")
	r.want(4, 1, "> SET a 1", "> SET a 1", "search: SEx  (noth…")
	r.press("\x07")
	r.want(2, 1, "> SET a 1", ">")
}

// An edit of a line found by the search must not change the history.
func TestSearchLeavesTheHistoryAlone(t *testing.T) {
	r := newRig(t, 80, 9, Config{})
	r.run("SET a 1", "GET b")
	r.ask()
	r.press("\x12SET\x05\x7f2\x01\x04\x04\r")
	r.wantLine("T a 2", nil)
	r.ask()
	r.press(up + up + "\r")
	r.wantLine("SET a 1", nil)
}

func TestSearchWithoutHistory(t *testing.T) {
	for _, keys := range []string{"\x12\x07", "\x13\x03", "\x12a\x12\x7f\x7f\x7f", up + down} {
		r := newRig(t, 80, 5, Config{})
		r.ask()
		r.press(keys + "a\r")
		select {
		case got := <-r.lines:
			if got.err != nil {
				t.Errorf("%q: %v", keys, got.err)
			}
		case <-t.Context().Done():
		}
	}
}

func TestSecretsLeaveNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	r := newRig(t, 80, 9, Config{History: path})
	r.run("GET a", " AUTH secret")
	r.ask()
	r.press(up + down + "\r") // what was never remembered does not come back
	r.wantLine("", nil)
	r.ask()
	r.press(up + "\x15 AUTH secret\r") // typed over a line of the history
	r.wantLine(" AUTH secret", nil)
	r.Remember("GET b")
	r.ask()
	r.press(" AUTH secret\x03")
	r.wantLine(" AUTH secret", ErrInterrupt)
	r.ask()
	r.press(up + up + "\r")
	r.wantLine("GET a", nil)
	if data, _ := os.ReadFile(path); string(data) != "GET a\nGET b\n" {
		t.Errorf("history file: %q", data)
	}
}

func TestHistoryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "made", "history")
	newRig(t, 80, 5, Config{History: path}).run("SET a 1", "SET a 1", "GET 键")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may look: %v", info.Mode())
	}
	data, _ := os.ReadFile(path)
	if diff := cmp.Diff("SET a 1\nGET 键\n", string(data)); diff != "" {
		t.Error(diff)
	}
	r := newRig(t, 80, 5, Config{History: path})
	r.ask()
	r.press(up + up + "\r")
	r.wantLine("SET a 1", nil)
}

func TestHistoryFileIsMadePrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	os.WriteFile(path, []byte("a\r\nb\x1b[2J\nc"), 0o644) // the last line is torn
	h, lines := openHistory(path, 0)
	if diff := cmp.Diff([]string{"a", "c"}, lines); diff != "" {
		t.Error(diff)
	}
	h.add("d")
	info, _ := os.Stat(path)
	data, _ := os.ReadFile(path)
	if info.Mode().Perm()&0o077 != 0 || !strings.HasSuffix(string(data), "\nc\nd\n") {
		t.Errorf("%v %q", info.Mode(), data)
	}
}

func TestHistoryIsLimited(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	h, _ := openHistory(path, 0)
	for i := range 3000 {
		h.add(fmt.Sprint("line ", i))
	}
	h, lines := openHistory(path, 0)
	if len(lines) != historyLimit || lines[historyLimit-1] != "line 2999" {
		t.Errorf("%d lines, last %q", len(lines), lines[len(lines)-1])
	}
	if h.lines > historyLimit+historySlack {
		t.Errorf("%d lines in the file", h.lines)
	}
}

func TestHistoryIsShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	old := strings.Repeat("writer 9 line 000 "+strings.Repeat("x", 100)+"\n", 1150)
	os.WriteFile(path, []byte(old), 0o600) // soon to be rewritten by each
	var wg sync.WaitGroup
	for writer := range 4 {
		h, _ := openHistory(path, 0)
		h.lines = 1150
		wg.Go(func() {
			for i := range 200 {
				h.add(fmt.Sprintf("writer %d line %03d %s", writer, i, strings.Repeat("x", 100)))
			}
		})
	}
	wg.Wait()
	data, _ := os.ReadFile(path)
	count := make(map[byte]int)
	for line := range strings.Lines(string(data)) {
		if len(line) != len("writer 0 line 000 ")+101 {
			t.Fatalf("torn line %q", line)
		}
		if line[7] != '9' && line[14:17] != fmt.Sprintf("%03d", count[line[7]]) {
			t.Fatalf("writer %c: line %d is %q", line[7], count[line[7]], line)
		}
		count[line[7]]++
	}
	if count['0'] != 200 || count['1'] != 200 || count['2'] != 200 || count['3'] != 200 || count['9'] >= 1150 {
		t.Errorf("lines of each writer: %v", count)
	}
}

func TestHistoryThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"", os.DevNull, dir, filepath.Join(dir, "file", "history")} {
		os.WriteFile(filepath.Join(dir, "file"), nil, 0o600)
		r := newRig(t, 80, 5, Config{History: path})
		r.run("GET a")
		r.ask()
		r.press(up + "\r")
		r.wantLine("GET a", nil)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is now %v, %v", os.DevNull, info, err)
	}
}
