package repl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"redis-tutor/repl/browse"
	"redis-tutor/repl/gloss"
	"redis-tutor/repl/line"
	"redis-tutor/repl/notes"
	"redis-tutor/repl/reference"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/secret"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// Session is one learner at one prompt.
type Session struct {
	Config
	words     vocabulary // of the tutor
	walk      *walk.Walk // through the course
	reference *reference.Reference
	web       *browse.Web       // the app, and browsers
	stood     map[string]string // the keys that words such as $session were said to stand for
	listener  listener          // lets other programs in

	me, at  *client      // the learner, and whose prompt it is
	others  []*client    // made by `as`
	asOther atomic.Bool  // at is not me
	form    atomic.Int32 // the reply.Format in force

	past     past        // what was written, for undo
	record   record      // what was typed, and replied
	examples examples    // that were run
	quiet    gloss.Quiet // what the gloss need not repeat
	sent     scripts     // what this session has said itself
	trusted  []string    // the dangerous commands that are always run

	comment string           // behind the command of the line being answered
	loose   string           // that line as a pipe, if it may have been meant for one
	drawn   *strings.Builder // what a word draws for a program; nil where it draws on the screen
	ctrlCs  int              // presses of Ctrl-C in a row at an empty prompt
	asking  atomic.Bool      // the next line is an answer, not a command
	leaving bool
	moved   *Session  // who goes on, at another Redis
	movedTo io.Closer // that Redis

	// floor is held by who answers: to a line, or to a reply that comes in the
	// background. It is free while the learner types.
	floor   sync.Mutex
	running sync.WaitGroup // what goes on in the background
}

// New returns a session that has said nothing yet.
func New(c Config) *Session {
	s := &Session{Config: c, words: tutorWords(), stood: map[string]string{}, sent: scripts{}}
	s.Settings = settings.Usual() // they are asked for with every key
	maps.Copy(s.Settings, c.Settings)
	s.Patience = cmp.Or(c.Patience, patience)
	s.record.book, s.examples.tried = &notes.Book{}, map[command.Key]bool{}
	s.reference = reference.New(c.Commands, version(c.Sandbox, c.Home))
	s.setFormat()
	s.me = newClient(self, c.Sandbox)
	s.at = s.me
	s.web = s.newWeb()
	s.walk = s.newWalk()
	return s
}

// Run reads lines and answers them until the learner leaves. The error is
// the terminal's; what goes wrong behind a line is told to the learner.
func (s *Session) Run(ctx context.Context) error {
	defer func() { s.walk.Tidy(context.WithoutCancel(ctx)) }() // also when ctx has ended
	defer s.reference.Close()
	defer s.disperse()
	s.floor.Lock()
	defer s.floor.Unlock()
	for !s.leaving {
		text, err := s.nextLine()
		switch {
		case errors.Is(err, terminal.ErrInterrupt):
			s.interrupted(text)
		case errors.Is(err, io.EOF):
			s.endOfInput()
		case err != nil:
			return err
		default:
			s.ctrlCs = 0
			s.Take(ctx, text)
		}
	}
	return nil
}

// nextLine waits for a line without the floor.
func (s *Session) nextLine() (string, error) {
	s.Terminal.Prompt(s.prompt())
	s.floor.Unlock()
	defer s.floor.Lock()
	return s.Terminal.ReadLine("")
}

// endOfInput answers Ctrl-D: it leaves the prompt of another client, or the
// program.
func (s *Session) endOfInput() {
	if s.at == s.me {
		s.farewell()
		return
	}
	s.become(s.me)
}

// Take answers one line as if it had been typed. Ctrl-C ends whatever the
// line set going.
func (s *Session) Take(ctx context.Context, typed string) {
	ctx, stop := s.Terminal.Interruptible(ctx)
	defer stop()
	s.take(ctx, typed)
}

func (s *Session) take(ctx context.Context, typed string) {
	if s.arrowKey(typed) {
		return
	}
	text := line.Strip(typed)
	s.comment, s.loose = line.Comment(typed), ""
	if strings.TrimSpace(text) == "" {
		if strings.TrimSpace(typed) == "" {
			s.enter(ctx)
			return
		}
		s.jot(nil, typed)
		return
	}
	args, err := words.Split(text)
	if err == nil && !secret.In(args) {
		s.remember(typed, args)
		s.loose = s.loosened(text)
	}
	if err != nil && !secret.Misquoted(text) {
		s.remember(typed, strings.Fields(text)) // to be mended
	}
	if s.walk.Answer(text) || s.replyLine(text, args) {
		return
	}
	if err == nil {
		s.jot(args, typed)
	}
	args, ok := s.withKeys(args)
	switch {
	case !ok:
	case s.piped(ctx, text):
	case err != nil:
		s.badQuotes(text, err)
	case s.tutorWord(ctx, args):
	default:
		s.runHere(ctx, args, s.print)
	}
}

// replyLine passes over a line that is a reply out of a pasted transcript.
// "PING" in quotes looks like one too, and is a command.
func (s *Session) replyLine(text string, args []string) bool {
	if !line.Reply(text) || len(args) > 0 && s.runs(args[0]) {
		return false
	}
	s.Screen.Note("That looks like a reply, and was passed over.")
	return true
}

// runHere runs a Redis command as whoever's prompt it is.
func (s *Session) runHere(ctx context.Context, args []string, out printer) {
	if s.at.wait != nil {
		s.busy(s.at)
		return
	}
	s.redisCommand(ctx, s.at, args, out)
}

// interrupted answers Ctrl-C at the prompt, which ends what the client listens
// to or waits for, or else clears the line. It never ends the program; who
// presses it twice with nothing to clear wants to know how to leave.
func (s *Session) interrupted(cleared string) {
	switch c := s.at; {
	case c.feed != nil:
		s.unfollow(c)
		s.noted("No longer listening.")
		return
	case c.wait != nil:
		c.wait.stop()
		return
	}
	if cleared != "" {
		s.ctrlCs = 0
		return
	}
	if s.ctrlCs++; s.ctrlCs == 2 {
		s.Screen.Note("To leave, type quit or press Ctrl-D.")
	}
}

// badQuotes prints what redis-cli prints, and then the place.
func (s *Session) badQuotes(text string, err error) {
	s.Screen.Raw(err.Error() + "\n")
	var syntax *words.SyntaxError
	if !errors.As(err, &syntax) {
		return
	}
	if s.Screen.Words() {
		s.Screen.Note(fmt.Sprintf("%s, at character %d.", strings.TrimSuffix(syntax.Msg, "."), utf8.RuneCountInString(text[:syntax.Pos])+1))
		return
	}
	s.Screen.Pointed(line.Caret(text, syntax.Pos))
	if word, ok := line.Slip(text, syntax.Pos); ok && syntax.Open {
		s.Screen.Note(syntax.Msg + "; to have it as text, write `" + words.Quote(word) + "`")
		return
	}
	s.Screen.Note(syntax.Msg)
}

func (s *Session) farewell() {
	if s.leaving {
		return
	}
	s.leaving = true
	if place := s.walk.Place(); place != "" {
		s.Screen.Say(screen.Quiet, "Your place is kept: %s. redis-tutor goes on there.", place)
	}
}
