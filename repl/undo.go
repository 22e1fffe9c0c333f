package repl

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/secret"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/image"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// Undo, redo and what a write changed. The keys that a command may change
// are looked at before and after it, on the tutor's connection. A new step
// begins with nothing to undo. A later time does not: what is over by then
// stays away.

// mostChanges is how many lines are shown below a reply; `changes` shows
// more.
const (
	mostChanges = 6
	allChanges  = 40
)

// past is what a session remembers of the learner's writes.
type past struct {
	log   *image.Log
	merge bool // the line has made a write already: "5 INCR visits"
	step  bool // the log was begun with a step
	blind bool // it was said that a script was not looked at

	lifetimes map[image.Key]time.Duration // what writes gave keys to live
}

// remembered returns the log, which is made when first needed.
func (s *Session) remembered() *image.Log {
	if s.past.log == nil {
		s.past.log = image.New(s.Sandbox.Observe, s.Commands)
	}
	s.past.log.Spare(s.spares())
	return s.past.log
}

// forget leaves nothing to undo, at the beginning of a step, and no key that is
// known to be an example's.
func (s *Session) forget() {
	s.past.log, s.past.step = nil, true
	clear(s.examples.tried)
}

// before looks at the keys that a command is about to change, unless nobody wants
// to know.
func (s *Session) before(ctx context.Context, c *client, args []string, was State) *image.Shot {
	writes := writesOf(c, args, was)
	for _, w := range writes {
		s.written(w)
	}
	if len(writes) == 0 || !s.looksBeside() {
		return nil
	}
	return s.remembered().Before(ctx, writes...)
}

// writesOf returns what a command is about to run. Inside MULTI only EXEC runs
// anything.
func writesOf(c *client, args []string, was State) []image.Write {
	if !was.InTx {
		c.home = was.DB
		return []image.Write{{Args: args, DB: was.DB}}
	}
	if !strings.EqualFold(args[0], "EXEC") || was.Doomed {
		return nil
	}
	var writes []image.Write
	db := c.home
	for _, queued := range c.queued {
		writes = append(writes, image.Write{Args: queued, DB: db})
		if to, ok := command.Selects(queued); ok {
			db = to
		}
	}
	return writes
}

// after keeps what a command changed, and returns it, nil for nothing. A look
// that fails only means that there is nothing to undo: the command was run all
// the same.
func (s *Session) after(ctx context.Context, shot *image.Shot, v reply.Value) *image.Change {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	c, err := s.remembered().After(ctx, shot, v)
	if err != nil || c == nil {
		if s.past.merge {
			s.remembered().Again()
		}
		return nil
	}
	s.past.sawLifetimes(c)
	if s.past.merge {
		s.remembered().Merge()
	}
	s.past.merge = true
	return c
}

// sayChange shows what a command changed, where that is wanted.
func (s *Session) sayChange(c *image.Change) {
	if c == nil {
		return
	}
	if s.showsChanges() {
		s.sayLines(c.Lines(mostChanges))
	}
	s.saysBlind(c)
}

// mostLifetimes is how many times to live are remembered. They make bars and
// nothing else, so it does not matter which are forgotten.
const mostLifetimes = 1000

func (p *past) sawLifetimes(c *image.Change) {
	given := c.Lifetimes()
	if p.lifetimes == nil || len(p.lifetimes)+len(given) > mostLifetimes {
		p.lifetimes = map[image.Key]time.Duration{}
	}
	maps.Copy(p.lifetimes, given)
}

// showsChanges reports whether changes are shown below replies. In a lesson
// the screen stays calm unless the learner asks.
func (s *Session) showsChanges() bool {
	switch s.Settings.Get("changes") {
	case "on":
		return true
	case "off":
		return false
	}
	return s.explains() && !s.walk.Looking()
}

func (s *Session) sayLines(lines []image.Line) {
	for _, l := range lines {
		if s.Screen.Words() {
			s.Screen.Aside(l.Spoken())
		} else {
			s.Screen.Aside(l.String())
		}
	}
}

func (s *Session) undo(ctx context.Context, args []string) {
	if s.setsUndo(args) || s.oneAtATime("undo", "nothing behind it but on, off or auto", args) || s.undoIsOff() {
		return
	}
	s.turn(ctx, s.remembered().Undo, "Taken back", "undo", "Nothing to take back: no write of yours is remembered"+s.since()+".")
}

func (s *Session) redo(ctx context.Context, args []string) {
	if s.oneAtATime("redo", "nothing behind it", args) || s.undoIsOff() {
		return
	}
	s.turn(ctx, s.remembered().Redo, "Done again", "redo", "Nothing to do again: `redo` follows `undo`, until you write something new.")
}

// oneAtATime refuses words behind undo and redo, which go one write at a time.
func (s *Session) oneAtATime(word, takes string, args []string) bool {
	if len(args) > 0 {
		s.Screen.Error(fmt.Errorf("%s takes %s, got %q", word, takes, strings.Join(args, " ")), "it goes one write at a time: type it again for the one before")
	}
	return len(args) > 0
}

