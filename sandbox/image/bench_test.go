package image_test

import (
	"fmt"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// BenchmarkWrite is a write on a small hash, alone and with its images.
func BenchmarkWrite(b *testing.B) {
	for _, kind := range []struct {
		name string
		open func() *box
	}{
		{"embedded", func() *box { return open(b, sandbox.Options{}) }},
		{"server", func() *box { return open(b, sandboxtest.Server(b)) }},
		{"spared", func() *box { return spared(b) }},
	} {
		b.Run(kind.name+"/bare", func(b *testing.B) {
			box := kind.open()
			for i := 0; b.Loop(); i++ {
				if _, err := box.Do(b.Context(), "HSET", "h", "f", fmt.Sprint(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(kind.name+"/imaged", func(b *testing.B) {
			box := kind.open()
			for i := 0; b.Loop(); i++ {
				box.typed(fmt.Sprintf("HSET h f %d", i))
			}
		})
	}
}
