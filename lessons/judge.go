package lessons

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redis-tutor/lessons/expect"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// answer is what a check saw.
type answer struct {
	none  bool     // $last, and nothing was replied yet
	db    int      // where it was asked
	args  []string // the command the value is the reply to
	sent  []string // that, with the keys that its words stood for
	value reply.Value
	holds bool
}

// total counts the checks. SELECT is none: it only turns to a database.
func (a *Attempt) total() int {
	n := 0
	for _, c := range a.step.Check {
		if !c.selects() {
			n++
		}
	}
	return n
}

func (c Check) selects() bool { return Command{Args: c.Args}.Name() == "SELECT" }

// judge asks the learner's server all the checks, after commands that were run.
func (a *Attempt) judge(ctx context.Context, done [][]string) (Verdict, []answer, error) {
	answers, err := a.ask(ctx, a.setting.Redis, &a.learner)
	if err != nil {
		return Verdict{}, nil, err
	}
	var sent [][]string
	for _, got := range answers {
		sent = append(sent, got.sent)
	}
	if err := a.lookAtClocks(ctx, sent, done); err != nil {
		return Verdict{}, nil, err
	}
	for i, c := range a.step.Check {
		answers[i].holds = answers[i].holds || a.clocks.expired[c.Expired]
	}
	v := Verdict{Total: a.total(), Held: a.holding(answers)}
	open := a.worst(answers)
	if open >= 0 {
		if v.Missing, v.RanOut, err = a.missing(ctx, open, answers[open]); err != nil {
			return Verdict{}, nil, err
		}
	}
	v.Passed = v.Total > 0 && open < 0
	v.Gained = v.Held > a.held
	a.held = v.Held
	return v, answers, nil
}

// worst is the index of the check to speak of, -1 when all hold: one that held
// when the step began, or else the first that does not hold.
func (a *Attempt) worst(answers []answer) int {
	for i, got := range answers {
		if !got.holds && i < len(a.start) && a.start[i].holds {
			return i
		}
	}
	return slices.IndexFunc(answers, func(got answer) bool { return !got.holds })
}

// holding counts the checks that hold, of those that total counts.
func (a *Attempt) holding(answers []answer) int {
	n := 0
	for i, got := range answers {
		if got.holds && !a.step.Check[i].selects() {
			n++
		}
	}
	return n
}

// ask puts the checks to a server, beginning in the lesson's database, and to
// what the learner did.
func (a *Attempt) ask(ctx context.Context, r Redis, l *learner) ([]answer, error) {
	var commands [][]string
	for _, c := range a.step.Check {
		if c.Args != nil {
			commands = append(commands, c.Args)
		}
	}
	sent := filled(r, commands)
	replies, err := r.Observe(ctx, a.setting.DB, sent...)
	if err != nil {
		return nil, err
	}
	var answers []answer
	db := a.setting.DB
	for i, c := range a.step.Check {
		if c.Args == nil {
			answers = append(answers, a.askOf(l, i))
			continue
		}
		answers = append(answers, answer{db: db, args: c.Args, sent: sent[0], value: replies[0], holds: c.Want.Match(replies[0])})
		db, replies, sent = turned(db, [][]string{c.Args}, replies), replies[1:], sent[1:]
	}
	return answers, nil
}

// askOf is the answer to the i-th check, which asks what the learner did.
func (a *Attempt) askOf(l *learner, i int) answer {
	switch c := a.step.Check[i]; {
	case c.Last:
		return answer{none: !l.any, args: l.args, value: l.last, holds: l.any && c.Want.Match(l.last)}
	case c.Used != nil:
		return answer{holds: slices.ContainsFunc(c.Used, func(name string) bool { return l.used[name] })}
	case c.Expired != "":
		return answer{sent: []string{"", c.Expired}} // the clocks know
	case c.Visited:
		return answer{holds: l.visited}
	}
	return answer{holds: l.did[i]}
}

