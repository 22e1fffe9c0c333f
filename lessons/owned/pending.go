package owned

import (
	"context"
	"maps"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// Pending is commands between Before and After.
type Pending struct {
	commands []Command
	steps    []step
	keys     []Key         // of all steps
	claims   map[Key]claim // whose they were before
	turn     bool          // undo or redo
}

// claim is whose a key is.
type claim struct {
	mark             string
	own, hers, other bool // the lesson's; the learner's; somebody else's
}

func (k *Keys) claim(key Key) claim {
	mark, own := k.lesson[key]
	return claim{mark, own, slices.Contains(k.learner, key), k.others[key]}
}

// reclaim takes back what Before took for granted of a key that its commands
// then did nothing to.
func (k *Keys) reclaim(key Key, c claim) {
	delete(k.lesson, key)
	if c.own {
		k.lesson[key] = c.mark
	}
	if !c.hers {
		k.learner = slices.DeleteFunc(k.learner, func(hers Key) bool { return hers == key })
	}
	k.others[key] = c.other
}

// begin looks at the keys that commands may change.
func (k *Keys) begin(ctx context.Context, commands []Command) (p *Pending, seen map[Key]sight, lines []entry, err error) {
	p = &Pending{commands: commands, steps: k.steps(commands), claims: map[Key]claim{}}
	for _, s := range p.steps {
		p.keys = append(p.keys, s.keys...)
	}
	if seen, err = k.look(ctx, p.keys, k.lesson); err != nil {
		return nil, nil, nil, err
	}
	lines = k.check(seen)
	for _, key := range p.keys {
		p.claims[key] = k.claim(key)
	}
	return p, seen, lines, nil
}

// BeforeTurn is Before for the commands of undo and redo. Whose a key is
// afterwards is told by what it then holds: see turned.
func (k *Keys) BeforeTurn(ctx context.Context, commands []Command) (*Pending, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, seen, lines, err := k.begin(ctx, commands)
	if err != nil {
		return nil, err
	}
	p.turn = true
	for _, key := range p.keys {
		if k.owns(key) || seen[key].mark == "" && len(k.bore[key]) > 0 {
			k.lesson[key] = ""
			lines = append(lines, k.line(key, inFlight))
		}
	}
	return p, k.record(lines)
}

// After looks at what has become of the keys, once no transaction holds them
// back. The replies are those to the commands, as far as they were run; nil
// means that nobody knows whether they were.
func (k *Keys) After(ctx context.Context, p *Pending, replies []reply.Value) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	idle := k.idle(p, replies)
	var lines []entry
	for key := range idle {
		k.reclaim(key, p.claims[key])
		lines = append(lines, k.line(key, k.known(key)))
	}
	lines = append(lines, k.follow(p.commands, replies)...)
	touched := p.keys
	if !p.turn {
		touched = slices.DeleteFunc(touched, func(key Key) bool { return !k.owns(key) && !slices.Contains(k.learner, key) })
	}
	seen, err := k.look(ctx, touched, k.lesson)
	if err != nil {
		return err
	}
	untouched := maps.Clone(seen)
	maps.DeleteFunc(untouched, func(key Key, _ sight) bool { return !idle[key] })
	maps.DeleteFunc(seen, func(key Key, _ sight) bool { return idle[key] })
	lines = append(lines, k.check(untouched)...)
	if p.turn {
		lines = append(lines, k.turned(seen)...)
	}
	return k.record(append(lines, k.settle(seen)...))
}

// idle returns the keys to which commands have done nothing, as their replies
// tell: whatever is there now, they have not made it.
func (k *Keys) idle(p *Pending, replies []reply.Value) map[Key]bool {
	idle := map[Key]bool{}
	if replies == nil {
		return idle
	}
	for _, s := range p.steps {
		c := p.commands[s.at]
		nothing := s.at >= len(replies) || didNothing(k.commands().Effect(c.DB, c.Args), c.Args, replies[s.at])
		for _, key := range s.keys {
			before, seen := idle[key]
			idle[key] = nothing && (before || !seen)
		}
	}
	maps.DeleteFunc(idle, func(_ Key, nothing bool) bool { return !nothing })
	return idle
}

// didNothing reports whether a command has changed no key, as its reply tells.
// Where the reply leaves it open it has.
func didNothing(e command.Effect, args []string, v reply.Value) bool {
	switch {
	case e.Script: // it may have failed half way
		return false
	case v.IsError():
		return true
	case v.Kind == reply.Nil:
		get := slices.ContainsFunc(args[min(3, len(args)):], func(a string) bool { return strings.EqualFold(a, "GET") })
		return e.Command.Name != "GETSET" && !(e.Command.Name == "SET" && get) // they answer what was there before
	case v.Kind == reply.Integer && v.Int == 0:
		return slices.Contains([]string{
			"COPY", "HSETNX", "LINSERT", "LPUSHX", "MOVE", "MSETNX", "PFADD", "RENAMENX", "RPUSHX", "SADD", "SETNX", "SMOVE",
		}, e.Command.Name)
	}
	return false
}

// mostMarks is how many marks are remembered of a key. Undo reaches back 200
// writes.
const mostMarks = 200

// keep takes a key with its mark for the lesson's.
func (k *Keys) keep(key Key, mark string) {
	k.lesson[key] = mark
	bore := slices.DeleteFunc(k.bore[key], func(m string) bool { return m == mark })
	bore = append(bore, mark)
	k.bore[key] = bore[max(0, len(bore)-mostMarks):]
}

// hers takes a key for one that the learner makes for herself.
func (k *Keys) hers(key Key) {
	k.made[key] = true
	if !slices.Contains(k.learner, key) {
		k.learner = append(k.learner, key)
	}
}

// turned says whose the keys are that undo or redo has put back. One that
// holds what it held as the lesson's is the lesson's again; any other is what
// it was: somebody's who was there before the lesson, or the learner's.
func (k *Keys) turned(seen map[Key]sight) (lines []entry) {
	for key, s := range seen {
		switch {
		case s.mark == "":
		case slices.ContainsFunc(k.bore[key], func(m string) bool { return sameValue(m, s.mark) }):
			k.lesson[key] = ""
		default:
			lines = append(lines, k.disown(key)...)
			if k.made[key] && !k.others[key] {
				k.hers(key)
			}
		}
	}
	return lines
}

// sameValue reports whether two marks are of the same value, whatever the
// deadlines. A value that was too large to be read is like no other.
func sameValue(a, b string) bool {
	valueA, _, _ := strings.Cut(a, " ")
	valueB, _, _ := strings.Cut(b, " ")
	return valueA == valueB && valueA != "large"
}
