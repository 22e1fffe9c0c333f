package owned_test

import (
	"path/filepath"
	"testing"

	"redis-tutor/lessons/owned"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// BenchmarkWrite is one write of the learner's to a key of the lesson, with
// all that is looked at and written down around it, beside the bare command.
func BenchmarkWrite(b *testing.B) {
	box, err := sandbox.Open(b.Context(), sandboxtest.Server(b))
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	k, err := owned.Open(b.Context(), filepath.Join(b.TempDir(), "keys"), "", sandboxtest.Commands(b, "../../content/commands.txt"), box.Observe)
	if err != nil {
		b.Fatal(err)
	}
	args := []string{"HINCRBY", "a", "n", "1"}
	write := func() reply.Value {
		v, err := box.Do(b.Context(), args...)
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			write()
		}
	})
	if _, err := box.Do(b.Context(), "DEL", "a"); err != nil {
		b.Fatal(err)
	}
	b.Run("followed", func(b *testing.B) {
		for b.Loop() {
			p, err := k.Before(b.Context(), []owned.Command{{Args: args}}, all)
			if err != nil {
				b.Fatal(err)
			}
			if err := k.After(b.Context(), p, []reply.Value{write()}); err != nil {
				b.Fatal(err)
			}
		}
	})
	if err := k.Sweep(b.Context()); err != nil {
		b.Fatal(err)
	}
}
