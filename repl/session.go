package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/websession/serve"
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
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// Sandbox is what a session needs of a Redis. A Redis error is a reply; a Go
// error means that the Redis could not be reached.
type Sandbox interface {
	Connection // the learner's own

	// Another connects a further client under a name. It begins in the
	// learner's database and as her user.
	Another(ctx context.Context, name string) (Client, error)
	// Observe runs commands in a database on the tutor's connection, outside
	// the learner's transaction, and returns a reply for each. It is one
	// exchange, which nobody else who observes comes between. A SELECT among
	// the commands holds to its end, a WATCH beyond. A database that the
	// server refuses is an error.
	Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error)
	// Stream runs a command that never stops answering, such as SUBSCRIBE,
	// until ctx ends.
	Stream(ctx context.Context, args []string, each func(reply.Value) error) error
	// MovesTime reports whether Forward moves the clock; else it waits.
	MovesTime() bool
	// Forward lets the time d pass: at once where the clock can be moved,
	// else by waiting.
	Forward(ctx context.Context, d time.Duration) error
	// Listen opens a port for other programs. An empty addr is the usual
	// one, on this machine only; bound is where they find it, the best first;
	// stop ends it and disconnects nobody.
	Listen(ctx context.Context, addr, password string) (bound []string, stop func() error, err error)
	// Overhear hands the bytes of the learner's connection to heard, those
	// sent and those received, until it is called with nil.
	Overhear(heard func(sent bool, p []byte))
	// AnswerIn returns the bytes of the reply to a reading command in a
	// version of RESP, from the learner's database, and disturbs nothing.
	AnswerIn(ctx context.Context, protocol int, args ...string) ([]byte, error)
	// Serve starts the visits app over this Redis, as the learner's user and in
	// her database. It chooses the prefix of its keys.
	Serve(ctx context.Context, o serve.Options) (*serve.App, error)
	// Now is the time by the Redis's clock.
	Now() time.Time
}

// Connection is how one client speaks to the Redis.
type Connection interface {
	// Do runs a command. When ctx ends the command is given up, also one that
	// blocks.
	Do(ctx context.Context, args ...string) (reply.Value, error)
	// Reach makes sure that there is a connection, which Do does as well, and
	// reports whether it is another one than before. No command is sent. Next is
	// the one that will be: where that is a login, it may take the place of one
	// that is refused now.
	Reach(ctx context.Context, next ...string) (anew bool, err error)
	// Follow runs a command that never stops answering, such as SUBSCRIBE, on
	// a connection of its own and returns when it is confirmed or refused.
	// Each gets every reply, on another goroutine; at last an error, should
	// the connection be lost.
	Follow(ctx context.Context, args []string, each func(reply.Value, error)) (Feed, error)
	// Pushes returns what came unasked since the last call.
	Pushes() []reply.Value
	// State says where the connection is.
	State() State
}

// Client is the connection of a further client.
type Client interface {
	Connection
	io.Closer
}

// Feed is a connection that listens.
type Feed interface {
	// Do sends a command there and returns when its replies have been given
	// to each.
	Do(ctx context.Context, args ...string) error
	// Listening reports whether anything can come unasked.
	Listening() bool
	// Channels are those subscribed to, in order.
	Channels() []string
	// Ended is closed when nothing more will come.
	Ended() <-chan struct{}
	// Close ends it; afterwards each is not called any more.
	io.Closer
}

// State is where a client's connection is, as the prompt shows it.
type State struct {
	Addr      string // "127.0.0.1:6379", or "redis " and the path of a socket
	DB        int
	InTx      bool // inside MULTI
	Doomed    bool // and EXEC will refuse: a command could not be queued
	Connected bool
	Protocol  int      // 2 or 3
	Watched   []string // the keys under WATCH
	Lost      []string // what went with a lost connection: MULTI, WATCH, CLIENT TRACKING
}

// Layout is where lessons lay out their steps, and what they look at.
type Layout interface {
	lessons.Redis
	Forward(ctx context.Context, d time.Duration) error
}

