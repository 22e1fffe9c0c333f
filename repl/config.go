package repl

import (
	"context"
	"io"
	"math/rand/v2"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

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

	// Patience is how long a command may take before the learner is told how to
	// stop it; 0 is the usual time.
	Patience time.Duration

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
	Dial func(ctx context.Context, there Address) (Place, error)

	// Owned tells which keys lessons have made, where not all keys may be
	// removed: see lessons.Setting.
	Owned func(ctx context.Context, db int, keys []string) (own, others []string, err error)
}

// Place is a server to go on at: what of a Config is another one there.
type Place struct {
	Sandbox Sandbox
	Closer  io.Closer // ends it
	Careful bool
	Spare   bool
	Compare Compare
}
