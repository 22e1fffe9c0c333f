package keyname_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl/keyname"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

func TestFolder(t *testing.T) {
	for _, tt := range []struct{ name, prefix, want string }{
		{"user:1:mail", "", "user:"},
		{"user:1:mail", "user:", "user:1:"},
		{"user:1:mail", "us", "user:"},
		{"user:1:mail", "user:1:", ""},
		{"user:", "", ""}, // nothing stands in it
		{"user::1", "user:", "user::"},
		{":1", "", ":"},
		{"user", "", ""},
		{"user", "user", ""},
	} {
		if got := keyname.Folder(tt.name, tt.prefix); got != tt.want {
			t.Errorf("%q behind %q: %q, want %q", tt.name, tt.prefix, got, tt.want)
		}
	}
}

func TestNatural(t *testing.T) {
	want := strings.Fields("a user user:1 user:1:x user:2 user:02 user:9 user:10 user:a")
	got := slices.Clone(want)
	slices.Reverse(got)
	if slices.SortFunc(got, keyname.Natural); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMeant(t *testing.T) {
	for _, tt := range []struct{ typed, names, want string }{
		{"nmaes", "other names nmae", "names nmae"},
		{"user:3", "user:1 user:2 usre:3", "usre:3"},
		{"user", "user:1 User", "User"},
		{"xyz", "names", ""},
	} {
		names := strings.Fields(tt.names)
		if got := strings.Join(keyname.Meant(tt.typed, names), " "); got != tt.want {
			t.Errorf("%s among %s: %q, want %q", tt.typed, tt.names, got, tt.want)
		}
		if strings.Join(names, " ") != tt.names {
			t.Errorf("%s has become %q", tt.names, names)
		}
	}
}

// TestGlob: of names with every sign in them, a pattern finds its own and no
// other.
func TestGlob(t *testing.T) {
	for kind, o := range map[string]sandbox.Options{"embedded": {}, "server": sandboxtest.Server(t)} {
		o.Commands = sandboxtest.Commands(t, "../../content/commands.txt")
		box, err := sandbox.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer box.Close()
		names := []string{"ab", "a-b", "a^b", "axb", "a[x]b", "a[^x]b", "a[w-y]b", "a]b"}
		for _, sign := range `*?[]^-\\{}!,.$()|+` + "\n\x00\xff" {
			names = append(names, "a"+string(sign)+"b", string(sign), "[a"+string(sign), `\`+string(sign)+"]")
		}
		for _, name := range names {
			if _, err := box.Do(t.Context(), "SET", name, "x"); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range names {
			v, err := box.Do(t.Context(), "KEYS", keyname.Glob(name))
			if err != nil || len(v.Items) != 1 || v.Items[0].Str() != name {
				t.Errorf("%s: %q finds %v %v", kind, name, v, err)
			}
		}
	}
}
