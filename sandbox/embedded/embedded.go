// Package embedded is a Redis inside this process, which answers byte for byte
// as redis-server 7.0 does.
//
// A connection reads a command, looks for the rule under its name, and lets
// the rule answer. A command inside EXEC, one that had to wait and one called
// by a script all go through the same rule. miniredis keeps the values, under
// the keys' own names; what Redis knows of a key beyond its value (encoding,
// order, deadline, last use) is kept beside it. Only streams are kept here
// whole. How close the answers are is measured by the tests of package
// sandbox; where they differ stands in testdata/parity-known.txt there, and
// what is not there at all in missing.go.
//
// It promises one command at a time, as Redis does; keys that expire in real
// time and with a clock that can be moved, at a cost that does not grow with
// the number of keys; and nothing left running after Close. It knows nothing
// of learners and lessons.
package embedded

import (
	"bytes"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/embedded/lua"
	"redis-tutor/sandbox/reply"
)

// Version is the version of Redis whose answers are given. Some newer commands
// are there too.
const Version = "7.0.15"

// databases is how many numbered databases there are.
const databases = 16

// ErrClosed says that the server has been closed.
var ErrClosed = errors.New("the embedded server is closed")

// Server is one Redis, empty when made.
type Server struct {
	// Commands gives the facts about commands: arity, flags, COMMAND's
	// replies. It is called once, when they are first needed. Without it COMMAND
	// fails, and MULTI queues whatever it is given.
	Commands func() *command.Table

	mu        sync.Mutex           // held while a command runs
	data      *miniredis.Miniredis // keeps the values
	rules     map[string]rule
	facts     *command.Table // once asked for
	clock     clock
	spaces    [databases]*space
	due       deadlines
	feed      bytes.Buffer // what the parser reads
	parser    *reply.Reader
	scripts   scripts
	nap       nap
	limits    Limits
	used      usage
	slowlog   slowlog
	latency   latency
	tuned     tuned
	monitors  map[*client]struct{}
	listeners map[net.Listener]struct{}
	clients   map[*client]struct{}
	onlookers map[*client]struct{} // clients that nobody sees
	quiet     bool                 // the command that runs is an onlooker's
	waiting   []*waiter            // blocked clients, longest first
	channel   channels
	config    settings
	events    string // the classes of notify-keyspace-events
	paused    pause
	lastID    int64
	stats     stats
	crowd     crowd
	closed    bool
	wg        sync.WaitGroup
}

// New returns a running server with the default limits.
func New() (*Server, error) { return NewLimited(Limits{}) }

// NewLimited returns a running server with limits of the caller's.
func NewLimited(l Limits) (*Server, error) {
	s := &Server{
		limits:    l.withDefaults(),
		clients:   map[*client]struct{}{},
		onlookers: map[*client]struct{}{},
		channel:   newChannels(),
		config:    defaultSettings(),
		rules:     rules(),
		listeners: map[net.Listener]struct{}{},
		monitors:  map[*client]struct{}{},
	}
	for db := range s.spaces {
		s.spaces[db] = newSpace(db)
	}
	s.renew()
	s.tune()
	s.stats.started = time.Now()
	s.stats.saved = s.stats.started // as a server without a file says
	return s, nil
}

// renew gives empty databases a new miniredis: the old one remembers something
// of every key it ever had.
func (s *Server) renew() {
	s.data = miniredis.NewMiniRedis()
	for db, sp := range s.spaces {
		sp.data, sp.left = s.data.DB(db), s.data.DB(databases+db)
	}
}

// Dial returns a new client's connection to the server. It never blocks and
// both ends buffer without limit, so a pipeline cannot lock up.
func (s *Server) Dial() (net.Conn, error) { return s.dial((*Server).newClient) }

// DialQuietly is Dial for somebody who looks on. What it writes is there for
// all, but nobody finds a trace of the connection or of what it asks: MONITOR,
// CLIENT LIST, INFO, SLOWLOG and LATENCY know nothing of it, it does not wait
// for CLIENT UNPAUSE, and a key that it reads has not been used.
func (s *Server) DialQuietly() (net.Conn, error) { return s.dial((*Server).newQuietClient) }

func (s *Server) dial(newClient func(*Server, net.Conn) *client) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	theirs, ours := newPipe()
	c := newClient(s, ours)
	c.admitted = true
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		c.serve()
	}()
	return theirs, nil
}

// Close ends every connection and waits until nothing runs any more.
func (s *Server) Close() error {
	s.stopScript(nil, lua.Killed)
	s.nap.end(nil)
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.due.stop()
	for l := range s.listeners {
		l.Close()
	}
	for c := range s.clients {
		c.conn.Close()
	}
	for c := range s.onlookers {
		c.conn.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return nil
}

// Forward moves the server's clock on. What is due by then expires at once.
func (s *Server) Forward(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.forward(d)
	s.due.armed = 0 // the timer was set for the old clock
	s.settle()
}

// Now returns the server's time.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock.now()
}

// table returns the command table as Version has it, or nil when there is none.
func (s *Server) table() *command.Table {
	if s.facts == nil && s.Commands != nil {
		s.facts = s.Commands().At(Version)
	}
	return s.facts
}
