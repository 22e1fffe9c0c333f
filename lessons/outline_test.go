package lessons

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"redis-tutor/lessons/prose"
)

// The front matter and the headings of a lesson are found without YAML and
// without Markdown. What is accepted must be what others see in the file.

// TestReadersAgree looks at every lesson of the repository.
func TestReadersAgree(t *testing.T) {
	n := 0
	for name, src := range everyLesson(t) {
		if name = filepath.Base(name); accepted(t, name, src) {
			agree(t, name, src)
			agree(t, name, strings.ReplaceAll(src, "\n", "\r\n"))
			n++
		}
	}
	if n < 12 {
		t.Errorf("only %d lessons were found", n)
	}
}

// everyLesson returns the lessons of the repository by name, the samples in
// scripts and in the manual for authors included.
func everyLesson(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		switch filepath.Ext(name) {
		case ".md":
			found[name] = read(t, name)
		case ".txtar":
			for _, f := range txtar.Parse([]byte(read(t, name))).Files {
				found[name+"/"+f.Name] = string(f.Data)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, sample, _ := strings.Cut(found["../CONTRIBUTING.md"], "\n~~~markdown\n")
	sample, _, _ = strings.Cut(sample, "\n~~~\n")
	found["01-bakery.md"] = sample
	return found
}

func accepted(t testing.TB, name, src string) bool {
	t.Helper()
	_, err := Load(fstest.MapFS{name: {Data: []byte(src)}})
	return err == nil
}

// agree compares the lesson that an outline gives with what Load, YAML and
// Markdown read in the same text.
func agree(t *testing.T, name, src string) {
	t.Helper()
	files := fstest.MapFS{name: {Data: []byte(src)}}
	whole, _ := Load(files)
	skimmed, err := Outline(files)
	if err != nil {
		t.Fatal(err)
	}
	l := skimmed.Lessons[0]
	if diff := cmp.Diff(heads(whole.Lessons[0]), heads(l)); diff != "" {
		t.Errorf("%s: Load (-) and Outline (+)\n%s", name, diff)
	}
	src = strings.ReplaceAll(src, "\r\n", "\n")
	if diff := cmp.Diff(yamlFront(t, src), matter{l.ID, l.Title, l.Aim, l.Values}, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: YAML (-) and Outline (+)\n%s", name, diff)
	}
	if diff := cmp.Diff(markdownHeads(src), heads(l)); diff != "" {
		t.Errorf("%s: Markdown (-) and Outline (+)\n%s", name, diff)
	}
}

// seen is what a heading says.
type seen struct {
	Line      int
	ID, Title string
	Challenge bool
}

func heads(l *Lesson) []seen {
	var all []seen
	for _, s := range l.Steps {
		all = append(all, seen{s.Line, s.ID, s.Title, s.Challenge})
	}
	return all
}

// markdownHeads returns the headings that Markdown sees in a whole file.
func markdownHeads(src string) []seen {
	lines := strings.Split(src, "\n")
	front := slices.Index(lines[1:], "---") + 2
	var all []seen
	body := prose.NewParser().Parse(strings.Join(lines[front:], "\n"), front+1, func(int, string) {})
	for _, b := range body {
		if b.Kind == prose.Heading {
			all = append(all, seen{b.Line, b.ID, prose.Text{b}.String(), slices.Contains(b.Classes, "challenge")})
		}
	}
	return all
}

// matter is what front matter says.
type matter struct {
	ID, Title, Aim string
	Values         map[string][]string
}

// yamlFront returns the front matter as YAML reads it, with every value as it
// is spelled.
func yamlFront(t *testing.T, src string) matter {
	t.Helper()
	var read struct {
		ID, Title, Aim yaml.Node
		Values         map[string][]yaml.Node
	}
	text, _, _ := strings.Cut(strings.TrimPrefix(src, "---\n"), "\n---\n")
	if err := yaml.Unmarshal([]byte(text), &read); err != nil {
		t.Errorf("no YAML: %v\n%s", err, text)
	}
	values := map[string][]string{}
	for name, list := range read.Values {
		for _, item := range list {
			values[name] = append(values[name], item.Value)
		}
	}
	return matter{read.ID.Value, read.Title.Value, read.Aim.Value, values}
}

// FuzzReadersAgree puts lines of its own into the front matter and the body of
// a lesson.
func FuzzReadersAgree(f *testing.F) {
	for _, front := range []string{
		"title: 'a\"b' # c", "title: a # b", "title: a#b", "title: a:b", "title: -a", "title: ~", "title: 'a''b'", "title: a: b",
		"values:\n  n: [-1, 'a, b', \"c]\", d e]  # f", "values: # a\n# b\n\n  n: [ a , b#c ]\n  m: [1, 0x2]",
	} {
		f.Add("title: T\n"+front, "- a\n\n  ```\n  b\n\n```\n## U {#u}\n```\n")
		f.Add(front, "")
	}
	for _, body := range []string{
		"~~~ `\n## U {#u}\n~~~~\n", "``` `\n## U {#u}\n", "   ````\n```\n## U {#u}\n````\n", "    ```\n## U {#u}\n",
		"1. ~~~\n## U {#u}\n~~~\n", "a\n\t```\n## \tU\t {#u .challenge}\n", "## U#{#u}\n## V {#v} #\n", "## &amp; \\! `c` {#u}\n",
	} {
		f.Add("title: T", body)
	}
	f.Fuzz(func(t *testing.T, front, body string) {
		src := "---\nid: x\naim: x\n" + front + "\n---\n## T {#t}\n" + body
		if accepted(t, "01-x.md", src) {
			agree(t, "01-x.md", src)
		}
	})
}
