package repl

import (
	"context"
	"slices"
	"strings"

	"redis-tutor/repl/settings"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
)

// What is looked at beside the learner's commands, for undo and for what a write
// changed. On a server that others use that is little, unless she asks for more,
// and nothing where she wants neither.

// remembers reports whether writes can be taken back.
func (s *Session) remembers() bool { return s.Settings.Get("undo") != "off" }

// looksBeside reports whether keys are looked at before and after a write.
func (s *Session) looksBeside() bool { return s.remembers() || s.showsChanges() }

// spares reports whether little is to be read.
func (s *Session) spares() bool { return s.Spare && s.Settings.Get("undo") != "on" }

// looksFor is a look for the gloss. Who has turned off on a server that others
// use whatever is looked at beside a write wants nothing sent but what she types.
func (s *Session) looksFor(ctx context.Context, db int, args []string) reply.Value {
	if s.Spare && !s.looksBeside() {
		return reply.NewError("ERR nothing is asked here")
	}
	return look(ctx, s.Sandbox, db, args)
}

// setsUndo answers `undo off` and its like.
func (s *Session) setsUndo(args []string) bool {
	row, _ := settings.Find("undo")
	if len(args) != 1 || !slices.Contains(row.Names(), strings.ToLower(args[0])) {
		return false
	}
	s.turnTo("undo", args)
	return true
}

// saysUndo says how undo is set now. What was remembered before it was off has
// since been changed by writes that nobody looked at.
func (s *Session) saysUndo(was string) {
	if now := s.Settings.Get("undo"); now != was && (was == "off" || now == "off") {
		s.past.log = nil
	}
	switch {
	case !s.looksBeside():
		s.Screen.Note("Nor are changes shown: no key is looked at beside your commands.")
	case !s.remembers():
		s.Screen.Note("Keys are still looked at, to say what a write changed: `changes off` ends that, too.")
	case s.spares():
		s.Screen.Note("Here that is 32 kB and 32 keys of a command at most, and no script that names no keys. `undo on` reads as much as in a sandbox.")
	}
}

// undoIsOff says so where it is.
func (s *Session) undoIsOff() bool {
	if s.remembers() {
		return false
	}
	s.Screen.Note("Undo is off: no write is remembered. `undo auto` turns it on, for the writes from then on.")
	return true
}

// saysBlind says, once, that a script was run of which undo knows nothing.
func (s *Session) saysBlind(c *image.Change) {
	if s.past.blind || !c.Blind() || !s.remembers() {
		return
	}
	s.past.blind = true
	s.Screen.Note("`undo` does not know what a script that names no keys has changed here. It could with `undo on`, which reads all keys. (Said once.)")
}
