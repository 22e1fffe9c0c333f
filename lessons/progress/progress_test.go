package progress

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// TestContract holds the file and the memory to the same promises.
func TestContract(t *testing.T) {
	stores := map[string]func(*testing.T) *Store{
		"memory": func(*testing.T) *Store { return Memory() },
		"file":   func(t *testing.T) *Store { return open(t, filepath.Join(t.TempDir(), "deep", "er", "progress")) },
	}
	for name, fresh := range stores {
		t.Run(name, func(t *testing.T) { contract(t, fresh(t)) })
	}
}

func contract(t *testing.T, s *Store) {
	if got := s.At(); got != "" || s.Status("lists/push") != None || !s.When("lists/push").IsZero() {
		t.Fatalf("a new store knows something: at %q", got)
	}
	steps := []struct {
		mark, want Status
	}{
		{Skipped, Skipped}, {Shown, Shown}, {Skipped, Shown}, {Solved, Solved}, {Shown, Solved}, {None, Solved},
	}
	for i, step := range steps {
		must(t, s.Mark("lists/push", step.mark, noon.Add(time.Duration(i)*time.Hour)))
		if got := s.Status("lists/push"); got != step.want {
			t.Errorf("step %d: marked %v, status is %v, want %v", i, step.mark, got, step.want)
		}
	}
	if got := s.When("lists/push"); !got.Equal(noon.Add(3 * time.Hour)) {
		t.Errorf("solved at %v", got)
	}
	must(t, s.Mark("lists-more/push", Solved, noon))
	must(t, s.SetAt("lists/push"))
	if got := s.At(); got != "lists/push" {
		t.Errorf("At() = %q", got)
	}
	for _, bad := range []string{"", "push", "lists/", "/push", "lists/a b", "lists/a\nb"} {
		if s.Mark(bad, Solved, noon) == nil || s.SetAt(bad) == nil {
			t.Errorf("%q is taken for a step id", bad)
		}
	}
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path)
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

func TestFileText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "progress")
	s := open(t, path)
	must(t, s.SetAt("strings/set"))
	must(t, s.Mark("strings/set", Solved, noon))
	want := header + "\nat strings/set\nsolved strings/set 2026-03-01T12:00:00Z\n"
	if got := read(t, path); got != want {
		t.Errorf("got %q", got)
	}
	if s := open(t, path); s.Status("strings/set") != Solved || s.At() != "strings/set" {
		t.Error("not read back")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(path)
		must(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %v", path, got)
		}
	}
}

func TestUnknownLinesStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress")
	strange := header + "\r\n\n  my note: sets are odd \nsolved gone/step 2020-01-01T00:00:00Z\n" +
		"solved lists/push yesterday\ndreamt lists/push 2020-01-01T00:00:00Z\nat\n"
	must(t, os.WriteFile(path, []byte(strange), 0o644))
	s := open(t, path)
	if s.Status("lists/push") != None {
		t.Error("a line that is not understood counts")
	}
	must(t, s.Mark("lists/push", Skipped, noon))
	must(t, s.Mark("lists/push", Solved, noon))
	if got := read(t, path); got != strange+"solved lists/push 2026-03-01T12:00:00Z\n" {
		t.Errorf("got %q", got)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress")
	one, two := open(t, path), open(t, path)
	must(t, one.Mark("strings/set", Solved, noon))
	must(t, two.Mark("strings/get", Shown, noon))
	must(t, one.SetAt("strings/del"))
	s := open(t, path)
	if s.Status("strings/set") != Solved || s.Status("strings/get") != Shown || s.At() != "strings/del" {
		t.Errorf("one program undid the other:\n%s", read(t, path))
	}
	if one.Status("strings/get") != Shown {
		t.Error("the other program's work is not seen after a write")
	}
}

func TestManyGoroutines(t *testing.T) {
	s := Memory()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := s.Mark(fmt.Sprintf("lists/s%d", i), Solved, noon); err != nil {
				t.Error(err)
			}
			s.Status("lists/s0")
		})
	}
	wg.Wait()
	for i := range 20 {
		if s.Status(fmt.Sprintf("lists/s%d", i)) != Solved {
			t.Errorf("mark %d is lost", i)
		}
	}
}

