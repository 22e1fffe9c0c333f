package terminal

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// An input is the queue of keys between the goroutine that reads the terminal
// and readline, whose Stdin it is. It hands out one character, and no other
// before the editor has seen what that one did: so every key is judged by the
// line it really falls on, and readline works on one thing at a time.
type input struct {
	mu   sync.Mutex
	cond sync.Cond

	queue   []key
	out     []rune    // what readline still has to get for the key in hand
	waiting bool      // readline is at work on a character
	changes int       // of the line, and the last one
	shown   int       // that the screen shows
	ended   bool      // no more keys will come
	closed  bool      // Close was called: nothing counts any more
	drained bool      // readline was told of the end
	reading bool      // a ReadLine is pending
	asking  bool      // the line is an answer
	held    []key     // of pastes, until it is given
	picking bool      // a ReadKey is pending: what is queued is not for readline
	lent    bool      // the terminal is another program's
	back    time.Time // since when it is ours again

	// translate gives the characters that make readline do what a key
	// means; none for a key without a meaning. It is called with mu held.
	translate func(key) []rune
	// idle is called, without mu, when all keys are used up and the screen
	// does not show the line as it is.
	idle func()

	interrupts
}

func newInput() *input {
	in := &input{}
	in.cond.L = &in.mu
	return in
}

// Read gives readline its next character. io.EOF is final.
func (in *input) Read(p []byte) (int, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for {
		switch {
		case in.closed, in.ended && !in.waiting && len(in.queue)+len(in.out) == 0:
			in.drained = true
			return 0, io.EOF
		case in.waiting, in.picking:
			in.cond.Wait()
		case len(in.out) > 0:
			r := in.out[0]
			in.out = in.out[1:]
			in.waiting = true
			return utf8.EncodeRune(p[:utf8.UTFMax], r), nil
		case len(in.queue) > 0:
			k := in.queue[0]
			in.queue = in.queue[1:]
			in.out = in.translate(k)
		case in.shown != in.changes:
			changes := in.changes
			in.mu.Unlock()
			in.idle()
			in.mu.Lock()
			in.shown = changes
		default:
			in.cond.Wait()
		}
	}
}

// Close ends the input for readline: what is queued does not count.
func (in *input) Close() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.closed = true
	in.queue, in.out = nil, nil
	in.cond.Broadcast()
	return nil
}

// end tells that no more keys will come; those that came still count.
func (in *input) end() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.ended = true
	in.cond.Broadcast()
}

// done tells that readline has dealt with the character it got last, and
// how that left the line. It calls change with mu held.
func (in *input) done(change func()) {
	in.mu.Lock()
	defer in.mu.Unlock()
	change()
	in.waiting = false
	in.changes++
	in.cond.Broadcast()
}

// refresh has the line drawn anew, if one is being edited.
func (in *input) refresh() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.changes++
	in.cond.Broadcast()
}

// push adds what the learner did. Ctrl-C is looked at here, since nobody
// reads the queue while a command runs.
func (in *input) push(keys []key) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, k := range keys {
		if k.code == keyInterrupt {
			in.interruptLocked()
		} else {
			in.queue = append(in.queue, k)
		}
	}
	in.cond.Broadcast()
}

// unread puts keys made from a paste in front of what was typed after it.
func (in *input) unread(keys []key) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.queue = slices.Concat(keys, in.queue)
}

// interrupt is push for a Ctrl-C that came as a signal.
func (in *input) interrupt() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	defer in.cond.Broadcast()
	if in.lent || time.Since(in.back) < echo {
		return true // it has been heard there
	}
	return in.interruptLocked()
}

// echo is how long after another program has ended the signal that ended it
// may still arrive here.
const echo = 200 * time.Millisecond

// interruptLocked ends the running command and drops the line; a command that
// asks for one would not come to its end else. Lines of a paste still to come
// go with it, and all that was typed ahead of a command.
func (in *input) interruptLocked() bool {
	ended := in.cancelAll()
	switch {
	case in.reading:
		in.queue = slices.DeleteFunc(in.queue, func(k key) bool { return k.pasted })
		in.queue = append(in.queue, key{code: keyInterrupt})
	case in.picking:
		in.queue = []key{{code: keyInterrupt}}
	default:
		in.queue = nil
		return ended
	}
	return true
}

// begin and finish bracket a ReadLine.
func (in *input) begin() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.reading = true
	in.changes++
}

func (in *input) finish() (drained bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.reading = false
	return in.drained
}

// isClosed reports whether Close was called.
func (in *input) isClosed() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.closed
}

// interruptible puts a context in force. A Ctrl-C that came after the line
// was entered, but before the command began, ends it at once.
func (in *input) interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	in.mu.Lock()
	defer in.mu.Unlock()
	ctx, cancel := in.add(ctx, &in.mu)
	isInterrupt := func(k key) bool { return k.code == keyInterrupt }
	if at := slices.IndexFunc(in.queue, isInterrupt); at >= 0 && !in.reading {
		in.queue = in.queue[at+1:]
		in.cancelAll()
	}
	return ctx, cancel
}

// interrupts are the commands that Ctrl-C ends. Its methods are called with
// the owner's mutex held.
type interrupts struct {
	cancels map[int]context.CancelFunc
	next    int
}

// add puts a context in force. The CancelFunc takes mu, the owner's mutex.
func (is *interrupts) add(ctx context.Context, mu *sync.Mutex) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if is.cancels == nil {
		is.cancels = make(map[int]context.CancelFunc)
	}
	id := is.next
	is.next++
	is.cancels[id] = cancel
	return ctx, func() {
		mu.Lock()
		delete(is.cancels, id)
		mu.Unlock()
		cancel()
	}
}

// cancelAll ends the commands in force and reports whether there were any. A
// command that does not listen at once stays in force.
func (is *interrupts) cancelAll() bool {
	for _, cancel := range is.cancels {
		cancel()
	}
	return len(is.cancels) > 0
}
