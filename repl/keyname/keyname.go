// Package keyname is how people name keys, and what follows for those who list
// and find them: folders up to a colon, numbers that are counted, patterns that
// must not be taken for names, and slips of the fingers.
//
// It promises one rule for each of these, for the tree of show, for Tab and for
// the gloss. It asks no Redis, draws nothing, and refuses to know which keys
// there are.
package keyname

import "strings"

// Folder returns name up to the next colon behind prefix, with which it
// begins, and "" where no folder is: a colon at the end of a name opens none.
func Folder(name, prefix string) string {
	colon := strings.IndexByte(name[len(prefix):], ':')
	if end := len(prefix) + colon + 1; colon >= 0 && end < len(name) {
		return name[:end]
	}
	return ""
}
