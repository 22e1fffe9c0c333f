package gloss

import (
	"strings"

	"redis-tutor/sandbox/reply"
)

// sentence is how many words a comment has that is meant to be one.
const sentence = 3

// explainComment says that what stands behind a # was not sent, where it may
// have been meant for Redis: where something is missing, and where so little
// was written that it can hardly be a remark.
func (f Facts) explainComment() []Remark {
	text, found := strings.CutPrefix(f.Comment, "#")
	if !found || len(strings.Fields(text)) >= sentence {
		return nil
	}
	c, known := f.Commands().Lookup(f.Args...)
	wrote := known && c.Writes() && f.Reply.Kind != reply.Error
	if !wrote && !strings.Contains(f.Reply.Text, "wrong number of arguments") && !strings.Contains(f.Reply.Text, "syntax error") {
		return nil
	}
	return one("What stands behind the `#` is a comment and was not sent. To send that character, type `\"#\"`.")
}

// explainBar says how the line would have been a pipe.
func (f Facts) explainBar() []Remark {
	if f.Loose == "" {
		return nil
	}
	return one("The bar went to Redis. For a pipe it stands alone: `%s`", strings.ReplaceAll(f.Loose, "`", "'"))
}
