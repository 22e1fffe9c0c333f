package program

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"redis-tutor/lessons/owned"
	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// beside is a user's server on which lessons run beside what is there: every
// command that may change a key goes past owned.Keys first. Observe may be
// called from several goroutines; Do, like the lesson's own commands, belongs
// to who holds the session's floor.
type beside struct {
	repl.Sandbox
	keys    *owned.Keys
	table   func() *command.Table
	lessons func(key string) bool // the lesson names this key, and is looking
	queue   []owned.Command       // since MULTI
}

// besideClient is a further client on such a server. What it makes is the
// learner's doing, but for what comes of a command that may have waited in the
// background: to the lesson that is somebody else's, and stays.
type besideClient struct {
	repl.Client
	watch *beside
	queue []owned.Command // since MULTI
}

func (c *besideClient) Do(ctx context.Context, args ...string) (reply.Value, error) {
	known, ok := c.watch.table().Lookup(args...)
	if ok && known.Blocks() && !c.State().InTx {
		return c.Client.Do(ctx, args...)
	}
	return c.watch.do(ctx, c.Client, &c.queue, args)
}

// Another is the sandbox's.
func (b *beside) Another(ctx context.Context, name string) (repl.Client, error) {
	c, err := b.Sandbox.Another(ctx, name)
	return &besideClient{Client: c, watch: b}, err
}

// besideKeys puts a sandbox under watch.
func (a *app) besideKeys(ctx context.Context, box repl.Sandbox) (*beside, error) {
	b := &beside{Sandbox: box, table: a.Commands, lessons: func(string) bool { return false }}
	var err error
	b.keys, err = owned.Open(ctx, a.stateFile("keys"), box.State().Addr, a.Commands, box.Observe)
	return b, err
}

// Do runs a command of the learner's.
func (b *beside) Do(ctx context.Context, args ...string) (reply.Value, error) {
	return b.do(ctx, b.Sandbox, &b.queue, args)
}

// do runs a command of a client's. What waits in a transaction concerns the
// keys as they are at EXEC.
func (b *beside) do(ctx context.Context, as repl.Connection, queue *[]owned.Command, args []string) (reply.Value, error) {
	was := as.State()
	now := []owned.Command{{DB: was.DB, Args: args}}
	exec := was.InTx && strings.EqualFold(args[0], "EXEC")
	switch {
	case exec:
		now = *queue
	case was.InTx:
		*queue = append(*queue, now...)
		now = nil
	}
	// What the learner makes under another name than the lesson's is hers.
	before, err := b.keys.Before(ctx, now, func(key owned.Key) bool { return b.lessons(key.Name) })
	if err != nil {
		return reply.Value{}, fmt.Errorf("the command was not sent, since its keys cannot be remembered: %w", err)
	}
	v, err := as.Do(ctx, args...)
	if !as.State().InTx {
		*queue = nil
	}
	return v, errors.Join(err, b.after(ctx, before, ran(exec, v, err)))
}

// ran returns the replies to the commands that were run, nil where nobody
// knows. An EXEC that was refused, or that WATCH has stopped, has run none.
func ran(exec bool, v reply.Value, err error) []reply.Value {
	switch {
	case err != nil:
		return nil
	case exec:
		return append([]reply.Value{}, v.Items...)
	}
	return []reply.Value{v}
}

// after looks at what commands have made of their keys, also of one that was
// stopped: it may have been run.
func (b *beside) after(ctx context.Context, before *owned.Pending, replies []reply.Value) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := b.keys.After(ctx, before, replies); err != nil {
		return fmt.Errorf("the command may have been run, but its keys cannot be looked at: %w", err)
	}
	return nil
}

// Observe runs commands of undo and redo, and looks. What is brought back is
// the lesson's if it was when it held this value.
func (b *beside) Observe(ctx context.Context, db int, commands ...[]string) ([]reply.Value, error) {
	writes, at, err := b.writes(db, commands)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		return b.Sandbox.Observe(ctx, db, commands...)
	}
	before, err := b.keys.BeforeTurn(ctx, writes)
	if err != nil {
		return nil, err
	}
	all, err := b.Sandbox.Observe(ctx, db, commands...)
	return all, errors.Join(err, b.after(ctx, before, outcomes(commands, all, at)))
}

// writes returns those of some commands that may change keys, and their
// places. One that may change others than it names is refused.
func (b *beside) writes(db int, commands [][]string) (writes []owned.Command, at []int, err error) {
	for i, args := range commands {
		if to, ok := command.Selects(args); ok {
			db = to
		}
		e := b.table().Effect(db, args)
		if e.Beyond != "" && e.Swaps == nil { // a SWAPDB is followed
			return nil, nil, &owned.Unbounded{Args: args, Why: e.Beyond}
		}
		if !e.Reads() {
			writes, at = append(writes, owned.Command{DB: db, Args: args}), append(at, i)
		}
	}
	return writes, at, nil
}

