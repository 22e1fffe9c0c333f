package terminal

import (
	"io"
	"testing"
)

func TestKeysEditTheLine(t *testing.T) {
	const (
		left, right, home, end = "\x1b[D", "\x1b[C", "\x1b[1~", "\x1b[4~"
		wordLeft, wordRight    = "\x1b[1;5D", "\x1b[1;5C"
		del                    = "\x1b[3~"
	)
	tests := []struct{ name, keys, line string }{
		{"insert", "GETx" + left + "a", "GETax"},
		{"home and end of tmux", "bc" + home + "a" + end + "d", "abcd"},
		{"home and end of xterm", "bc\x1b[Ha\x1b[Fd", "abcd"},
		{"home and end, application keys", "bc\x1bOHa\x1bOFd", "abcd"},
		{"words", "one two three" + wordLeft + wordLeft + "x" + wordRight + "y", "one xtwoy three"},
		{"words by alt", "one two\x1bbx\x1bfy", "one xtwoy"},
		{"words of any letters", "SET 键值 été" + wordLeft + wordLeft + "x", "SET x键值 été"},
		{"ctrl-w goes to white space", "DEL user:1 user:2\x17x", "DEL user:1 x"},
		{"ctrl-w in the first word", "SET abc def" + home + right + right + right + "\x17", " abc def"},
		{"alt-backspace goes to a word", "DEL user:1 user:2\x1b\x7fx", "DEL user:1 user:x"},
		{"alt-d", "one two" + home + "\x1bd", " two"},
		{"ctrl-k and ctrl-y", "one two" + wordLeft + "\x0b\x01\x19", "twoone "},
		{"ctrl-u and ctrl-y", "one two" + wordLeft + "\x15\x05\x19", "twoone "},
		{"ctrl-w and ctrl-y", "one two\x17\x19\x19", "one twotwo"},
		{"delete", "abc" + home + del, "bc"},
		{"ctrl-d inside", "abc\x01\x04", "bc"},
		{"delete on an empty line", del + del + "a", "a"},
		{"backspace", "abc\x7f\x08", "a"},
		{"backspace takes an accent with its letter", "xe\u0301\x7f", "x"},
		{"backspace takes a family", "x👨‍👩‍👧\x7f", "x"},
		{"left passes a flag", "🇫🇷" + left + "x", "x🇫🇷"},
		{"delete takes a letter with its accent", "e\u0301x" + home + del, "x"},
		{"nul, ctrl-t, ctrl-z and others do nothing", "a\x00\x14\x1a\x1c\x11\x16b", "ab"},
		{"ctrl-t after one letter", "s\x14x", "sx"},
		{"a mouse report", "a\x1b[<0;10;5Mb\x1b[<0;10;5mc", "abc"},
		{"an old mouse report", "a\x1b[M !!b", "ab"},
		{"function keys", "a\x1bOP\x1b[15~\x1b[[Ab\x1b[Z", "ab"},
		{"alt with a letter", "a\x1bxb", "ab"},
		{"a report of the terminal", "a\x1b]11;rgb:0000/0000/0000\x1b\\b\x1b[?1;2cc", "abc"},
		{"broken UTF-8", "a\xffb\xe9", "a\ufffdb"},
		{"a tab without completion", "a\tb", "ab"},
		{"ctrl-l", "ab\x0cc", "abc"},
		{"ctrl-g", "ab\x07c", "abc"},
		{"a paste", "SET \x1b[200~a\tb\x1b[201~ c", "SET a b c"},
		{"a paste in the middle", "ab" + left + "\x1b[200~xy\x1b[201~z", "axyzb"},
		{"a paste with control characters", "\x1b[200~a\x00\x07\x1b[2Jb\x1b[201~", "a[2Jb"},
		{"ctrl-c gives up a paste without an end", "\x1b[200~abc\x03", "\x03"},
		{"number pad enter", "ab\x1bOM", "ab"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, 80, 5, Config{})
			r.ask()
			r.press(test.keys)
			if test.line == "\x03" {
				r.wantLine("", ErrInterrupt)
				return
			}
			if len(r.lines) == 0 {
				r.press("\r")
			}
			r.wantLine(test.line, nil)
		})
	}
}

func TestEndOfInput(t *testing.T) {
	r := newRig(t, 80, 5, Config{})
	r.ask()
	r.press("a\x7f\x04")
	r.wantLine("", io.EOF)
	r.ask() // Ctrl-D ended one ReadLine, not the terminal
	r.press("GET a\r")
	r.wantLine("GET a", nil)
	r.ask()
	r.press("FLUSHALL")
	r.keys.Close()
	r.wantLine("", io.EOF)
	for range 3 {
		if _, err := r.ReadLine("> "); err != io.EOF {
			t.Fatalf("after the end ReadLine gives %v", err)
		}
	}
}

func TestInterrupt(t *testing.T) {
	r := newRig(t, 80, 5, Config{})
	r.ask()
	r.press("GET a\x03")
	r.wantLine("GET a", ErrInterrupt)
	r.want(0, 1, "> GET a^C")
	r.ask()
	r.press("b\r")
	r.wantLine("b", nil)
	r.ask()
	if !r.Interrupt() {
		t.Error("a signal at the prompt was not taken")
	}
	r.wantLine("", ErrInterrupt)
}

func TestInterruptibleCommand(t *testing.T) {
	r := newRig(t, 80, 5, Config{})
	if r.Interrupt() {
		t.Error("an interrupt was taken when nothing ran")
	}
	ctx, cancel := r.Interruptible(t.Context())
	io.WriteString(r.keys, "typed ahead\r\x03")
	select {
	case <-ctx.Done():
	case <-r.Context().Done():
	}
	cancel()
	ctx, cancel = r.Interruptible(t.Context())
	if ctx.Err() != nil {
		t.Error("the next command was interrupted too")
	}
	if !r.Interrupt() || ctx.Err() == nil {
		t.Error("a signal did not end the command")
	}
	cancel()
	r.ask()
	r.want(2, 0, ">")
}
