package reply

import "bufio"

// piece is how much of a long text is quoted at once, in bytes.
const piece = 64 << 10

// printLarge writes a long string, or a list of strings that go out as they
// are. It reports false for all other replies.
func (o Output) printLarge(w *bufio.Writer, v Value) bool {
	switch {
	case v.Kind == Bulk && len(v.Text) > piece && o.Format == Raw:
		w.WriteString(v.Text)
		w.WriteString(o.End)
	case v.Kind == Bulk && len(v.Text) > piece && o.Format == Standard:
		printQuoted(w, v.Text)
	case v.Kind == Array && o.Format == Raw && allText(v.Items):
		for i, item := range v.Items {
			if i > 0 {
				w.WriteString(o.Item)
			}
			w.WriteString(item.Text)
		}
		w.WriteString(o.End)
	default:
		return false
	}
	return true
}

func printQuoted(w *bufio.Writer, text string) {
	w.WriteByte('"')
	var quoted []byte
	for len(text) > 0 {
		n := min(piece, len(text))
		quoted = appendQuote(quoted[:0], text[:n])
		w.Write(quoted[1 : len(quoted)-1])
		text = text[n:]
	}
	w.WriteString("\"\n")
}

// allText reports whether there are items, and all are bulk strings.
func allText(items []Value) bool {
	for _, item := range items {
		if item.Kind != Bulk {
			return false
		}
	}
	return len(items) > 0
}
