// Package program is redis-tutor's command line: it reads flags, puts a
// session together from the parts it is handed, and turns what happened into
// an exit code.
//
// The program is a function of a context, arguments and streams, so that
// tests call what users run. It opens no Redis itself and knows no course:
// both come in through House.
//
// # Streams
//
// Standard output carries replies and everything a learner reads at the
// prompt, and what other programs read (--json). Standard error carries the
// lines that begin with "error:" and "hint:" when they are about the program
// itself (a wrong flag, no server); at the prompt such lines belong to the
// conversation and go to standard output like it. A Redis error is a reply
// and goes where replies go.
//
// # Exit codes
//
// Those below. As in redis-cli, a Redis error reply is not a failure of the
// program, unless -e asks for that.
package program

// The exit codes of the program.
const (
	ExitOK      = 0 // all that was asked was done, whatever Redis answered
	ExitFailure = 1 // no server, a broken course, a check that found problems, an error reply with -e
	ExitUsage   = 2 // the command line or a name on it was wrong

	ExitInterrupted = 130 // Ctrl-C where there was no prompt to come back to, and it was not the way to end
	ExitTerminated  = 143 // SIGTERM or SIGHUP; the terminal is restored all the same
)
