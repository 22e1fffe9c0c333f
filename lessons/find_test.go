package lessons

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	tests := []struct{ lesson, step, want, err string }{
		{"", "", "shelf/fill", ""},
		{"crates", "", "crates/which", ""},
		{"SHELF", "off", "shelf/off", ""},
		{"c", "ro", "crates/room", ""},
		{"shelf", "f", "shelf/fill", ""},
		{"shelv", "", "", `no lesson is called "shelv"; there are shelf`},
		{"maps", "", "", `no lesson is called "maps"; there are shelf and crates`},
		{"shelf", "fall", "", `no step of lesson shelf is called "fall"; there are fill`},
		{"shelf", "zzzzz", "", `no step of lesson shelf is called "zzzzz"; there are fill, look, how-many and off`},
	}
	for _, tt := range tests {
		l, s, err := good(t).Find(tt.lesson, tt.step)
		switch {
		case tt.err != "":
			if err == nil || err.Error() != tt.err {
				t.Errorf("Find(%q, %q): got error %v, want %s", tt.lesson, tt.step, err, tt.err)
			}
		case err != nil || s.FullID() != tt.want || l.ID != strings.Split(tt.want, "/")[0]:
			t.Errorf("Find(%q, %q): got %v, %v", tt.lesson, tt.step, s, err)
		}
	}
	course := &Course{Lessons: []*Lesson{{ID: "sets"}, {ID: "sorted-sets"}, {ID: "set"}}}
	if l, _, _ := course.Find("set", ""); l.ID != "set" {
		t.Error("a whole id that begins another is not found")
	}
	if _, _, err := course.Find("s", ""); err == nil || err.Error() != `"s" can be sets, sorted-sets or set` {
		t.Errorf("got %v", err)
	}
}
