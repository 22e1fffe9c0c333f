package proof

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/lessons"
)

// goodCourse returns the small course as files that can be spoiled.
func goodCourse(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"01-shelf.md", "02-crates.md"} {
		data, err := os.ReadFile("../testdata/good/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// TestRules breaks one rule at a time in a course that keeps them all.
func TestRules(t *testing.T) {
	const shelf, crates = "01-shelf.md", "02-crates.md"
	commands := table(t)
	tests := []struct {
		name, file, old, new string
		want                 []string
	}{
		{"parse problem", shelf, "```hint\nA number, not OK.", "```hnt\nA number, not OK.", []string{
			`01-shelf.md:130: "hnt" is no block of a lesson: redis, redis loose, setup, task, check, wrong, hint, solution, quiz`,
		}},
		{"wide prose", crates, "`SADD` makes a set", "`SADD` makes a set, which is a heap of things in which nothing is twice", []string{
			"02-crates.md:9: prose is at most 72 columns wide, this line has 93",
		}},
		{"wide advice", shelf, "Too many.", strings.Repeat("many ", 15), []string{
			"01-shelf.md:52: prose is at most 72 columns wide, this line has 75",
		}},
		{"no transcript", shelf, "```redis\n> INCR jar:sum\n(integer) 1\n```\n", "", []string{
			`01-shelf.md:108: step "how-many" has no redis block to try`,
		}},
		{"nothing to do", shelf, "```quiz\nWhat", "```text\nWhat", []string{
			`01-shelf.md:108: step "how-many" has neither a task nor a quiz`,
		}},
		{"one hint", shelf, "```hint\nTen and one.\n```", "", []string{
			`01-shelf.md:108: step "how-many" has 1 of the two hints it needs`,
		}},
		{"no solution", shelf, "```solution\n> GET jar:pear\n```", "", []string{
			`01-shelf.md:68: step "look" has no solution`,
		}},
		{"no wrong", crates, "```wrong\n> RPUSH tower top\nTop came first.\n```", "", []string{
			`02-crates.md:93: step "stack" has no wrong: which mistake is likely?`,
		}},
		{"hint is the solution", shelf, "`GET` and the name.", "Type `get  jar:pear` now.", []string{
			`01-shelf.md:101: hint 2 of step "look" is the whole solution`,
		}},
		{"no challenge", crates, " .challenge", "", []string{
			"02-crates.md:93: the last step of a lesson is a challenge: {#stack .challenge}",
		}},
		{"early challenge", crates, "{#which}", "{#which .challenge}", []string{
			"02-crates.md:7: a challenge is the last step of its lesson",
		}},
		{"not taught", crates, ", `DEL` removes a key", "", []string{
			"02-crates.md:131: DEL is needed here and was not taught before",
		}},
		{"unknown command", crates, "> SET base x", "> STE base x", []string{
			`02-crates.md:118: "STE" is no command of Redis`,
			"02-crates.md:118: the setup fails: > STE base x gives ERR unknown command 'STE', with args beginning with: 'base' 'x' ",
		}},
		{"check writes", crates, "EXISTS base => 0", "DEL base => 0", []string{
			"02-crates.md:109: a check only looks, and DEL does more",
			"02-crates.md:112: this wrong's advice is not given: the checks see the same after doing nothing or running the transcripts",
		}},
		{"long wait", shelf, "> forward 1s", "> forward 1h", []string{
			"01-shelf.md:152: a real server waits for real: forward at most 2s",
			"01-shelf.md:153: > TTL jar:tea gives (integer) -2 and not the reply shown",
		}},
		{"reply not as shown", crates, "(integer) 2\n> SMEMBERS", "(integer) 3\n> SMEMBERS", []string{
			"02-crates.md:12: > SADD crate fig plum gives (integer) 2 and not the reply shown",
		}},
		{"member not as shown", crates, `2) "fig"`, `2) "pea"`, []string{
			`02-crates.md:14: > SMEMBERS crate gives 1) "fig" 2) "plum" and not the reply shown`,
		}},
		{"pair not as shown", crates, "3) \"a\"\n4) \"1\"", "3) \"1\"\n4) \"a\"", []string{
			`02-crates.md:42: > HGETALL crate:h gives 1) "a" 2) "1" 3) "b" 4) "2" and not the reply shown`,
		}},
		{"time not as shown", shelf, "(integer) 99", "(integer) 95", []string{
			"01-shelf.md:153: > TTL jar:tea gives (integer) 99 and not the reply shown",
		}},
		{"kind not as shown", shelf, `"jar:milk"`, "(nil)", []string{
			`01-shelf.md:143: > RANDOMKEY gives "jar:milk" and not the reply shown`,
		}},
		{"nothing passes", crates, "> SET base x", "> RPUSH tower bottom top", []string{
			`02-crates.md:93: step "stack" is passed by doing nothing`,
		}},
		{"transcript passes", crates, "> RPUSH stack a\n(integer) 1", "> RPUSH tower bottom top\n(integer) 2\n> DEL base\n(integer) 1", []string{
			`02-crates.md:100: running the transcript to > DEL base passes step "stack"`,
		}},
		{"transcript shows the solution", shelf, "> GET jar:kiwi\n\"6\"", "> GET jar:pear\n\"5\"", []string{
			"01-shelf.md:104: after its transcripts, the solution of step \"look\" does not pass: this step wants to be done with `GET` or `GETRANGE`",
			"01-shelf.md:104: the solution of step \"look\" does not pass: this step wants to be done with `GET` or `GETRANGE`",
		}},
		{"transcript in the way", crates, "> RPUSH stack a", "> RPUSH tower a", []string{
			`02-crates.md:129: after its transcripts, the solution of step "stack" does not pass: ` +
				"`LRANGE tower 0 -1` gives 1) \"a\" 2) \"bottom\" 3) \"top\" here",
		}},
		{"solution fails", crates, "> RPUSH tower bottom top", "> RPUSH tower top bottom", []string{
			`02-crates.md:129: after its transcripts, the solution of step "stack" does not pass: ` +
				"`LRANGE tower 0 -1` gives 1) \"top\" 2) \"bottom\" here",
			`02-crates.md:129: the solution of step "stack" does not pass: ` +
				"`LRANGE tower 0 -1` gives 1) \"top\" 2) \"bottom\" here",
		}},
		{"wrong passes", crates, "> RPUSH tower top\nTop", "> RPUSH tower bottom top\n> DEL base\nTop", []string{
			`02-crates.md:112: this wrong passes step "stack"`,
		}},
		{"wrong does nothing", crates, "> RPUSH tower top\nTop", "> RPUSH other top\nTop", []string{
			"02-crates.md:112: this wrong's advice is not given: the checks see the same after doing nothing or running the transcripts",
		}},
		{"wrongs alike", shelf, "> DEL jar:milk", "> EXPIRE jar:milk 600\n> DEL jar:oil", []string{
			"01-shelf.md:171: this wrong is told the advice of line 168: the checks see the same after both",
		}},
		{"quiz without answer", shelf, "> SET jar:sum 10\n", "> SET jar:sum 20\n", []string{
			"01-shelf.md:115: no option fits the reply (integer) 21",
		}},
		{"quiz with two answers", shelf, "- [ ] (integer) 1 ::", "- [ ] 1..11 ::", []string{
			"01-shelf.md:123: two options fit the reply (integer) 11",
		}},
		{"setup that empties", crates, "> SET base x\n", "> FLUSHALL\n> SET base x\n", []string{
			"02-crates.md:118: a setup must be safe beside somebody's keys, and FLUSHALL is not: it removes keys that it does not name",
		}},
		{"setup by a script", crates, "> SET base x\n", "> EVAL \"return redis.call('set',KEYS[1],'x')\" 1 base\n", []string{
			"02-crates.md:118: a setup must be safe beside somebody's keys, and EVAL is not: nobody can tell from its words what a script does",
		}},
		{"setup of the server", crates, "> SET base x\n", "> CONFIG SET maxmemory 0\n> SET base x\n", []string{
			"02-crates.md:118: a setup must be safe beside somebody's keys, and CONFIG SET is not: it changes other things than keys",
		}},
		{"setup elsewhere", crates, "> SET base x\n", "> SET base x\n> COPY base base DB 2\n", []string{
			"02-crates.md:119: a setup makes keys in another database with SELECT, and not with COPY",
		}},
		{"solution that empties", crates, "> SELECT 1\n> MULTI\n", "> SELECT 1\n> FLUSHDB\n> MULTI\n", []string{
			"02-crates.md:88: a lesson must be safe beside somebody's keys, and FLUSHDB is not: it removes keys that it does not name",
			"02-crates.md:88: FLUSHDB is needed here and was not taught before",
		}},
		{"wrong that empties", crates, "> RPUSH tower top\n", "> FLUSHDB\n> RPUSH tower top\n", []string{
			"02-crates.md:113: a lesson must be safe beside somebody's keys, and FLUSHDB is not: it removes keys that it does not name",
		}},
		{"only one value is bad", shelf, "count: [3, 4]", "count: [3, 99]", []string{
			`01-shelf.md:50: this wrong passes step "fill"`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			course := goodCourse(t)
			src := string(course[tt.file].Data)
			if strings.Count(src, tt.old) != 1 {
				t.Fatalf("%q stands %d times in %s", tt.old, strings.Count(src, tt.old), tt.file)
			}
			course[tt.file].Data = []byte(strings.Replace(src, tt.old, tt.new, 1))
			report, err := Check(t.Context(), Setting{FS: course, Open: embedded(commands), Commands: commands})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, texts(report.Problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func texts(problems []*lessons.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Error())
	}
	return out
}

func TestFolder(t *testing.T) {
	course := goodCourse(t)
	course["notes.txt"] = &fstest.MapFile{Data: []byte("x")}
	course["drafts/03-x.md"] = &fstest.MapFile{Data: []byte("x")}
	course["released.txt"] = &fstest.MapFile{Data: []byte("# kept for ever\nshelf/fill\nshelf/gone # since 1.0\n")}
	commands := table(t)
	report, err := Check(t.Context(), Setting{FS: course, Open: embedded(commands), Commands: commands})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"drafts: a course holds lessons (NN-id.md) and released.txt, nothing else",
		"notes.txt: a course holds lessons (NN-id.md) and released.txt, nothing else",
		`released.txt:3: the step "shelf/gone" was released and is gone`,
	}
	if diff := cmp.Diff(want, texts(report.Problems)); diff != "" {
		t.Error(diff)
	}
}

func TestReport(t *testing.T) {
	commands := table(t)
	report, err := Check(t.Context(), Setting{FS: goodCourse(t), Open: embedded(commands), Commands: commands})
	if err != nil {
		t.Fatal(err)
	}
	want := Report{
		Lessons: []Lesson{
			{ID: "shelf", Title: "The shelf", Steps: 4, Tasks: 3, Quizzes: 1},
			{ID: "crates", Title: "Crates", Steps: 3, Tasks: 2, Quizzes: 1},
		},
		Tasks: 5, Quizzes: 2, Exchanges: 18,
	}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Error(diff)
	}
}

// TestSandboxFails: a failure of the server is no fault of the course.
func TestSandboxFails(t *testing.T) {
	commands := table(t)
	broken := errors.New("no more servers")
	_, err := Check(t.Context(), Setting{
		FS: goodCourse(t), Commands: commands,
		Open: func() (Sandbox, func(), error) { return nil, nil, broken },
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Check(ctx, Setting{FS: goodCourse(t), Open: embedded(commands), Commands: commands})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := Check(t.Context(), Setting{FS: fstest.MapFS{}}); err == nil {
		t.Error("an empty folder is a good course")
	}
}
