package lessons

import (
	"os"
	"testing"
)

// What every start of the program waits for is Outline and one Begin.

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("testdata/good")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOutline(b *testing.B) {
	for b.Loop() {
		if _, err := Outline(os.DirFS("../content/course")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBegin(b *testing.B) {
	s := Setting{Step: good(b).Lessons[0].Steps[0], Redis: embedded(b), Commands: commands(b)}
	for b.Loop() {
		if _, err := Begin(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}
