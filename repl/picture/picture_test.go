package picture_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"redis-tutor/repl/picture"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
	"redis-tutor/sandbox/words"
)

var update = flag.Bool("update", false, "rewrite the pictures in testdata")

// keys are made in database 3. The pictures are drawn in this order.
const keys = `
names:     RPUSH names Bob John "a very long name that goes on and on, far past the edge of any window that people use"
long:      EVAL "for i=1,1234 do redis.call('rpush','long','line '..i) end" 0
cat:       HSET cat name Tom age 3 motto "always \"land\" on your feet\n" 漢字 "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字" "" ""
many:      EVAL "for i=1,40 do redis.call('hset','many','field'..i,i) end" 0
tags:      SADD tags red green blue black white grey pink orange purple "two words" Grün
numbers:   SADD numbers 3 1 2
big:       EVAL "for i=1,30 do redis.call('sadd','big',i) end" 0
board:     ZADD board 10 ann 25 bob -3.5 cyd +inf max
league:    EVAL "for i=1,300 do redis.call('zadd','league',i,'player '..i) end" 0
times:     ZADD times 1700000000 first 1700000060 second 1700003600 third
Sicily:    GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 14.27 37.3 Gela
spot:      GEOADD spot 2.35 48.85 Paris
hello:     SET hello "Grüße aus Köln, 漢字"
empty:     SET empty ""
n:         SET n 41
huge:      SET huge 9223372036854775807
pi:        SET pi 3.14
story:     EVAL "redis.call('set','story',string.rep('Once upon a time. ',200))" 0
noise:     EVAL "redis.call('set','noise',string.rep(string.char(0,200,7),1000))" 0
quoted:    SET quoted "say \"hi\"\tand \\ go"
binary:    SET binary "\x01\x00\x10\xff"
bits:      SETBIT bits 1 1
wide:      SETBIT wide 255 1
visitors:  PFADD visitors ann bob cyd
day:       SETBIT day 1439 1
log:       XADD log 1-1 event start user "Ann B"
log:       XADD log 2-1 event stop
log:       XGROUP CREATE log readers 0
log:       XREADGROUP GROUP readers c1 COUNT 1 STREAMS log >
feed:      EVAL "for i=1,50 do redis.call('xadd','feed',i..'-0','n',i) end" 0
"odd ` + "`key`" + `":  SET "odd ` + "`key`" + `" "\x1b[31mred"
`

// variants are the terminals that pictures are drawn on.
var variants = []struct {
	name string
	o    screen.Options
}{
	{"wide", at(80)},
	{"narrow", at(40)},
	{"ascii", screen.Options{ASCII: true, Width: func() int { return 80 }}},
	{"spoken", screen.Options{Words: true, Width: func() int { return 80 }}},
	{"colour", screen.Options{Color: true, Width: func() int { return 40 }}},
}

func at(width int) screen.Options { return screen.Options{Width: func() int { return width }} }

// looker returns a Look into database 3.
func looker(t *testing.T, box sandboxtest.Observer) picture.Look {
	return func(commands ...[]string) ([]reply.Value, error) { return box.Observe(t.Context(), 3, commands...) }
}

// lay makes the keys and returns their names.
func lay(t *testing.T, look picture.Look) []string {
	t.Helper()
	var names []string
	for line := range strings.Lines(strings.TrimSpace(keys)) {
		at := strings.Index(line, ":  ")
		name, err := words.Split(line[:at])
		if err != nil {
			t.Fatal(err)
		}
		command, err := words.Split(strings.TrimSpace(line[at+1:]))
		if err != nil {
			t.Fatal(err)
		}
		if v, err := look(command); err != nil || v[0].IsError() {
			t.Fatal(line, v, err)
		}
		if len(names) == 0 || names[len(names)-1] != name[0] {
			names = append(names, name[0])
		}
	}
	return names
}

// drawn draws all keys and trees on one kind of terminal.
func drawn(t *testing.T, look picture.Look, names []string, o screen.Options) string {
	t.Helper()
	var b strings.Builder
	a := &picture.Album{Look: look, Out: screen.New(&b, o)}
	for _, name := range names {
		if ok, err := a.Key(name); !ok || err != nil {
			t.Fatalf("%s: %v, %v", name, ok, err)
		}
		b.WriteString("\n")
	}
	if _, err := a.Tree(3, ""); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if w := uniseg.StringWidth(escapes.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")); w > o.Width() {
			t.Errorf("%d columns, want %d at most: %q", w, o.Width(), line)
		}
		if o.Words && strings.ContainsAny(line, "│┌└├─┆█░→←·") {
			t.Errorf("a drawing: %q", line)
		}
		if o.ASCII && strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("not ASCII: %q", line)
		}
	}
	return memory.ReplaceAllString(b.String(), "N bytes in memory")
}

var (
	escapes   = regexp.MustCompile("\x1b\\[[0-9;]*m")
	memory    = regexp.MustCompile(`[\d,]+ k?(B|bytes) in memory`)
	unordered = regexp.MustCompile(`^(cat|tags) `) // a server has its own order for them
	encoding  = regexp.MustCompile(`(?m)^(listpack|quicklist|ziplist|skiplist|hashtable|intset)`)
)

