package proof

import (
	"os"
	"strings"
	"testing"

	"redis-tutor/lessons"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/words"
)

// TestSessionsPoint holds the steps of the last lesson to their point: ways
// past it are not Done, and what is said to them is true. A line that is
// answered stands alone, or before " # " and what is said: a part of the
// advice, or else of what is missing. "Done" is the end of a way.
func TestSessionsPoint(t *testing.T) {
	for _, tt := range []struct{ step, name, lines string }{
		{"signed", "capitals", `SET answer Buns # small
SET answer bun # missing
SET answer "buns " # word only
SET answer buns # Done`},
		{"together", "HSET outside", `HSET session:n8c2f6 visits 1
MULTI
EXPIRE session:n8c2f6 60
EXEC # before MULTI`},
		{"together", "EXPIRE first", `MULTI
EXPIRE session:n8c2f6 60
HSET session:n8c2f6 visits 1
EXEC # First HSET, then EXPIRE
MULTI
hmset session:n8c2f6 visits 1
pexpire session:n8c2f6 60000
EXEC # Done`},
		{"prefix", "another deadline", `HDEL customer:43 visits
EXPIRE customer:43 900 # gives (integer) 900 here`},
		{"immortal", "another deadline", `EXPIRE session:r5k1w9 9000 # again brings the deadline back`},
		{"run-out", "by a deadline that is over", `EXPIRE session:e7x1p5 0 # Gone at once`},
		{"run-out", "by a moment that is over", `EXPIREAT session:e7x1p5 1 # Gone at once`},
		{"run-out", "removed before its time", `EXPIRE session:e7x1p5 60
DEL session:e7x1p5 # Gone at once
forward 60s`},
		{"run-out", "in milliseconds", `PEXPIRE session:e7x1p5 1500
forward 2s # Done`},
		{"rotate", "back under the old id", `RENAME session:guest4 session:d8w2n4
HSET session:guest4 user 7 # under the old id again`},
		{"counter", "the key in the index", `HSET session:f2j8v6 user 7 visits 1 theme light
EXPIRE session:f2j8v6 300
ZADD session:user:7 1 session:f2j8v6 # bare ids
ZREM session:user:7 session:f2j8v6
ZADD session:user:7 1 f2j8v6
DEL session:laptop
ZREM session:user:7 laptop # Done`},
		{"inside", "counted by hand", `HSET $session _user Anna visits 42 # nobody has looked
visit # Done`},
		{"two-people", "Ben alone", `visit / as ben
visit / as ben # your own browser has no session yet
visit # Done`},
		{"two-people", "too often", `visit
visit
visit
visit / as ben
visit / as ben # Done`},
		{"app-theme", "by hand", `HDEL $session theme # not the app
visit /theme theme=auto # Done`},
		{"gone", "another key", `DEL session # another key: this step is about $session
DEL $session # load the page
visit # Done`},
		{"gone", "no page", `DEL $session
HSET $session visits 1
EXPIRE $session 60 # no page`},
		{"app-logout", "all keys", `FLUSHALL # there is no key`},
		{"stale", "all that was loaded", `HSET session:g7d2k9 visits 8 theme light cart rye # undo what the second tab
HSET session:g7d2k9 theme dark # last
HSET session:g7d2k9 visits 8 # Done`},
		{"stale", "two tabs in one", `HSET session:g7d2k9 visits 8 theme dark # One command has written both
HSET session:g7d2k9 theme dark
HINCRBY session:g7d2k9 visits 0 # in another way`},
		{"ghost", "DEL inside", `MULTI
HEXISTS session:x9c3j6 _created
HSET session:x9c3j6 visits 6
EXPIRE session:x9c3j6 60
DEL session:x9c3j6
EXEC # has not run just`},
		{"ghost", "no write", `MULTI
HEXISTS session:x9c3j6 _created
EXEC # written nothing
DEL session:x9c3j6 # has not run just`},
		{"ghost", "no deadline", `MULTI
HEXISTS session:x9c3j6 _created
HSET session:x9c3j6 visits 6
EXEC # no deadline
DEL session:x9c3j6 # has not run just`},
		{"ghost", "asked last", `MULTI
HSET session:x9c3j6 visits 6
EXPIRE session:x9c3j6 60
HEXISTS session:x9c3j6 _created
EXEC # did not stand in front`},
		{"ghost", "asked outside", `WATCH session:x9c3j6
HEXISTS session:x9c3j6 _created
MULTI
HSET session:x9c3j6 visits 6
EXPIRE session:x9c3j6 60
EXEC # did not stand in front
DEL session:x9c3j6
MULTI
HEXISTS session:x9c3j6 _created
HSET session:x9c3j6 visits 6
EXPIRE session:x9c3j6 60
EXEC # The first number is 0
UNLINK session:x9c3j6 # Done`},
	} {
		t.Run(tt.step+"/"+tt.name, func(t *testing.T) {
			t.Parallel()
			p := atSessions(t, tt.step)
			passed := false
			for line := range strings.Lines(tt.lines) {
				text, want, _ := strings.Cut(strings.TrimSpace(line), " # ")
				_, v, err := p.line(t.Context(), typed(t, text))
				if err != nil {
					t.Fatal(err)
				}
				said := strings.ReplaceAll(strings.Join(strings.Fields(v.Advice.String()+" "+v.Missing), " "), "`", "")
				if passed = v.Passed; passed != (want == "Done") || !passed && !strings.Contains(said, want) {
					t.Fatalf("to %s: passed %v, %q, want %q", text, passed, said, want)
				}
			}
		})
	}
}

// atSessions is a player at a step of the shipped course's last lesson.
func atSessions(t *testing.T, step string) *player {
	t.Helper()
	course, err := lessons.Load(os.DirFS("../../content/course"))
	if err != nil {
		t.Fatal(err)
	}
	l, s, err := course.Find("sessions", step)
	if err != nil {
		t.Fatal(err)
	}
	commands := table(t)
	box, done, err := embedded(commands)()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(done)
	p := &player{checker: &checker{Setting: Setting{Open: embedded(commands), Scratch: scratch(commands), Commands: commands}}, file: l.File, box: box}
	p.attempt, err = lessons.Begin(t.Context(), lessons.Setting{
		Step: s, Redis: box, Scratch: p.scratch, Commands: func() *command.Table { return commands }, Values: rounds(l.Values, s.Values)[0],
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// typed is a line as a lesson would have it.
func typed(t *testing.T, text string) lessons.Command {
	t.Helper()
	args, err := words.Split(text)
	if err != nil {
		t.Fatal(err)
	}
	c := lessons.Command{Text: text}
	switch args[0] {
	case "visit":
		c.Web = args
	case "forward":
		c.Forward = 60_000_000_000
	default:
		c.Args = args
	}
	return c
}
