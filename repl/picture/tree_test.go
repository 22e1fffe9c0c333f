package picture_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/repl/picture"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

// TestTree draws keyspaces of several shapes.
func TestTree(t *testing.T) {
	tests := []struct {
		name, only, make, want string
	}{
		{"none", "", "", "# Database 3 holds no keys.\n"},
		{"folders", "", "return {'a:b:c','a:b:d','a:x','user:10','user:9','user:','solo:key','plain'}", `database 3  8 keys
a:
├─ b:
│  ├─ c   string 1 byte
│  └─ d   string 1 byte
└─ x      string 1 byte
user:
├─ 9      string 1 byte
└─ 10     string 1 byte
plain     string 1 byte
solo:key  string 1 byte
user:     string 1 byte
`},
		{"a key without a name", "", "return {'','a:b','a:c'}", "database 3  3 keys\na:\n├─ b  string 1 byte\n└─ c  string 1 byte\n\"\"    string 1 byte\n"},
		{"many", "", "local t={} for i=1,1204 do t[i]='session:'..i end t[1205]='x' return t", "database 3  1,205 keys\nsession:  1,204 keys\nx         string 1 byte\n"},
		{"a folder", "session:", "local t={} for i=1,9 do t[i]='session:'..i%3 ..':'..i end return t", `session:  9 keys
├─ 0:
│  ├─ 3  string 1 byte
│  ├─ 6  string 1 byte
│  └─ 9  string 1 byte
├─ 1:
│  ├─ 1  string 1 byte
│  ├─ 4  string 1 byte
│  └─ 7  string 1 byte
└─ 2:
   ├─ 2  string 1 byte
   ├─ 5  string 1 byte
   └─ 8  string 1 byte
`},
		{"a pattern in one folder", "user:1*", "local t={} for i=1,20 do t[i]='user:'..i end return t", `user:1*  11 keys
user:
├─ 1   string 1 byte
├─ 10  string 1 byte
├─ 11  string 1 byte
├─ 12  string 1 byte
├─ 13  string 1 byte
├─ 14  string 1 byte
├─ 15  string 1 byte
├─ 16  string 1 byte
├─ 17  string 1 byte
├─ 18  string 1 byte
└─ 19  string 1 byte
`},
		{"a pattern", "*:1", "return {'a:1','b:1','b:2'}", "*:1  2 keys\na:1  string 1 byte\nb:1  string 1 byte\n"},
		{"a folder with signs", `a\b:`, `return {'a\\b:1','a\\b:2','ab:1'}`, "a\\b:  2 keys\n├─ 1  string 1 byte\n└─ 2  string 1 byte\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			embedded, err := sandbox.NewEmbedded(nil)
			if err != nil {
				t.Fatal(err)
			}
			defer embedded.Close()
			look := looker(t, embedded)
			if tt.make != "" {
				script := "local names = (function() " + tt.make + " end)() for _, k in ipairs(names) do redis.call('set', k, '1') end"
				if v, err := look([]string{"EVAL", script, "0"}); err != nil || v[0].IsError() {
					t.Fatal(v, err)
				}
			}
			var b strings.Builder
			if _, err := (&picture.Album{Look: look, Out: screen.New(&b, at(80))}).Tree(3, tt.only); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestTreeIsBounded walks a keyspace without end, and stops.
func TestTreeIsBounded(t *testing.T) {
	steps := 0
	look := func(commands ...[]string) ([]reply.Value, error) {
		var v []reply.Value
		for _, c := range commands {
			switch c[0] {
			case "SCAN":
				steps++
				var page []string
				for i := range 1000 {
					page = append(page, fmt.Sprintf("key%d", steps*1000+i))
				}
				v = append(v, reply.NewArray(reply.NewBulk("7"), bulks(page...)))
			case "TYPE":
				v = append(v, reply.NewStatus("string"))
			case "DBSIZE":
				v = append(v, reply.NewInt(1_000_000))
			case "INFO":
				v = append(v, reply.NewBulk("# Keyspace\r\ndb3:keys=1000000,expires=0\r\ndb5:keys=2,expires=0\r\n"))
			case "KEYS":
				t.Error("KEYS was asked for")
			default:
				v = append(v, reply.NewInt(1))
			}
		}
		return v, nil
	}
	var b strings.Builder
	n, err := (&picture.Album{Look: look, Out: screen.New(&b, at(80))}).Tree(3, "")
	if err != nil || n != 20_000 || steps != 20 {
		t.Errorf("%d keys in %d steps, %v", n, steps, err)
	}
	for _, want := range []string{"19,960 more lines", "The walk stopped after about 100,000 of 1,000,000 keys", "database 5 (2 keys)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("want %q:\n%s", want, b.String())
		}
	}
	if lines := strings.Count(b.String(), "\n"); lines > 60 {
		t.Errorf("%d lines", lines)
	}
}

// TestMissing names keys that are near.
func TestMissing(t *testing.T) {
	for keys, want := range map[string]string{
		"":           "# There is no key `nmaes`.\n",
		"names":      "# There is no key `nmaes`. Near it: `names`.\n",
		"elsewhere":  "# There is no key `nmaes`. `show` lists the keys that are there.\n",
		"nmae names": "# There is no key `nmaes`. Near it: `nmae`, `names`.\n",
		"nmaes1":     "# There is no key `nmaes`. `show` lists the keys that are there.\n", // another of a series
	} {
		var b strings.Builder
		a := &picture.Album{Out: screen.New(&b, at(80)), Look: script(t, map[string]reply.Value{
			"SCAN 0 COUNT 5000": reply.NewArray(reply.NewBulk("0"), bulks(strings.Fields(keys)...)),
		})}
		if err := a.Missing("nmaes"); err != nil || b.String() != want {
			t.Errorf("%q: %v\n%s", keys, err, b.String())
		}
	}
}
