package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type room struct {
	room  string
	may   []string
	third []string
}

// rooms says which packages each room may import, besides its own and the
// standard library. The first room whose name is a prefix of the package's
// holds. A name ending in "/" allows all packages below it.
var rooms = []room{
	{"content", nil, nil},
	{"docs", nil, []string{"github.com/rivo/uniseg"}}, // draws the README's picture
	{"sandbox/reply", nil, nil},
	{"sandbox/words", nil, nil},
	{"sandbox/amount", nil, nil},
	{"sandbox/command", []string{"sandbox/reply", "sandbox/words"}, []string{"github.com/agext/levenshtein"}},
	{"sandbox/image", []string{"sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount", "sandbox/embedded/hyperloglog"}, nil},
	{"sandbox/sandboxtest", []string{"sandbox/"}, []string{"github.com/google/go-cmp", "github.com/redis/go-redis/v9"}}, // for tests only
	{"sandbox/embedded/geo", nil, nil},
	{"sandbox/embedded/hyperloglog", nil, nil},
	{"sandbox/embedded/lua", []string{"sandbox/reply"}, []string{"github.com/yuin/gopher-lua"}},
	{"sandbox", []string{"sandbox/reply", "sandbox/command"}, []string{"github.com/redis/go-redis/v9", "github.com/alicebob/miniredis/v2", "github.com/tidwall/btree"}},
	// Alone of the session store's house it knows replies: it shows what went
	// over the wire, in redis-cli's words.
	{"lessons/websession/serve", []string{"lessons/websession/", "sandbox/reply"}, []string{"github.com/redis/go-redis/v9"}},
	{"lessons/websession/compare", []string{"lessons/websession"}, []string{"github.com/redis/go-redis/v9", "modernc.org/sqlite"}},
	{"lessons/websession", nil, []string{"github.com/redis/go-redis/v9"}},
	{"lessons", []string{"sandbox/reply", "sandbox/command", "sandbox/words"}, []string{
		"golang.org/x/sys", // locks files
		"github.com/yuin/goldmark", "github.com/natefinch/atomic",
		"github.com/rivo/uniseg",
	}},
	{"repl/adapt", []string{"repl", "sandbox", "lessons/websession/serve"}, nil},                                                     // the one room that knows both sides
	{"repl/browse", []string{"lessons", "lessons/prose", "lessons/websession/serve", "sandbox/words"}, []string{"golang.org/x/net"}}, // reads HTML
	{"repl/cells", nil, []string{"github.com/rivo/uniseg"}},
	{"repl/chart", []string{"repl/cells", "repl/screen", "lessons/websession/compare"}, nil},
	{"repl/explain", []string{"sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount"}, nil},
	{"repl/gloss", []string{"repl/keyname", "sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount"}, nil},
	{"repl/keyname", []string{"sandbox/command"}, nil},
	{"repl/line", []string{"repl/cells", "sandbox/words"}, nil},
	{"repl/notes", nil, nil},
	{"repl/picture", []string{"repl/cells", "repl/keyname", "repl/screen", "sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount"}, nil},
	{"repl/screen", []string{"repl/cells", "lessons/prose"}, []string{"github.com/fatih/color"}},
	{"repl/script", nil, nil},
	{"repl/terminal", []string{"repl/cells"}, []string{
		"github.com/chzyer/readline", "github.com/natefinch/atomic", "github.com/rivo/uniseg", "golang.org/x/term", "golang.org/x/sys",
	}},
	{"repl/trace", []string{"repl/cells", "repl/screen", "sandbox/amount"}, nil},
	{"repl/typing", []string{"repl/keyname", "repl/line", "repl/screen", "sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount"}, nil},
	{"repl/settings", nil, nil},
	{"repl/batch", []string{"repl/line", "sandbox/reply", "sandbox/command", "sandbox/words"}, nil},
	{"repl/danger", []string{"repl/script"}, nil},
	{"repl/secret", []string{"repl/line", "sandbox/command"}, nil},
	{"repl/pager", []string{"repl/screen", "repl/cells"}, nil},
	{"repl/walk", []string{"repl/screen", "lessons/", "sandbox/reply"}, nil},
	{"repl/reference", []string{"sandbox/command"}, nil},
	{"repl/help", []string{"repl/screen", "lessons/prose", "sandbox/command"}, nil},
	{"repl/program", []string{"repl/", "lessons/", "sandbox/reply", "sandbox/command", "sandbox/words", "sandbox/amount"}, []string{
		"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term", "github.com/natefinch/atomic", "github.com/schollz/progressbar/v3",
	}},
	{"repl", []string{"lessons/", "sandbox/reply", "sandbox/command", "sandbox/image", "sandbox/words", "sandbox/amount"}, nil},
	{".", []string{"content", "repl/", "sandbox/", "lessons/"}, []string{"github.com/adrg/xdg"}},
}

const module = "redis-tutor"

// sourceFile is a Go file that is not a test, and what it imports.
type sourceFile struct {
	path    string
	room    string
	imports []string
}

func sources(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := sourceFile{path: filepath.ToSlash(name), room: path.Dir(filepath.ToSlash(name))}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found %d source files; is this the project's root?", len(files))
	}
	return files
}

