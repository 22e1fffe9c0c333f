// Package notes keeps what a learner typed and what came back, and writes it
// down as Markdown that she can keep.
//
// It promises to hold no more than a fixed amount of text, the latest. It knows
// nothing of Redis, of what is secret, or of files: it is told what to keep, and
// returns text.
package notes

import (
	"fmt"
	"strings"
	"sync"
)

// How much is kept, in bytes: of all, and of one reply.
const (
	mostText  = 1 << 20
	mostReply = 8 << 10
)

// Book holds notes. Its zero value is empty, and its methods may be called by
// several goroutines at once.
type Book struct {
	mu    sync.Mutex
	lines []line
	size  int // of their texts, in bytes
	lost  int // how many lines had to go
}

// line is what was typed with its prompt, a reply, or a heading.
type line struct {
	text    string
	heading bool
}

// Chapter begins what is told under a heading. One without anything under it is
// not told.
func (b *Book) Chapter(title string) { b.add(line{title, true}) }

// Typed keeps a line with the prompt it was typed at.
func (b *Book) Typed(prompt, text string) { b.add(line{prompt + text, false}) }

// Replied keeps a reply as it was shown, or its beginning when it is long.
func (b *Book) Replied(text string) {
	text = strings.TrimSuffix(text, "\n")
	if len(text) > mostReply {
		kept := strings.ToValidUTF8(text[:mostReply], "")
		text = fmt.Sprintf("%s\n# … %d bytes more", kept, len(text)-len(kept))
	}
	b.add(line{text, false})
}

func (b *Book) add(l line) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, l)
	b.size += len(l.text)
	for b.size > mostText {
		b.size -= len(b.lines[0].text)
		b.lines = b.lines[1:]
		b.lost++
	}
}
