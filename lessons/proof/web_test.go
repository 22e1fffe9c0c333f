package proof

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWebFaults breaks the lesson about a web site, one change at a time.
func TestWebFaults(t *testing.T) {
	src, err := os.ReadFile("../testdata/web/01-visits.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := table(t)
	for _, c := range []struct{ name, old, new, want string }{
		{"reply", "> app start\n> visit\n", "> app start\n> visit\n200 OK\n", "01-visits.md:18: visit has no reply"},
		{"no such word", "> cookies\n", "> cookies please\n", `01-visits.md:22: > cookies please: "please" is one word too many`},
		{"no such browser", "${who} as phone\nThat", "${who} as\nThat", `01-visits.md:42: > visit /login name=Anna as: "as" is followed by a name`},
		{"no such choice", "> visit /logout\n> EXPIRE", "> visit /theme theme=pink\n> EXPIRE", `01-visits.md:101: > visit /theme theme=pink: "pink" is no choice for "theme"`},
		{"setup", "> app start\n> visit /login name=${who}\n", "> app start 80\n", `01-visits.md:64: > app start 80: "app start 80" is nothing a lesson can do`},
		{"nobody", "> visit /login name=${who}\n```\n", "> visit /login name=${who} as phone\n```\n",
			"01-visits.md:54: after its transcripts, the solution of step \"seen\" does not pass: `HGET $session _user` gives (nil) here\n" +
				"01-visits.md:54: the solution of step \"seen\" does not pass: your own browser has no session yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if n := strings.Count(string(src), c.old); n != 1 {
				t.Fatalf("%q stands %d times there", c.old, n)
			}
			course := fstest.MapFS{"01-visits.md": {Data: []byte(strings.Replace(string(src), c.old, c.new, 1))}}
			report, err := Check(t.Context(), Setting{FS: course, Open: embedded(commands), Scratch: scratch(commands), Commands: commands})
			if err != nil {
				t.Fatal(err)
			}
			// What follows from the fault is reported, too.
			if got := strings.Join(texts(report.Problems), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant among it\n%s", got, c.want)
			}
		})
	}
}