// Config is what a session is made of. Terminal, Sandbox, Screen and
// Commands are needed; without Course there are no lessons. Commands knows those
// of every version: a session tells of what its server has.
type Config struct {
	Terminal terminal.Terminal
	Sandbox  Sandbox
	Screen   *screen.Screen
	Commands func() *command.Table

	Course   func() (*lessons.Course, error)
	Progress *progress.Store
	Scratch  func() (lessons.Redis, func(), error) // an empty sandbox to try things in
	Layout   Layout                                // where lessons lay out their steps; nil for the Sandbox
	Home     int                                   // the database that lessons use
	Rand     *rand.Rand                            // draws the values of randomised steps

	Format   reply.Format // of replies, where the setting output is auto
	Protocol int          // the version of RESP that flags ask for; 0 leaves it to the form of replies
	Careful  bool         // the server is somebody's: ask before what can harm it
	Spare    bool         // others use the server: read little there beside the learner's commands

	// Settings are those in force at the start. The learner changes a copy.
	Settings     settings.Values
	SettingsFile string // where those are that hold for good, "" for nowhere

	// Compare measures where web sessions may be kept; nil where that cannot be.
	Compare Compare

	// Shell runs a command line for "GET k | jq ." with input as its standard
	// input, and Pager shows a long text; both have the terminal meanwhile,
	// and ctx ends with the program. Where one is nil it is refused, or done
	// without. An error of Shell that has an ExitCode is the program's own
	// failure; pager.ErrNone says that the learner has no pager.
	Shell func(ctx context.Context, command, input string) error
	Pager func(ctx context.Context, text string) error

	// Program reports whether Shell would find a program of that name.
	Program func(name string) bool

	// Save writes text to the file that the learner has named; fs.ErrExist
	// when it is there and must not be overwritten. Nil where no files can be
	// written.
	Save func(name, text string, overwrite bool) error

	// Dial reaches another server. Nil where the learner is to stay.
	Dial func(ctx context.Context, there Elsewhere) (Place, error)

	// Owned tells which keys lessons have made, where not all keys may be
	// removed: see lessons.Setting.
	Owned func(ctx context.Context, db int, keys []string) (own, others []string, err error)
}

// Session is one learner at one prompt.
type Session struct {
	Config
	walk      *walk.Walk   // through the course
	me, at    *client      // the learner, and whose prompt it is
	elsewhere atomic.Bool  // at is not me
	form      atomic.Int32 // the reply.Format in force
	others    []*client    // made by `as`
	past      past         // what was written, for undo
	quiet     gloss.Quiet  // what the gloss need not repeat
	sent      scripts      // what this session has said itself
	trusted   []string     // the dangerous commands that are always run
	unlisten  func() error // ends listening; nil when nothing does
	bound     string       // where it listens
	reference *reference.Reference
	comment   string               // behind the command of the line being answered
	loose     string               // that line as a pipe, if it may have been meant for one
	drawn     *strings.Builder     // what a word draws for a program; nil where it draws on the screen
	lines     []string             // that were typed, the latest
	forgotten int                  // how many were before them
	book      *notes.Book          // what was typed and replied
	moved     *Session             // who goes on, elsewhere
	helped    string               // the command that help explained last
	tried     map[command.Key]bool // keys that examples were run with, and nobody wrote to since
	web       *browse.Web          // the app, and browsers
	stood     map[string]string    // the keys that words such as $session were said to stand for
	leaving   bool
	asking    atomic.Bool // the next line is an answer, not a command
	ctrlCs    int         // presses of Ctrl-C in a row at an empty prompt

	// floor is held by who answers: to a line, or to a reply that comes in the
	// background. It is free while the learner types.
	floor   sync.Mutex
	running sync.WaitGroup // what goes on in the background
}

// New returns a session that has said nothing yet.
func New(c Config) *Session {
	s := &Session{Config: c, tried: map[command.Key]bool{}, sent: scripts{}, book: &notes.Book{}}
	s.Settings = settings.Values{}
	maps.Copy(s.Settings, c.Settings)
	s.reference = reference.New(c.Commands, version(c.Sandbox, c.Home))
	s.setFormat()
	s.me = newClient(self, c.Sandbox)
	s.at = s.me
	s.web, s.stood = s.newWeb(), map[string]string{}
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
