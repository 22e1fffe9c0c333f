package picture_test

import (
	"fmt"
	"io"
	"testing"

	"redis-tutor/repl/picture"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/reply"
)

// BenchmarkTree draws a keyspace of 100,000 keys, without the time that a
// server takes.
func BenchmarkTree(b *testing.B) {
	var pages []reply.Value
	for page := range 20 {
		var names []string
		for i := range 5000 {
			names = append(names, fmt.Sprintf("user:%d:session:%d", i%100, page*5000+i))
		}
		pages = append(pages, reply.NewArray(reply.NewBulk(fmt.Sprint((page+1)%20)), bulks(names...)))
	}
	look := func(commands ...[]string) ([]reply.Value, error) {
		v := make([]reply.Value, len(commands))
		for i, c := range commands {
			if c[0] == "SCAN" {
				var page int
				fmt.Sscan(c[1], &page)
				v[i] = pages[page]
			}
		}
		return v, nil
	}
	a := &picture.Album{Look: look, Out: screen.New(io.Discard, at(80))}
	for b.Loop() {
		if n, err := a.Tree(0, ""); n != 100_000 || err != nil {
			b.Fatal(n, err)
		}
	}
}
