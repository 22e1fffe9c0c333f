package repl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/line"
	"redis-tutor/repl/secret"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/words"
)

// The notes of a session are the lines that were typed for Redis, or changed
// something in another way, and the replies. What carries a secret is left out,
// as in the history.

// jot keeps a line that is about to be answered, and the learner's own comments
// with it.
func (s *Session) jot(args []string, typed string) {
	if len(args) > 0 {
		if w, found := s.words.find(args[0]); found && w.group != acting || secret.In(args) {
			return
		}
	}
	from, _ := line.Bounds(typed) // behind a prompt that was pasted
	if text := strings.TrimSpace(typed[from:]); text != "" {
		s.record.book.Typed(cells.Plain(s.prompt()), strings.ReplaceAll(cells.Safe(text), "\n", "\n"+line.More))
	}
}

// jotReply keeps the reply to a command as it is shown, but for its colours.
func (s *Session) jotReply(args []string, shown string) {
	if !secret.In(args) {
		s.record.book.Replied(cells.Plain(shown))
	}
}

// notes answers the word notes: it shows them, or writes them to a file.
func (s *Session) notes(ctx context.Context, args []string) {
	text := s.record.book.Markdown()
	switch {
	case len(args) > 1:
		s.Screen.Error(fmt.Errorf("notes takes one file, got %q", words.Join(args)), "a name with spaces stands in quotes: `notes \"my notes.md\"`")
	case text == "":
		s.Screen.Note("There is nothing to note yet: what you type, and the replies, will be there.")
	case len(args) == 0:
		if s.page(ctx, text); s.drawn != nil {
			return
		}
		s.Screen.Note("`notes FILE` writes this to a file.")
	default:
		s.saveNotes(args[0], text)
	}
}

// saveNotes writes the notes to a file. One that is there is overwritten only
// when the learner says so.
func (s *Session) saveNotes(name, text string) {
	if s.Save == nil {
		s.Screen.Error(errors.New("no files can be written from here"), "`notes` alone shows what you can copy")
		return
	}
	err := s.Save(name, text, false)
	if errors.Is(err, fs.ErrExist) {
		if !terminal.Yes(s.ask(words.Quote(name) + " is there already. Overwrite it? (y/N)> ")) {
			s.Screen.Note("Not written.")
			return
		}
		err = s.Save(name, text, true)
	}
	if err != nil {
		s.Screen.Error(fmt.Errorf("the notes could not be written: %w", err), "name another file, such as `notes redis.md`")
		return
	}
	s.Screen.Note(fmt.Sprintf("Written to %s: your notes, %d lines.", words.Quote(name), strings.Count(text, "\n")))
}