// TestPictures draws a key of every type, embedded and on a real server, which
// may choose other encodings.
func TestPictures(t *testing.T) {
	embedded, err := sandbox.NewEmbedded(sandboxtest.Commands(t, "../../content/commands.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer embedded.Close()
	look := looker(t, embedded)
	names := lay(t, look)
	for _, v := range variants {
		file := "testdata/" + v.name + ".txt"
		got := drawn(t, look, names, v.o)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", v.name, diff)
		}
	}
	t.Run("server", func(t *testing.T) { picturesOnServer(t) })
}

func picturesOnServer(t *testing.T) {
	server, err := sandbox.Open(t.Context(), sandboxtest.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	look := looker(t, server)
	names := lay(t, look)
	for _, v := range variants {
		want, err := os.ReadFile("testdata/" + v.name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		plain := func(s string) string {
			s = encoding.ReplaceAllString(escapes.ReplaceAllString(s, ""), "ENCODING")
			pictures := strings.Split(s, "\n\n")
			return strings.Join(slices.DeleteFunc(pictures, func(p string) bool { return unordered.MatchString(p) }), "\n\n")
		}
		if diff := cmp.Diff(plain(string(want)), plain(drawn(t, look, names, v.o))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", v.name, diff)
		}
	}
}

// TestPicturesFit draws all keys at all widths.
func TestPicturesFit(t *testing.T) {
	embedded, err := sandbox.NewEmbedded(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer embedded.Close()
	look := looker(t, embedded)
	names := lay(t, look)
	for width := 20; width < 100; width += 3 {
		drawn(t, look, names, at(width))
	}
}

// script answers commands from a table, and fails for others.
func script(t *testing.T, answers map[string]reply.Value) picture.Look {
	return func(commands ...[]string) ([]reply.Value, error) {
		var v []reply.Value
		for _, c := range commands {
			answer, ok := answers[strings.Join(c, " ")]
			if !ok {
				t.Errorf("asked for %q", c)
				answer = reply.NewError("ERR no answer")
			}
			v = append(v, answer)
		}
		return v, nil
	}
}

func bulks(texts ...string) reply.Value {
	var v reply.Value
	v.Kind = reply.Array
	for _, text := range texts {
		v.Items = append(v.Items, reply.NewBulk(text))
	}
	return v
}

// TestTimes draws what depends on the clock: the time that a key and its
// fields have left.
func TestTimes(t *testing.T) {
	answers := map[string]reply.Value{
		"TYPE k": reply.NewStatus("hash"), "PTTL k": reply.NewInt(42_000), "OBJECT ENCODING k": reply.NewBulk("listpackex"),
		"MEMORY USAGE k": reply.NewError("NOPERM"), "HLEN k": reply.NewInt(2),
		"HSCAN k 0 COUNT 20":   reply.NewArray(reply.NewBulk("0"), bulks("a", "1", "b", "2")),
		"HPTTL k FIELDS 2 a b": reply.NewArray(reply.NewInt(-1), reply.NewInt(57_400)),
	}
	for given, want := range map[time.Duration]string{
		time.Minute:      "ttl 42s of 60s █████████████████████░░░░░░░░░\n",
		0:                "ttl 42s\n",
		10 * time.Second: "ttl 42s\n", // somebody else has given it more since
	} {
		var b strings.Builder
		a := &picture.Album{Look: script(t, answers), Out: screen.New(&b, at(60)), Lifetime: func(string) time.Duration { return given }}
		if ok, err := a.Key("k"); !ok || err != nil {
			t.Fatal(ok, err)
		}
		full := "k  hash of 2 fields\nlistpackex\n" + want + "a │ \"1\"\nb │ \"2\"  ttl 57s\n"
		if diff := cmp.Diff(full, b.String()); diff != "" {
			t.Errorf("given %v (-want +got)\n%s", given, diff)
		}
	}
}

// TestTooLarge fetches nothing of a list whose elements are huge: script fails
// the test when it is asked for them.
func TestTooLarge(t *testing.T) {
	var b strings.Builder
	a := &picture.Album{Out: screen.New(&b, at(80)), Look: script(t, map[string]reply.Value{
		"TYPE k": reply.NewStatus("list"), "PTTL k": reply.NewInt(-1), "OBJECT ENCODING k": reply.NewBulk("quicklist"),
		"MEMORY USAGE k": reply.NewInt(30_000_000), "LLEN k": reply.NewInt(3),
	})}
	if ok, err := a.Key("k"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if want := "Each takes about 10.0 MB"; !strings.Contains(b.String(), want) {
		t.Errorf("want %q:\n%s", want, b.String())
	}
}

// TestNearlyHyperLogLog: a string may begin like one and be none.
func TestNearlyHyperLogLog(t *testing.T) {
	var b strings.Builder
	a := &picture.Album{Out: screen.New(&b, at(80)), Look: script(t, map[string]reply.Value{
		"TYPE k": reply.NewStatus("string"), "PTTL k": reply.NewInt(-1), "OBJECT ENCODING k": reply.NewBulk("raw"),
		"MEMORY USAGE k": reply.NewInt(90), "STRLEN k": reply.NewInt(20), "GET k": reply.NewBulk("HYLL\x01" + strings.Repeat("\x00", 15)),
		"PFCOUNT k k": reply.NewError("INVALIDOBJ Corrupted HLL object detected"),
	})}
	if ok, err := a.Key("k"); !ok || err != nil || !strings.Contains(b.String(), "cannot read it as one") {
		t.Errorf("%v, %v\n%s", ok, err, b.String())
	}
}

// TestUnknownTypes: modules bring types of their own.
func TestUnknownTypes(t *testing.T) {
	var b strings.Builder
	a := &picture.Album{Out: screen.New(&b, at(80)), Look: script(t, map[string]reply.Value{
		"TYPE k": reply.NewStatus("ReJSON-RL"), "PTTL k": reply.NewInt(-1), "OBJECT ENCODING k": reply.NewBulk("raw"),
		"MEMORY USAGE k": reply.NewInt(90),
	})}
	if ok, err := a.Key("k"); !ok || err != nil || !strings.HasPrefix(b.String(), "k  ReJSON-RL\n") {
		t.Errorf("%v, %v\n%s", ok, err, b.String())
	}
}