// since says from where on writes are remembered.
func (s *Session) since() string {
	if s.past.step {
		return " since this step began"
	}
	return ""
}

// turn undoes or redoes a write, and lets the lesson look again.
func (s *Session) turn(ctx context.Context, move func(context.Context) (*image.Change, error), done, word, nothing string) {
	if s.at.State().InTx {
		s.Screen.Note("You are inside `MULTI`: what you typed is queued and has changed nothing yet. `DISCARD` drops it.")
		return
	}
	c, err := move(ctx)
	clear(s.examples.tried) // what is back may be the learner's
	var lost *image.Lost
	var conflict *image.Conflict
	var idle *image.Idle
	switch {
	case errors.As(err, &idle):
		s.sayIdle(idle)
	case errors.Is(err, image.ErrNothing):
		s.Screen.Note(nothing)
	case errors.As(err, &lost):
		s.Screen.Aside("Not possible: " + word + " " + title(lost.Change))
		s.Screen.Note(fmt.Sprintf("The reason: %s. `%s` once more goes on with the write next to it.", strings.TrimSuffix(lost.Why, "."), word))
		if lost.Spared() {
			s.Screen.Note("`undo on` reads as much as in a sandbox, for the writes from then on.")
		}
	case errors.As(err, &conflict):
		s.Screen.Noted(screen.Warn, fmt.Sprintf("Changed by %s since: %s. `%s` once more overwrites that.", s.whoChanged(conflict.Keys), keyList(conflict.Keys), word))
	case err != nil:
		s.Screen.Error(err)
	default:
		if c.DB() != s.at.State().DB {
			done += fmt.Sprintf(", in database %d", c.DB())
		}
		s.Screen.Aside(done + ": " + title(c))
		s.sayTurned(c)
		s.walk.Looks(ctx, nil, reply.Value{})
	}
}

// whoChanged says who has changed keys since the learner did: the app, where
// it has made all of them.
func (s *Session) whoChanged(keys []image.Key) string {
	if slices.ContainsFunc(keys, func(k image.Key) bool { return !s.web.Made(k.DB, k.Name) }) {
		return "somebody else"
	}
	return "the app"
}

// sayIdle says that the latest write changed nothing. It is named and passed
// over, so that nobody loses the write before it by mistake.
func (s *Session) sayIdle(idle *image.Idle) {
	s.Screen.Aside("It changed nothing: " + title(idle.Change))
	if idle.Next == nil {
		s.Screen.Note("There is nothing before it to take back" + s.since() + ".")
		return
	}
	s.Screen.Aside("undo once more takes back: " + title(idle.Next))
}

// sayTurned says what undo or redo changed.
func (s *Session) sayTurned(c *image.Change) {
	lines := c.Lines(mostChanges)
	s.sayLines(lines)
	if gone := c.Expired(); len(gone) > 0 {
		s.Screen.Note("Not back, because the time to live would be over by now: " + keyList(gone) + ".")
	} else if len(lines) == 0 {
		s.Screen.Note("The keys are like that already.")
	}
}

func keyList(keys []image.Key) string {
	names := make([]string, 0, len(keys))
	for _, k := range keys {
		if !slices.Contains(names, words.Quote(k.Name)) {
			names = append(names, words.Quote(k.Name))
		}
	}
	if more := len(names) - mostChanges; more > 0 {
		names = append(names[:mostChanges], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// maxTitle is how much of a command is shown again, in bytes.
const maxTitle = 60

// title shows the command behind a change.
func title(c *image.Change) string {
	commands := c.Commands()
	if len(commands) > 1 {
		return fmt.Sprintf("MULTI ... EXEC, %d commands", len(commands))
	}
	args := commands[0]
	if secret.In(args) {
		return args[0]
	}
	text := ""
	for i, arg := range args {
		if text += words.Quote(arg); i < len(args)-1 {
			text += " "
		}
		if len(text) > maxTitle {
			text = strings.ToValidUTF8(text[:maxTitle], "") + "…"
			break
		}
	}
	if c.Times() > 1 {
		text += fmt.Sprintf(", %d times", c.Times())
	}
	return text
}

// changes says what the last write changed, or whether that is to be said
// after each.
func (s *Session) changes(_ context.Context, args []string) {
	if len(args) > 0 {
		s.turnTo("changes", args)
		return
	}
	switch c := s.remembered().Last(); {
	case !s.looksBeside():
		s.Screen.Note("Changes are off, and so is undo: nothing is known of your writes. `changes on` says what each changes.")
	case c == nil:
		s.Screen.Note("You have changed no key" + s.since() + ".")
	default:
		s.Screen.Aside(title(c))
		if c.Nothing() {
			s.Screen.Note("It changed nothing.")
		} else if lines := c.Lines(allChanges); len(lines) > 0 {
			s.sayLines(lines)
		} else {
			s.Screen.Note("What it changed is not known.")
		}
	}
}