// outcomes returns the replies to those of the commands that stand at some
// places, nil where nobody knows them. What was queued is answered by EXEC; of
// a transaction that was not run the outcome is an error.
func outcomes(commands [][]string, all []reply.Value, at []int) []reply.Value {
	if len(all) < len(commands) {
		return nil
	}
	outcome := slices.Clone(all)
	multi := -1
	for i, args := range commands {
		switch {
		case strings.EqualFold(args[0], "MULTI"):
			multi = i
		case strings.EqualFold(args[0], "EXEC") && multi >= 0:
			for n := range outcome[multi+1 : i] {
				outcome[multi+1+n] = reply.NewError("EXECABORT")
				if n < len(all[i].Items) {
					outcome[multi+1+n] = all[i].Items[n]
				}
			}
		}
	}
	replies := make([]reply.Value, 0, len(at))
	for _, i := range at {
		replies = append(replies, outcome[i])
	}
	return replies
}

// clearUp offers to remove what an earlier session had to leave behind. Where
// nobody can be asked, only what is beyond doubt is removed.
func (b *beside) clearUp(ctx context.Context, term terminal.Terminal, out *screen.Screen) error {
	left, err := b.keys.Left(ctx)
	if err != nil {
		return failure(fmt.Errorf("what earlier lessons have left cannot be looked at: %w", err))
	}
	if len(left.Changed) > 0 {
		out.Note("Made by the lesson of an earlier session, and changed by somebody else since: " + list(left.Changed) + ". " + stay(left.Changed) + ".")
	}
	all := slices.Concat(left.Sure, left.Doubtful)
	switch {
	case len(all) == 0:
		return b.keys.Settle(ctx, nil)
	case term.Interactive():
		return b.askToRemove(ctx, all, left.Doubtful, term, out)
	case len(left.Doubtful) > 0:
		out.Note("An earlier session may have left keys here: " + list(all) + ". A session at a terminal asks what to do with them.")
		return nil
	}
	out.Note("Removed what an earlier session had left: " + list(all) + ".")
	return b.keys.Settle(ctx, all)
}

func (b *beside) askToRemove(ctx context.Context, keys, doubtful []owned.Key, term terminal.Terminal, out *screen.Screen) error {
	out.Note("An earlier session ended before it could remove the keys of its lesson: " + list(keys) + ".")
	if len(doubtful) > 0 {
		out.Noted(screen.Warn, "Look before you say yes: "+list(doubtful)+" may be somebody's. The session ended in the middle of a command, or the server has been restarted since or is another one.")
	}
	question := "Remove them? (y/N)> "
	if len(keys) == 1 {
		question = "Remove it? (y/N)> "
	}
	answer, err := term.Ask(question)
	if err != nil {
		return nil //nolint:nilerr // no answer: asked again next time
	}
	if terminal.Yes(answer) {
		return b.keys.Settle(ctx, keys)
	}
	if len(keys) == 1 {
		out.Note("It stays, and is yours from now on.")
	} else {
		out.Note("They stay, and are yours from now on.")
	}
	return b.keys.Settle(ctx, nil)
}

// finish removes what the lessons made, and says what the learner made.
func (b *beside) finish(ctx context.Context, out *screen.Screen) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := b.keys.Sweep(ctx); err != nil {
		out.Error(fmt.Errorf("the lesson's keys could not be removed: %w", err), "the next lesson on this server offers to remove them")
	}
	if others := b.keys.Changed(ctx); len(others) > 0 {
		out.Note("Made by a lesson, and changed by somebody else since: " + list(others) + ". " + stay(others) + ".")
	}
	if hers := b.keys.Learners(ctx); len(hers) > 0 {
		said := "These keys of your own making stay: "
		if len(hers) == 1 {
			said = "This key of your own making stays: "
		}
		out.Note(said + list(hers) + ".")
	}
}

// stay says that keys stay.
func stay(keys []owned.Key) string {
	if len(keys) == 1 {
		return "It stays"
	}
	return "They stay"
}

// list names keys, not too many.
func list(keys []owned.Key) string {
	const most = 10
	var names []string
	for _, key := range keys[:min(most, len(keys))] {
		name := "`" + words.Quote(key.Name) + "`"
		if key.DB != 0 {
			name += fmt.Sprintf(" (database %d)", key.DB)
		}
		names = append(names, name)
	}
	if more := len(keys) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}
