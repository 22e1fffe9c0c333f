package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Feed is a connection that listens, to channels or to what MONITOR tells,
// and on which commands can be sent meanwhile. Its methods may be called from
// any goroutine but the one that each is called on.
type Feed struct {
	box     *Sandbox
	conn    *stream
	each    func(reply.Value, error)
	monitor bool
	ended   chan struct{} // closed when nothing more comes

	sending sync.Mutex // held from a command to its last reply

	mu       sync.Mutex // guards what follows
	subs     map[string]map[string]bool
	answer   answer
	refused  bool // the last command was
	closed   bool
	unspoken []string // what a MONITOR is not to show
}

// answer is what a command in a feed still waits for.
type answer struct {
	word string        // of its confirmations, "" for a reply of another kind
	left int           // how many; 0: nothing is waited for
	came chan struct{} // closed when all are there
}

// Follow runs SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE or MONITOR as Stream does, and
// returns as soon as the server has confirmed or refused it. Each is called
// with every reply and message, one at a time and on a goroutine of the feed,
// until Close; if the connection is lost, the last call has the error. What
// the tutor asks of the server is not among the lines of a MONITOR.
func (s *Sandbox) Follow(ctx context.Context, args []string, each func(reply.Value, error)) (*Feed, error) {
	return s.follow(ctx, s.learner, args, each)
}

func (s *Sandbox) follow(ctx context.Context, as *link, args []string, each func(reply.Value, error)) (*Feed, error) {
	if !command.Streams(args) {
		return nil, fmt.Errorf("%q is not a command that streams", strings.Join(args, " "))
	}
	monitor := strings.EqualFold(args[0], "MONITOR")
	if monitor { // else its login would be shown
		if err := s.tutor.connect(ctx); err != nil {
			return nil, err
		}
	}
	conn, err := s.openStream(ctx, s.target.dial)
	if err != nil {
		return nil, err
	}
	f := &Feed{box: s, conn: conn, each: each, monitor: monitor, ended: make(chan struct{}), subs: map[string]map[string]bool{}}
	stop := context.AfterFunc(ctx, f.hangUp)
	defer stop()
	if err := conn.login(as.current()); err != nil {
		s.closeStream(conn)
		return nil, s.unanswered(ctx, err)
	}
	s.listenIn(f)
	go f.read()
	err = f.Do(ctx, args...)
	if err == nil && !stop() {
		err = ctx.Err()
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unanswered is streamError for who waits for a reply: giving up is an error
// to her, too.
func (s *Sandbox) unanswered(ctx context.Context, err error) error {
	return cmp.Or(ctx.Err(), s.streamError(ctx, err))
}

// Do sends a command and returns when each has seen all replies to it.
func (f *Feed) Do(ctx context.Context, args ...string) error {
	if len(args) == 0 {
		return errors.New("a command needs a name")
	}
	f.sending.Lock()
	defer f.sending.Unlock()
	came := f.expect(args)
	if _, err := f.conn.conn.Write(reply.AppendCommand(nil, args...)); err != nil {
		return f.box.unanswered(ctx, err)
	}
	select {
	case <-came:
		return nil
	case <-f.ended:
		return f.box.unanswered(ctx, io.EOF)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// expect takes note of the replies that a command will have: one for each
// channel where channels are named, and one for each that there is where
// UNSUBSCRIBE names none, but one at least.
func (f *Feed) expect(args []string) (came <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = answer{left: 1, came: make(chan struct{})}
	if word := strings.ToLower(args[0]); isConfirmation(word) {
		f.answer.word, f.answer.left = word, len(args)-1
		if len(args) == 1 {
			f.answer.left = max(1, len(f.subs[strings.Replace(word, "unsub", "sub", 1)]))
		}
	}
	return f.answer.came
}

// isConfirmation reports whether a push with this word answers a command; any
// other is a message.
func isConfirmation(word string) bool {
	switch word {
	case "subscribe", "psubscribe", "ssubscribe", "unsubscribe", "punsubscribe", "sunsubscribe":
		return true
	}
	return false
}

// read hands on what comes, to the end of the connection.
func (f *Feed) read() {
	defer close(f.ended)
	defer f.box.closeFeed(f)
	for {
		v, err := f.conn.in.Read()
		if err != nil {
			if !f.isClosed() {
				f.each(reply.Value{}, f.box.streamError(context.Background(), err))
			}
			return
		}
		if f.monitor && f.spokenByTutor(v) {
			continue
		}
		f.each(v, nil)
		f.saw(v)
	}
}

// saw takes note of a reply. An error answers any command.
func (f *Feed) saw(v reply.Value) {
	f.mu.Lock()
	defer f.mu.Unlock()
	word := ""
	if v.IsAggregate() && len(v.Items) > 2 {
		word = v.Items[0].Text
	}
	if isConfirmation(word) {
		f.keep(word, v.Items[1].Text)
	} else if strings.HasSuffix(word, "message") {
		return
	}
	f.refused = v.IsError()
	switch {
	case f.answer.left == 0, word != f.answer.word && !v.IsError():
		return
	case v.IsError():
		f.answer.left = 1
	}
	if f.answer.left--; f.answer.left == 0 {
		close(f.answer.came)
	}
}

// keep follows which channels are listened to.
func (f *Feed) keep(word, channel string) {
	kind := strings.Replace(word, "unsub", "sub", 1)
	if kind != word {
		delete(f.subs[kind], channel)
		return
	}
	if f.subs[kind] == nil {
		f.subs[kind] = map[string]bool{}
	}
	f.subs[kind][channel] = true
}

// Channels returns the names of the channels, patterns and shard channels
// that are listened to, in order.
func (f *Feed) Channels() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, names := range f.subs {
		all = slices.AppendSeq(all, maps.Keys(names))
	}
	slices.Sort(all)
	return all
}

// Listening reports whether anything will come that was not asked for. A
// server that refuses MONITOR leaves nothing to listen to.
func (f *Feed) Listening() bool {
	if f.monitor {
		return !f.wasRefused()
	}
	return len(f.Channels()) > 0
}

func (f *Feed) wasRefused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused
}

// Ended is closed when the feed brings nothing more.
func (f *Feed) Ended() <-chan struct{} { return f.ended }

func (f *Feed) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// Close ends the connection and waits for the last call of each.
func (f *Feed) Close() error {
	f.hangUp()
	<-f.ended
	return nil
}

// hangUp ends the connection, which is no loss then.
func (f *Feed) hangUp() {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.conn.conn.Close()
}
