package line

import (
	"slices"
	"testing"

	"redis-tutor/sandbox/words"
)

// FuzzQuoted wants a line of quoted words to have neither comment nor pipe,
// whatever the words are.
func FuzzQuoted(f *testing.F) {
	for _, word := range []string{"#", "|", "# x", "a | b", "127.0.0.1:6379>", ">", "", "`", "\xff #"} {
		f.Add(word, "v")
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		args := []string{"SET", key, value}
		typed := words.Join(args)
		if got := Strip(typed); got != typed {
			t.Fatalf("%q: Strip leaves %q of %q", args, got, typed)
		}
		if command, shell, found := Pipe(typed); found {
			t.Fatalf("%q: %q is a pipe from %q to %q", args, typed, command, shell)
		}
		if got, err := words.Split(Strip(typed)); err != nil || !slices.Equal(got, args) {
			t.Fatalf("%q: typed as %s, read as %q, %v", args, typed, got, err)
		}
	})
}