// missing says in a line what the i-th check, which does not hold, has found. It
// says what is there and not what is wanted, which would be the answer.
func (a *Attempt) missing(ctx context.Context, i int, got answer) (text string, ranOut bool, err error) {
	c := a.step.Check[i]
	switch {
	case c.Last && got.none:
		return "the reply this step asks for has not come yet", false, nil
	case c.Last:
		return "the reply " + shorten(show(got.value)) + " is not the one this step asks for", false, nil
	case !c.none():
		if elsewhere := a.elsewhere(c); elsewhere != "" {
			return elsewhere, false, nil
		}
		return c.undone(), false, nil
	}
	if nobody := got.nobody(a.since()); nobody != "" {
		return nobody, false, nil
	}
	gives := fmt.Sprintf("`%s` gives %s here", c.Text, shorten(show(got.value)))
	cmd, known := a.setting.Commands().Lookup(c.Args...)
	if !known {
		return gives, false, nil
	}
	keys := cmd.Keys(got.sent)
	if len(keys) != 1 {
		return gives, false, nil
	}
	if got.db == a.setting.DB && a.clocks.ranOut(keys[0], a.setting.Now()) {
		return "the time of `" + words.Quote(keys[0]) + "` has run out; `again` brings it back", true, nil
	}
	types, err := a.setting.Redis.Observe(ctx, got.db, []string{"TYPE", keys[0]})
	if err != nil || types[0].IsError() {
		return gives, false, err
	}
	if found := a.found(c, cmd, keys[0], types[0], got); found != "" {
		return found, false, nil
	}
	if cmd.Name == "TTL" && i < len(a.start) && a.start[i].holds {
		gives += "; `again` brings the deadline back that it had"
	}
	return gives, false, nil
}

// elsewhere says that the command which a check asks for came, but to a key
// that is no concern of the step's; "" when it was not so.
func (a *Attempt) elsewhere(c Check) string {
	args := a.learner.args
	cmd, known := a.setting.Commands().Lookup(args...)
	if !known || !slices.Contains(c.Used, cmd.Name) || a.about(args) {
		return ""
	}
	for _, way := range a.step.Solution.Commands {
		if slices.Contains(c.Used, way.Name()) {
			if keys := cmd.Keys(way.Args); len(keys) > 0 {
				return fmt.Sprintf("`%s` is another key: this step is about `%s`", words.Quote(cmd.Keys(args)[0]), words.Quote(keys[0]))
			}
		}
	}
	return ""
}

// found says in words what is wrong with a key of some type that a check has
// asked with cmd, or "" where its reply says it best.
func (a *Attempt) found(c Check, cmd *command.Command, name string, found reply.Value, got answer) string {
	home, value := got.db == a.setting.DB, got.value
	key := "`" + words.Quote(name) + "`"
	switch {
	case found.Text == "none" && home && a.clocks.there[name]:
		return "there is no key " + key + " any more"
	case found.Text == "none":
		return "there is no key " + key + " yet"
	case value.ErrorCode() == "WRONGTYPE" && len(cmd.Types) > 0:
		return key + " is " + command.TypeName(found.Text) + " here; this step wants " + cmd.Kinds()
	case cmd.Name == "TYPE":
		return key + " is " + command.TypeName(found.Text) + " here; this step wants " + command.TypeName(c.Want.String())
	case cmd.Name == "EXISTS" && home && a.clocks.gone[name]:
		return "the key " + key + " is there again"
	case cmd.Name == "EXISTS" && !(home && a.clocks.laid[name]):
		return "the key " + key + " is there"
	case cmd.Name == "EXISTS":
		return "the key " + key + " is still there"
	case (cmd.Name == "TTL" || cmd.Name == "PTTL") && value.Int == -1:
		return key + " has no TTL: it will stay for ever"
	case cmd.Name == "HGETALL":
		return c.fields(key, value)
	}
	return ""
}

// fields says which field of a hash is too many, missing or not as it should
// be. A long reply would be cut, often just before that field.
func (c Check) fields(key string, value reply.Value) string {
	surplus, lacking, other, _ := c.Want.Fields(value)
	switch {
	case len(surplus) > 0:
		return key + " has a field `" + words.Quote(surplus[0]) + "`, which does not belong there"
	case len(lacking) > 0:
		return key + " has no field `" + words.Quote(lacking[0]) + "`"
	case len(other) > 0:
		return "the field `" + words.Quote(other[0]) + "` of " + key + " has another value"
	}
	return ""
}

// show returns a reply as people read it: on one line, and text as text where
// it is some.
func show(v reply.Value) string {
	switch {
	case v.Kind == reply.Bulk && readable(v.Text):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v.Text) + `"`
	case len(v.Items) > 0 && v.Kind != reply.Map:
		items := make([]string, len(v.Items))
		for i, item := range v.Items {
			items[i] = fmt.Sprintf("%d) %s", i+1, show(item))
		}
		return strings.Join(items, " ")
	}
	return expect.Show(v)
}

// readable reports whether bytes are text in which every character shows.
func readable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// shorten keeps a reply to about one line of a terminal, and cuts between
// words.
func shorten(s string) string {
	const room = 60
	r := []rune(s)
	if len(r) <= room {
		return s
	}
	cut := string(r[:room-1])
	if at := strings.LastIndexByte(cut, ' '); at > room/2 {
		cut = cut[:at+1]
	}
	return cut + "…"
}