func TestSetAside(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"other header", "# redis-tutor progress, format 2\n", "its first line is"},
		{"no header", "solved lists/push 2026-03-01T12:00:00Z\n", "its first line is"},
		{"not text", header + "\n\xff\xfe", "it is not text"},
		{"zeros", header + "\n\x00\x00", "it is not text"},
		{"too large", header + strings.Repeat("\n", maxSize), "it is too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "progress")
			must(t, os.WriteFile(path, []byte(tt.text), 0o600))
			must(t, os.WriteFile(path+".unread-1", []byte("older"), 0o600))
			s, err := Open(path)
			var aside *SetAside
			if !errors.As(err, &aside) || aside.To != path+".unread-2" || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v", err)
			}
			if read(t, aside.To) != tt.text || read(t, path+".unread-1") != "older" {
				t.Error("something was lost")
			}
			must(t, s.Mark("lists/push", Solved, noon))
			if open(t, path).Status("lists/push") != Solved {
				t.Error("the new file is not used")
			}
		})
	}
}

func TestSpoiledLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress")
	s := open(t, path)
	must(t, s.Mark("lists/push", Solved, noon))
	must(t, os.WriteFile(path, []byte("garbage"), 0o600))
	var aside *SetAside
	if err := s.Mark("lists/pop", Solved, noon); !errors.As(err, &aside) || read(t, aside.To) != "garbage" {
		t.Fatalf("got %v", err)
	}
	if s := open(t, path); s.Status("lists/push") != Solved || s.Status("lists/pop") != Solved {
		t.Error("what the program knew is not in the new file")
	}
}

func TestEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress")
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, open(t, path).Mark("lists/push", Solved, noon))
}

// TestBlocked: what cannot be read nor moved is left alone, and the learner
// goes on.
func TestBlocked(t *testing.T) {
	f := &file{path: t.TempDir(), blocked: true}
	s := &Store{back: f}
	must(t, s.Mark("lists/push", Solved, noon))
	must(t, s.Mark("lists/pop", Solved, noon))
	if s.Status("lists/push") != Solved {
		t.Error("progress is forgotten while the program runs")
	}
	text := (&SetAside{Path: "p", Why: errors.New("why")}).Error()
	if !strings.Contains(text, "not kept this time") {
		t.Error(text)
	}
}

// fullDisk refuses to be written until it is told otherwise.
type fullDisk struct {
	memory
	full bool
}

func (d *fullDisk) write(text string) error {
	if d.full {
		return errors.New("no space left")
	}
	return d.memory.write(text)
}

func TestFullDisk(t *testing.T) {
	disk := &fullDisk{full: true}
	s := &Store{back: disk}
	for _, id := range []string{"lists/push", "lists/pop"} {
		if err := s.Mark(id, Solved, noon); err == nil {
			t.Fatal("the learner is not told")
		}
	}
	if s.Status("lists/push") != Solved || s.Status("lists/pop") != Solved {
		t.Error("progress is forgotten while the program runs")
	}
	disk.full = false
	must(t, s.Mark("lists/pop", Solved, noon))
	if !strings.Contains(disk.text, "lists/push") || !strings.Contains(disk.text, "lists/pop") {
		t.Errorf("not written when there was room again: %q", disk.text)
	}
}

func TestLinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	must(t, os.WriteFile(target, nil, 0o600))
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	must(t, open(t, link).Mark("lists/push", Solved, noon))
	if info, _ := os.Lstat(link); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
	if open(t, target).Status("lists/push") != Solved {
		t.Error("the file behind the link was not written")
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(header + "\nsolved a/b 2026-03-01T12:00:00Z\n")
	f.Add("\n\nat x\nat x y\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := parse(text)
		if text != "" && d.String() != strings.TrimSuffix(text, "\n")+"\n" {
			t.Fatalf("%q becomes %q", text, d.String())
		}
		d.set("a/b", "solved a/b 2026-03-01T12:00:00Z")
		if s, _ := d.status("a/b"); s != Solved {
			t.Fatal("what was set is not found")
		}
	})
}

func TestProbe(t *testing.T) {
	dir := t.TempDir()
	ours, notes := filepath.Join(dir, "ours"), filepath.Join(dir, "notes")
	s, err := Open(ours)
	must(t, err)
	must(t, s.Mark("lists/push", Solved, noon))
	must(t, os.WriteFile(notes, []byte("buy milk\n"), 0o600))
	for path, ok := range map[string]bool{ours: true, filepath.Join(dir, "new"): true, notes: false, dir: false} {
		if err := Probe(path); (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		}
	}
	if text, _ := os.ReadFile(notes); string(text) != "buy milk\n" {
		t.Errorf("the notes are %q now", text)
	}
}

// TestFolderStays: what is no file is not moved out of the way.
func TestFolderStays(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err == nil {
		t.Error("a folder is taken for a file")
	}
	must(t, s.Mark("lists/push", Solved, noon))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() || s.Status("lists/push") != Solved {
		t.Errorf("the folder is gone, or progress is not kept: %v", err)
	}
}
