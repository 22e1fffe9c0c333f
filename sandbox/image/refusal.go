package image

import "strings"

// Conflict says that keys are no longer as the write left them. Asking once
// more puts them back all the same.
type Conflict struct {
	Keys []Key
}

// Error names the keys.
func (c *Conflict) Error() string {
	names := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		names[i] = word(k.Name)
	}
	return "changed by somebody else since: " + strings.Join(names, ", ")
}

// Lost says that a write cannot be taken back. It is no longer remembered, so
// that the next undo reaches the write before it.
type Lost struct {
	Change *Change
	Why    string
}

// Error says why.
func (l *Lost) Error() string { return l.Why }

// Spared reports whether that is so because others use the server, and little
// was read there.
func (l *Lost) Spared() bool { return strings.HasSuffix(l.Why, spared) }

// Idle says that the latest write changed nothing, so that there is nothing of
// it to take back. Asking once more takes back the write before it, Next,
// which is nil when there is none.
type Idle struct {
	Change, Next *Change
}

// Error says so.
func (i *Idle) Error() string { return "it changed nothing" }
