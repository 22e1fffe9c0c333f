package program

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"redis-tutor/lessons/owned"
	"redis-tutor/repl"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/terminal"
	"redis-tutor/sandbox/reply"
)

// beside is a user's server on which lessons run beside what is there: every
// command goes past owned.Keys first.
type beside struct {
	repl.Sandbox
	keys    *owned.Keys
	lessons func(key string) bool // the lesson names this key, and is looking
	begun   func() bool           // a step is there to be tried
	db      int                   // of the tutor's connection
}

// besideKeys puts a sandbox under watch.
func (a *app) besideKeys(ctx context.Context, box repl.Sandbox) (*beside, error) {
	b := &beside{Sandbox: box, lessons: func(string) bool { return true }, begun: func() bool { return false }}
	var err error
	b.keys, err = owned.Open(ctx, a.stateFile("keys"), box.State().Addr, a.Commands, b.look)
	return b, err
}

// look is Observe, unwatched.
func (b *beside) look(ctx context.Context, args ...string) (reply.Value, error) {
	v, err := b.Sandbox.Observe(ctx, args...)
	if err == nil {
		b.turn(args, v)
	}
	return v, err
}

// turn follows SELECT on the tutor's connection.
func (b *beside) turn(args []string, v reply.Value) {
	if len(args) == 2 && strings.EqualFold(args[0], "SELECT") && v.IsOK() {
		b.db, _ = strconv.Atoi(args[1])
	}
}

func (b *beside) Do(ctx context.Context, args ...string) (reply.Value, error) {
	was := b.State()
	// What the learner makes under another name than the lesson's is hers,
	// and so is what she moves, pops or renames out of somebody's keys.
	if err := b.keys.Before(ctx, was.DB, args, func(key string) bool { return b.begun() && b.lessons(key) }); err != nil {
		return reply.Value{}, fmt.Errorf("the command was not sent, since its keys cannot be remembered: %w", err)
	}
	v, err := b.Sandbox.Do(ctx, args...)
	if err == nil && !b.State().InTx {
		err = b.keys.After(ctx)
	}
	return v, err
}

func (b *beside) Observe(ctx context.Context, args ...string) (reply.Value, error) {
	all, err := b.ObserveAll(ctx, [][]string{args})
	if err != nil {
		return reply.Value{}, err
	}
	return all[0], nil
}

func (b *beside) ObserveAll(ctx context.Context, commands [][]string) ([]reply.Value, error) {
	before := b.db
	db := before
	for _, args := range commands {
		// A step that is being laid out names its own keys only; later it is
		// undo that writes here, and gives back what may be anybody's.
		if err := b.keys.Before(ctx, db, args, func(key string) bool { return !b.begun() || b.lessons(key) }); err != nil {
			return nil, err
		}
		if len(args) == 2 && strings.EqualFold(args[0], "SELECT") {
			db, _ = strconv.Atoi(args[1])
		}
	}
	if b.db != before {
		if _, err := b.look(ctx, "SELECT", strconv.Itoa(before)); err != nil {
			return nil, err
		}
	}
	all, err := b.Sandbox.ObserveAll(ctx, commands)
	if err != nil {
		return nil, err
	}
	for i, v := range all {
		b.turn(commands[i], v)
	}
	if after := b.db; !b.State().InTx {
		if err = b.keys.After(ctx); err == nil && b.db != after {
			_, err = b.look(ctx, "SELECT", strconv.Itoa(after))
		}
	}
	return all, err
}

// clearUp offers to remove what an earlier session had to leave behind. Where
// nobody can be asked, only what is beyond doubt is removed.
func (b *beside) clearUp(ctx context.Context, term terminal.Terminal, out *screen.Screen) error {
	sure, doubtful, err := b.keys.Left(ctx)
	if err != nil {
		return failure(fmt.Errorf("what earlier lessons have left cannot be looked at: %w", err))
	}
	all := slices.Concat(sure, doubtful)
	switch {
	case len(all) == 0:
		return b.keys.Settle(ctx, nil)
	case term.Interactive():
		return b.askToRemove(ctx, all, len(doubtful) > 0, term, out)
	case len(doubtful) > 0:
		out.Note("An earlier session may have left keys here: " + list(all) + ". A session at a terminal asks what to do with them.")
		return nil
	}
	out.Note("Removed what an earlier session had left: " + list(all) + ".")
	return b.keys.Settle(ctx, all)
}

func (b *beside) askToRemove(ctx context.Context, keys []owned.Key, doubtful bool, term terminal.Terminal, out *screen.Screen) error {
	out.Note("An earlier session ended before it could remove the keys of its lesson: " + list(keys) + ".")
	if doubtful {
		out.Noted(screen.Warn, "The server has been restarted since, or is another one: look before you say yes.")
	}
	answer, err := term.ReadLine("Remove them? (y/N)> ")
	if err != nil {
		return nil //nolint:nilerr // no answer: asked again next time
	}
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer == "y" || answer == "yes" {
		return b.keys.Settle(ctx, keys)
	}
	out.Note("They stay, and are yours from now on.")
	return b.keys.Settle(ctx, nil)
}

// finish removes what the lessons made, and says what the learner made.
func (b *beside) finish(ctx context.Context, out *screen.Screen) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := b.keys.Sweep(ctx); err != nil {
		out.Error(fmt.Errorf("the lesson's keys could not be removed: %w", err), "the next lesson on this server offers to remove them")
	}
	if hers := b.keys.Learners(ctx); len(hers) > 0 {
		out.Note("These keys of your own making stay: " + list(hers) + ".")
	}
}

// list names keys, not too many.
func list(keys []owned.Key) string {
	const most = 10
	var names []string
	for _, key := range keys[:min(most, len(keys))] {
		name := "`" + key.Name + "`"
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
