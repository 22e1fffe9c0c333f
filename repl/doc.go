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
package repl
