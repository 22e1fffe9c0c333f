package notes_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl/notes"
)

func TestMarkdown(t *testing.T) {
	var b notes.Book
	if got := b.Markdown(); got != "" {
		t.Errorf("an empty book says %q", got)
	}
	b.Typed("127.0.0.1:6379> ", "PING")
	b.Replied("PONG\n")
	b.Chapter("Lists: nothing was done here")
	b.Chapter("Lists: the *end* of a_list")
	b.Typed("127.0.0.1:6379> ", "GET fence")
	b.Replied("\"````\"\n")
	b.Typed("127.0.0.1:6379> ", "undo")
	b.Chapter("Sets: not begun")
	want := "# Notes\n\n```\n127.0.0.1:6379> PING\nPONG\n```\n\n" +
		"## Lists: the \\*end\\* of a\\_list\n\n`````\n127.0.0.1:6379> GET fence\n\"````\"\n127.0.0.1:6379> undo\n`````\n"
	if diff := cmp.Diff(want, b.Markdown()); diff != "" {
		t.Error(diff)
	}
}

// TestBounds: a book does not grow without end, and keeps the latest.
func TestBounds(t *testing.T) {
	var b notes.Book
	reply := strings.Repeat("é", 50_000)
	for i := range 1000 {
		b.Typed("> ", fmt.Sprintf("GET %d", i))
		b.Replied(reply)
	}
	text := b.Markdown()
	if len(text) > 2<<20 || !strings.Contains(text, "GET 999\n") || strings.Contains(text, "GET 0\n") || !strings.Contains(text, "are left out") {
		t.Errorf("%d bytes: %.200s", len(text), text)
	}
	if !strings.Contains(text, "bytes more\n") || !utf8.ValidString(text) {
		t.Errorf("a long reply: %.200s", text[len(text)-200:])
	}
}
