package notes

import (
	"fmt"
	"strings"
)

// Markdown returns the notes as a document, "" when there are none. What was
// typed and what came back stand in fences, which can be pasted at a prompt.
func (b *Book) Markdown() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var text strings.Builder
	heading := ""
	for i := 0; i < len(b.lines); {
		if b.lines[i].heading {
			heading = b.lines[i].text
			i++
			continue
		}
		if heading != "" {
			text.WriteString("## " + escape(heading) + "\n\n")
			heading = ""
		}
		end := i
		for end < len(b.lines) && !b.lines[end].heading {
			end++
		}
		fenced(&text, b.lines[i:end])
		i = end
	}
	if text.Len() == 0 {
		return ""
	}
	top := "# Notes\n\n"
	if b.lost > 0 {
		top += fmt.Sprintf("The first lines (%d) are left out.\n\n", b.lost)
	}
	return top + strings.TrimSuffix(text.String(), "\n")
}

// fenced writes lines between fences that are longer than any inside.
func fenced(text *strings.Builder, lines []line) {
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l.text, fence) {
			fence += "`"
		}
	}
	text.WriteString(fence + "\n")
	for _, l := range lines {
		text.WriteString(l.text + "\n")
	}
	text.WriteString(fence + "\n\n")
}

// escape keeps a heading from being read as anything but text.
func escape(title string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "\n", " ").Replace(title)
}