// TestImportDirections holds the arrows of the house: see the picture in
// CONTRIBUTING.md.
func TestImportDirections(t *testing.T) {
	for _, f := range sources(t) {
		for _, imported := range f.imports {
			if why := refused(f.room, imported); why != "" {
				t.Errorf("%s imports %s: %s", f.path, imported, why)
			}
		}
	}
}

// TestRoomsOfThePrompt: what holds for the prompt would let each of its
// packages import nearly all others, so each has a row of its own.
func TestRoomsOfThePrompt(t *testing.T) {
	for _, f := range sources(t) {
		if path.Dir(f.room) == "repl" && !slices.ContainsFunc(rooms, func(r room) bool { return r.room == f.room }) {
			t.Errorf("%s has no row", f.room)
		}
	}
}

// refused says why a room may not import a package, "" when it may.
func refused(room, imported string) string {
	for _, r := range rooms {
		if !within(room, r.room) {
			continue
		}
		if own, ok := strings.CutPrefix(imported, module+"/"); ok {
			if within(own, r.room) && r.room != "." || slices.ContainsFunc(r.may, func(m string) bool { return within(own, m) }) {
				return ""
			}
			return "room " + r.room + " may not"
		}
		if !strings.Contains(strings.Split(imported, "/")[0], ".") {
			return "" // standard library
		}
		if slices.ContainsFunc(r.third, func(m string) bool { return within(imported, m) }) {
			return ""
		}
		return "room " + r.room + " has no such dependency"
	}
	return "no room holds this package"
}

// within reports whether a package is the one named or, for a name ending in
// "/", that one or one below it. Rooms and modules hold what is below them.
func within(pkg, name string) bool {
	name = strings.TrimSuffix(name, "/")
	return name == "." || pkg == name || strings.HasPrefix(pkg, name+"/")
}

// TestOneDoor keeps some libraries behind one file each, so that they can be
// wrapped, watched and replaced.
func TestOneDoor(t *testing.T) {
	for _, library := range []string{"github.com/chzyer/readline", "github.com/fatih/color", "github.com/schollz/progressbar/v3", "modernc.org/sqlite"} {
		var importers []string
		for _, f := range sources(t) {
			if slices.Contains(f.imports, library) {
				importers = append(importers, f.path)
			}
		}
		if len(importers) != 1 {
			t.Errorf("%s is imported by %v, want exactly one file", library, importers)
		}
	}
}

// TestRoomsRefuse proves that the table can say no.
func TestRoomsRefuse(t *testing.T) {
	for _, c := range []struct{ room, imported string }{
		{"repl", module + "/sandbox"},
		{"repl/gloss", module + "/sandbox"},
		{"repl/gloss", module + "/repl/screen"},
		{"repl/explain", module + "/repl/screen"},
		{"repl/keyname", module + "/sandbox/reply"},
		{"repl/picture", module + "/repl"},
		{"repl/typing", module + "/repl"},
		{"repl/typing", module + "/repl/terminal"},
		{"repl/program", module + "/sandbox"},
		{"repl", "github.com/spf13/cobra"},
		{"repl/terminal", module + "/sandbox/reply"},
		{"repl/terminal", module + "/repl/line"},
		{"repl/line", module + "/repl/terminal"},
		{"repl/screen", module + "/sandbox/reply"},
		{"repl/batch", module + "/repl"},
		{"repl/danger", module + "/sandbox/reply"},
		{"repl/danger", module + "/repl"},
		{"repl/secret", module + "/repl"},
		{"repl/pager", module + "/repl/terminal"},
		{"repl/walk", module + "/repl"},
		{"repl/walk", module + "/repl/terminal"},
		{"repl/settings", module + "/repl"},
		{"repl/help", module + "/repl"},
		{"repl/reference", module + "/sandbox/reply"},
		{"lessons", module + "/sandbox"},
		{"lessons/proof", module + "/repl"},
		{"sandbox/reply", module + "/sandbox"},
		{"sandbox", module + "/lessons"},
		{"sandbox/words", module + "/sandbox/reply"},
		{"sandbox/image", module + "/sandbox"},
		{"sandbox/embedded/lua", module + "/sandbox/embedded"},
		{"sandbox/embedded/geo", module + "/sandbox/reply"},
		{"sandbox", "github.com/yuin/gopher-lua"},
		{"content", module + "/lessons"},
		{"lessons", "github.com/redis/go-redis/v9"},
		{"lessons/websession", module + "/repl"},
		{"lessons/websession/visits", module + "/sandbox"},
		{"lessons/websession/serve", module + "/sandbox"},
		{"repl", "github.com/redis/go-redis/v9"}, // it is given an app, and no client
		{"lessons/websession", "modernc.org/sqlite"},
		{"lessons/websession/compare", module + "/repl"},
		{"lessons/websession/compare", module + "/sandbox"},
		{"repl/chart", "modernc.org/sqlite"},
		{"lessons/websession/bench", "github.com/alexedwards/scs/v2"}, // its tests may
	} {
		if refused(c.room, c.imported) == "" {
			t.Errorf("%s may import %s, and must not", c.room, c.imported)
		}
	}
}
