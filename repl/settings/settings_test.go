package settings_test

import (
	"maps"
	"strings"
	"testing"

	"redis-tutor/repl/settings"
)

func TestRead(t *testing.T) {
	text := "# mine\n\nGloss off\n  history \"/a b/h\"\r\ncolor blue\nhistory-size 5x\nnosuch 1\nhints\nhistory-size 20\n"
	got, faults := settings.Read(strings.NewReader(text), "config")
	want := settings.Values{"gloss": "off", "history": "/a b/h", "history-size": "20"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	var said []string
	for _, err := range faults {
		said = append(said, err.Error())
	}
	wantSaid := []string{
		`config:5: color is one of auto, always, never, not "blue"`,
		`config:6: history-size is a number from 0 to 1000000, not "5x"`,
		`config:7: there is no setting "nosuch"`,
		`config:8: hints is one of on, off, not ""`,
	}
	if strings.Join(said, "\n") != strings.Join(wantSaid, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(wantSaid, "\n"))
	}
	if got.On("gloss") || !got.On("hints") || got.Number("history-size") != 20 || got.Get("color") != "auto" {
		t.Errorf("what is set and what is usual is mixed up: %v", got)
	}
}

func TestReadLongLine(t *testing.T) {
	_, faults := settings.Read(strings.NewReader("gloss on\n"+strings.Repeat("x", 1<<20)), "config")
	if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), "config:2: ") {
		t.Errorf("a line too long: %v", faults)
	}
}

// TestSays: how a setting is set is said of each value that it can be given at
// the prompt, and of no two the same.
func TestSays(t *testing.T) {
	all := map[string]string{}
	for _, s := range settings.Table() {
		for _, c := range s.Choices {
			was, twice := all[c.Says]
			switch {
			case s.AtStart != (c.Says == ""):
				t.Errorf("%s %s says %q", s.Name, c.Name, c.Says)
			case c.Says == "":
			case twice:
				t.Errorf("%s %s says what %s does", s.Name, c.Name, was)
			}
			all[c.Says] = s.Name + " " + c.Name
		}
	}
	for name, want := range map[string]string{"trace": "Trace is off.", "output": "Output is csv: replies as CSV.", "color": "`color` is auto.", "history": "`history` is not set."} {
		if got := (settings.Values{"output": "csv"}).Says(name); got != want {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
}

// TestUsual: what holds without a word must itself be allowed.
func TestUsual(t *testing.T) {
	for _, s := range settings.Table() {
		if got, want := settings.Usual().Get(s.Name), (settings.Values{}).Get(s.Name); got != want {
			t.Errorf("%s is usually %q and %q", s.Name, got, want)
		}
		if s.Usual != "" && settings.Check(s.Name, s.Usual) != nil {
			t.Errorf("%s: %v", s.Name, settings.Check(s.Name, s.Usual))
		}
	}
}

func TestPreferences(t *testing.T) {
	got := settings.Preferences(strings.NewReader(":set hints\n:set other\n:set  nohints\n"))
	if !maps.Equal(got, settings.Values{"hints": "off"}) {
		t.Errorf("%v", got)
	}
}
