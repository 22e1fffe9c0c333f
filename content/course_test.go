package content_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"redis-tutor/content"
	"redis-tutor/lessons"
	"redis-tutor/lessons/proof"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/browse"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
)

// TestCourseCovers holds the shipped course to what is promised of it.
// Whether it is right is proven in lessons/proof.
func TestCourseCovers(t *testing.T) {
	course, err := lessons.Load(content.Course())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"strings", "lists", "hashes", "sets", "sorted-sets", "sessions"}
	if len(course.Lessons) != len(want) {
		t.Fatalf("%d lessons, want %d", len(course.Lessons), len(want))
	}
	exercises := 0
	for i, l := range course.Lessons {
		if l.ID != want[i] {
			t.Errorf("lesson %d is %q, want %q", i+1, l.ID, want[i])
		}
		most := 14
		if i == len(want)-1 {
			most = 30 // the last puts the others to use: several parts, with a checkpoint between them
		}
		if n := len(l.Steps); n < 8 || n > most {
			t.Errorf("%s has %d steps, want 8 to %d", l.ID, n, most)
		}
		for _, st := range l.Steps {
			if st.Quiz != nil || len(st.Task) > 0 {
				exercises++
			}
		}
	}
	if exercises < 60 {
		t.Errorf("%d tasks and quizzes, want at least 60", exercises)
	}
	taught := commandsOf(course)
	for _, name := range bytes.Fields([]byte(mustTeach)) {
		if !taught[string(name)] {
			t.Errorf("no lesson teaches %s", name)
		}
	}
}

// mustTeach are the commands that a newcomer must have met.
const mustTeach = `
	SELECT SET GET STRLEN DEL INCR EXISTS TYPE EXPIRE TTL MGET MSET
	RPUSH LPUSH LRANGE LPOP RPOP LLEN LINDEX LTRIM
	HSET HGET HGETALL HDEL HINCRBY HMGET HEXISTS
	SADD SMEMBERS SISMEMBER SREM SINTER SUNION SDIFF SCARD
	ZADD ZRANGE ZRANGEBYSCORE ZREM ZINCRBY ZRANK ZREVRANGE ZSCORE
	MULTI EXEC RENAME`

// commandsOf returns the names of the commands that a course shows, wants or
// explains.
func commandsOf(course *lessons.Course) map[string]bool {
	names := map[string]bool{}
	for _, l := range course.Lessons {
		for _, st := range l.Steps {
			for _, b := range st.Body {
				for _, x := range b.Exchanges {
					names[x.Name()] = true
				}
				for span := range (prose.Text{b.Block}).Spans {
					if span.Style == prose.Code {
						names[span.Text] = true
					}
				}
			}
			for _, c := range st.Solution.Commands {
				names[c.Name()] = true
			}
		}
	}
	return names
}

// TestContributingExample: the lesson that CONTRIBUTING.md shows is a sound
// one.
func TestContributingExample(t *testing.T) {
	doc, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(doc), "~~~markdown\n")
	example, _, closed := strings.Cut(rest, "~~~\n")
	if !found || !closed {
		t.Fatal("no example between ~~~markdown and ~~~")
	}
	table, err := command.Parse(content.Commands())
	if err != nil {
		t.Fatal(err)
	}
	report, err := proof.Check(t.Context(), proof.Setting{
		FS:       fstest.MapFS{"01-bakery.md": {Data: []byte(example)}},
		Commands: table,
		Open: func() (proof.Sandbox, func(), error) {
			box, err := sandbox.NewEmbedded(func() *command.Table { return table })
			withWeb := struct {
				*sandbox.Sandbox
				*browse.Web
			}{box, &browse.Web{}}
			return withWeb, func() { box.Close() }, err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
	if report.Tasks != 1 || report.Exchanges != 1 {
		t.Errorf("%+v", report)
	}
}
