package repl

import (
	"bufio"

	"redis-tutor/sandbox/reply"
)

// piece is how much of a long text is quoted at once, in bytes.
const piece = 64 << 10

// writeLarge writes a long string, or a list of strings that go out as they
// are, without making the whole text first. It reports false for replies that
// it leaves to render. Errors of w show when it is flushed.
func writeLarge(w *bufio.Writer, v reply.Value, f reply.Format) bool {
	switch {
	case v.Kind == reply.Bulk && len(v.Text) > piece && f == reply.Raw:
		w.WriteString(v.Text)
		w.WriteByte('\n')
	case v.Kind == reply.Bulk && len(v.Text) > piece && f == reply.Standard:
		writeQuoted(w, v.Text)
	case v.Kind == reply.Array && f == reply.Raw && allText(v.Items):
		for _, item := range v.Items {
			w.WriteString(item.Text)
			w.WriteByte('\n')
		}
	default:
		return false
	}
	return true
}

func writeQuoted(w *bufio.Writer, text string) {
	w.WriteByte('"')
	var quoted []byte
	for len(text) > 0 {
		n := min(piece, len(text))
		quoted = reply.AppendQuote(quoted[:0], text[:n])
		w.Write(quoted[1 : len(quoted)-1])
		text = text[n:]
	}
	w.WriteString("\"\n")
}

// allText reports whether there are items, and all are bulk strings.
func allText(items []reply.Value) bool {
	for _, item := range items {
		if item.Kind != reply.Bulk {
			return false
		}
	}
	return len(items) > 0
}
