package image

import (
	"fmt"

	"redis-tutor/sandbox/command"
)

// bounds limit what is read beside one command, before it and once more after
// it. The sizes of values are asked for first.
type bounds struct {
	value  int    // of one value that is read, in bytes
	text   string // the same for people
	total  int    // of all values that are read, in bytes
	listed int    // keys of a database that is looked at as a whole
	named  int    // keys that a command names, 0 for any number
}

// own are the bounds where the Redis is the learner's own.
func own() bounds {
	return bounds{value: command.LargestRead, text: "1 MB", total: keep / 2, listed: 1000}
}

// sparing are the bounds on a server that others use, at the end of a line that
// may be slow: enough for what a person types.
func sparing() bounds {
	return bounds{value: 32 << 10, text: "32 kB", total: 32 << 10, listed: 32, named: 32}
}

func (c *camera) bounds() bounds {
	if c.spare {
		return sparing()
	}
	return own()
}

// spared is behind a limit that would not be there, were no server spared.
const spared = ", more than is read on a server that others use"

// tooBig says why a value was not read.
func (c *camera) tooBig() string {
	if c.spare {
		return "it is above " + sparing().text + spared
	}
	return "it is above " + own().text + ", more than is remembered"
}

// tooMuch says that keys are too many or too big to be remembered.
type tooMuch struct{ what string }

func (e *tooMuch) Error() string { return e.what }

// tooMany says so of a number of keys.
func (c *camera) tooMany(what string, limit int) error {
	what = fmt.Sprintf("%s more than %d keys", what, limit)
	if c.spare {
		what += spared
	}
	return &tooMuch{what}
}
