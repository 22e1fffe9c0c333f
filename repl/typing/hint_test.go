package typing_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/typing"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/sandboxtest"
)

var update = flag.Bool("update", false, "rewrite testdata")

// TestHints plays testdata/hints.txt: what is typed, up to the bar, and the
// hint behind it.
func TestHints(t *testing.T) {
	const file = "testdata/hints.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	typist := newTypist(t)
	var out strings.Builder
	n := 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		typed, want, ok := strings.Cut(line, "|=>")
		if !ok {
			out.WriteString(line + "\n")
			continue
		}
		n++
		got := said(typist, typed)
		out.WriteString(typed + "|=>" + got + "\n")
		if got != want && !*update {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if n < 120 {
		t.Errorf("only %d hints", n)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNewerIsNotNear: a command that came after the server's version is none that
// was meant.
func TestNewerIsNotNear(t *testing.T) {
	for version, want := range map[string]string{"7.0.15": "", "8.0": "; HGETDEL is near it"} {
		table := sandboxtest.Commands(t, commandsFile)().At(version)
		typist := typing.New(typing.Config{Commands: func() *command.Table { return table }})
		if _, got := typist.Say("HGETDLE k"); got != "# no command is called HGETDLE"+want && (want != "" || strings.Contains(got, "HGETDEL")) {
			t.Errorf("%s: %s", version, got)
		}
	}
}

// TestSpoken: for who listens, a word leads what is said of an open quote.
func TestSpoken(t *testing.T) {
	typist := newTypist(t)
	if got := typist.Unfinished(`SET k "a`); got != "# quote open: go on, or Ctrl-C" {
		t.Error(got)
	}
	typist.Spoken = true
	if got := typist.Unfinished(`SET k "a`); got != "note: quote open: go on, or Ctrl-C" {
		t.Error(got)
	}
}

// said returns what stands behind a line, of which one thing at most is said.
func said(typist *typing.Typist, line string) string {
	hint, fault := typist.Say(line)
	switch {
	case fault == "":
		return hint
	case hint != "":
		return "both " + hint + " and " + fault
	}
	return "  " + fault
}

func TestHintWithoutColour(t *testing.T) {
	typist := typing.New(typing.Config{Commands: sandboxtest.Commands(t, commandsFile)})
	for typed, want := range map[string]string{
		"SETBIT k":        "  # offset value",
		"SETBIT k ":       "  # offset value",
		"COPY a b DB 1 ":  "  # [REPLACE]",
		"SET k v EX ten ": "  # EX wants a number of seconds, not ten",
		"GET k":           "",
	} {
		if got := said(typist, typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if got := typist.Paint("SET k v"); got != "SET k v" {
		t.Errorf("painted %q", got)
	}
}

// TestTightBar: a bar that touches a word makes no pipe.
func TestTightBar(t *testing.T) {
	typist := newTypist(t)
	typist.Program = func(name string) bool { return name == "jq" }
	const spaces = "  # for a pipe, put spaces around the bar: "
	for typed, want := range map[string]string{
		"GET j |jq .":  spaces + "GET j | jq .",
		"> GET j|jq":   spaces + "GET j | jq",
		"GET j |jqq":   "  # nothing follows here any more, so |jqq is one word too many",
		"GET j | jq .": "",
	} {
		if got := said(typist, typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// TestMute: the answer to a question is no command.
func TestMute(t *testing.T) {
	typist := newTypist(t)
	typist.Mute = func() bool { return true }
	typist.Config.Paint = mark
	if got := said(typist, "y "); got != "" {
		t.Errorf("hint %q", got)
	}
	if got := typist.Paint("y"); got != "y" {
		t.Errorf("painted %q", got)
	}
	if got := typist.Ghost("es"); got != "" {
		t.Errorf("ghost %q", got)
	}
	if line, pos, list, _ := typist.Complete("y", 1); line != "y" || pos != 1 || list != nil {
		t.Errorf("completed to %q, %d, %q", line, pos, list)
	}
}

func TestPaint(t *testing.T) {
	typist := newTypist(t)
	typist.Config.Paint = mark
	for _, tt := range []struct{ typed, want string }{
		{"SET user:1 ann EX 10", "c<SET> k<user:1> ann o<EX> n<10>"},
		{"set 'user 1' \"a b\"", "c<set> k<'user 1'> \"a b\""},
		{"config get maxmem*", "c<config> c<get> maxmem*"},
		{"HSET h name bob", "c<HSET> k<h> m<name> bob"},
		{"ZADD z 1.5 ann", "c<ZADD> k<z> n<1.5> m<ann>"},
		{"XADD s * f v", "c<XADD> k<s> o<*> m<f> v"},
		{"KEYS user:*", "c<KEYS> p<user:*>"},
		{"SORT l GET # # all", "c<SORT> k<l> o<GET> p<#> q<# all>"},
		{"SETT a", "w<SETT> a"},
		{"SE", "SE"},
		{"SEZ", "w<SEZ>"},
		{"SEZ ", "w<SEZ> "},
		{"JSON.SET k $ 1", "JSON.SET k $ 1"},
		{"nex", "nex"},
		{"next", "c<next>"},
		{":next", "c<:next>"},
		{"help GET", "c<help> GET"},
		{"as bob GET k", "c<as> bob c<GET> k<k>"},
		{"as bob 2 GETT k", "c<as> bob n<2> w<GETT> k"},
		{"GET k | wc -l # why", "c<GET> k<k> | wc -l q<# why>"},
		{"GET \"|\"", "c<GET> k<\"|\">"},
		{"explain LLEN k", "c<explain> c<LLEN> k<k>"},
		{"SET k v EX", "c<SET> k<k> v o<EX>"},
		{"SET k v E", "c<SET> k<k> v E"},
		{"SET k v E ", "c<SET> k<k> v w<E> "},
		{"SET k v EX ten NX", "c<SET> k<k> v o<EX> w<ten> NX"},
		{"EXPIRE k -", "c<EXPIRE> k<k> -"},
		{"EXPIRE k x", "c<EXPIRE> k<k> w<x>"},
		{"5 INCR x", "n<5> c<INCR> k<x>"},
		{"0 INCR x", "w<0> c<INCR> k<x>"},
		{"as bob -1 ", "c<as> bob w<-1> "},
		{"127.0.0.1:6379> GET k", "q<127.0.0.1:6379> >c<GET> k<k>"},
		{"GET k # why", "c<GET> k<k> q<# why>"},
		{"SET k \"open", "c<SET> k<k> u<\">open"},
		{"EXPIRE k \"1", "c<EXPIRE> k<k> u<\">n<1>"},
		{"SET k \"a\"b c", "c<SET> k<k> \"a\"w<b c>"},
		{"SET 键 值 GET", "c<SET> k<键> 值 o<GET>"},
		{"DEL a b", "c<DEL> k<a> k<b>"},
		{"EVAL x 1 a b", "c<EVAL> x n<1> k<a> b"},
		{"XREAD STREAMS a b 0 0", "c<XREAD> o<STREAMS> k<a> k<b> n<0> n<0>"},
		{"", ""},
		{"   ", "   "},
	} {
		if got := typist.Paint(tt.typed); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.typed, got, tt.want)
		}
	}
}

func TestQuietRole(t *testing.T) {
	typist := newTypist(t)
	var roles []screen.Role
	typist.Config.Paint = func(role screen.Role, text string) string {
		roles = append(roles, role)
		return text
	}
	typist.Say("GET ")
	typist.Say("GETT ")
	typist.Ghost("x")
	if !slices.Equal(roles, []screen.Role{screen.Quiet, screen.Quiet, screen.Quiet}) {
		t.Errorf("painted in %v", roles)
	}
}
