// Package repl is one learner at one prompt: a line in, rendered text out.
//
// A line travels one way. It is read, split, found to be a tutor word or a
// Redis command, run on the sandbox, its reply printed and explained; then
// the lesson looks at the keyspace and says what it saw. No step reaches
// back to an earlier one.
//
// The package states what it needs of a Redis (Sandbox) and of a terminal
// (terminal.Terminal) and is given both; it opens no connection, reads no
// file but through what it is handed, and holds no state outside a Session,
// so that many learners can share a process.
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
// program.
package repl

// The exit codes of the program.
const (
	ExitOK      = 0 // all that was asked was done, whatever Redis answered
	ExitFailure = 1 // no server, a broken course, a check that found problems
	ExitUsage   = 2 // the command line or a name on it was wrong

	ExitInterrupted = 130 // Ctrl-C where there was no prompt to come back to
	ExitTerminated  = 143 // SIGTERM or SIGHUP; the terminal is restored all the same
)
