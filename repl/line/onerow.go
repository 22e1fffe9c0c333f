package line

import (
	"strings"

	"redis-tutor/sandbox/words"
)

// OneRow returns a command of several rows in one: words with a line end in them
// are in double quotes, where \n is one. To redis-cli it is the same command.
// What stands behind broken quotes stays as it is.
func OneRow(command string) string {
	var b strings.Builder
	at := 0
	for {
		w, ok, err := words.Next(command, at)
		if !ok || err != nil {
			return b.String() + command[at:]
		}
		b.WriteString(command[at:w.Start])
		written := command[w.Start:w.End]
		if strings.Contains(written, "\n") {
			written = words.InDouble(w.Text)
		}
		b.WriteString(written)
		at = w.End
	}
}
