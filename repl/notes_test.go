package repl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// folder is where notes are saved, in memory.
type folder map[string]string

func (f folder) save(name, text string, overwrite bool) error {
	if strings.HasPrefix(name, "/nosuch/") {
		return errors.New("no such folder")
	}
	if _, there := f[name]; there && !overwrite {
		return fmt.Errorf("%s: %w", name, fs.ErrExist)
	}
	f[name] = text
	return nil
}

func (f folder) open(c *repl.Config) { c.Save = f.save }

// TestNotes: commands and replies, words that act as commands do, and nothing
// that is secret or only looks.
func TestNotes(t *testing.T) {
	files := folder{}
	practise(t, files.open,
		"# mine", "redis> SET k Zürich # a comment", "GET k", "show k", "AUTH hunter2", "CONFIG SET requirepass hunter2", "CONFIG SET requirepass ''",
		"as bob APPEND k !", "as bob BLPOP q 0", "RPUSH q a", terminaltest.Wait+`bob> 2) "a"`, "undo", "GET \"", "notes mine.md", "quit")
	want := "# Notes\n\n```\nredis sandbox> # mine\nredis sandbox> SET k Zürich # a comment\nOK\nredis sandbox> GET k\n\"Z\\xc3\\xbcrich\"\n" +
		"redis sandbox> as bob APPEND k !\nbob> (integer) 8\nredis sandbox> as bob BLPOP q 0\nredis sandbox> RPUSH q a\n"
	if text := files["mine.md"]; !strings.HasPrefix(text, want) || !strings.Contains(text, "bob> 1) \"q\"\nbob> 2) \"a\"\n") ||
		!strings.HasSuffix(text, "redis sandbox> undo\n```\n") || strings.Contains(text, "hunter2") {
		t.Errorf("the notes are\n%s", text)
	}
}

// TestNotesOfALesson have a heading for each step in which something was done.
func TestNotesOfALesson(t *testing.T) {
	files := folder{}
	term := terminaltest.New("", "LPUSH queue Ann", "hint", "skip", "skip", "PING", "notes", "notes n.md", "quit")
	c := newConfig(t, term, 80)
	files.open(&c)
	s := repl.New(c)
	if err := s.Learn(t.Context(), "bakery"); err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	text := files["n.md"]
	if strings.Count(text, "\n## ") != 2 || !strings.Contains(text, "> LPUSH queue Ann\n(integer) ") || !strings.HasSuffix(text, "> PING\nPONG\n```\n") {
		t.Errorf("the notes are\n%s", text)
	}
	mustShow(t, term, "> notes\n"+text, "# `notes FILE` writes this to a file.")
}

func TestNotesAreNotOverwritten(t *testing.T) {
	files := folder{"old.md": "precious"}
	term := practise(t, files.open, "notes", "PING", "notes old.md", "n", "notes two files", "notes /nosuch/n.md", "quit")
	mustShow(t, term, "# There is nothing to note yet", "old.md is there already. Overwrite it? (y/N)> n\n# Not written.",
		`error: notes takes one file, got "two files"`, "error: the notes could not be written: no such folder", "hint: name another file")
	if files["old.md"] != "precious" {
		t.Errorf("overwritten: %s", files["old.md"])
	}
	mustShow(t, practise(t, files.open, "PING", "notes old.md", "yes", "quit"), "# Written to old.md: your notes, 6 lines.")
	if !strings.Contains(files["old.md"], "PONG") {
		t.Errorf("not overwritten: %s", files["old.md"])
	}
	mustShow(t, practise(t, nil, "PING", "notes n.md", "quit"), "error: no files can be written from here")
}
