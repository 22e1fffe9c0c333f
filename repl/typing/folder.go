package typing

import (
	"redis-tutor/repl/keyname"
	"redis-tutor/sandbox/amount"
)

// folded returns names that begin with prefix as they are offered. Where there
// are many, those that go on alike up to a colon are one candidate: a folder,
// as in the tree that show draws. Folders come first.
func folded(f found, prefix string) []Choice {
	if len(f.names) <= fewEnough {
		return choices(f.names...)
	}
	count := map[string]int{}
	for _, name := range f.names {
		count[keyname.Folder(name, prefix)]++
	}
	var folders, keys []Choice
	for _, name := range f.names {
		folder := keyname.Folder(name, prefix)
		switch n := count[folder]; {
		case folder == "", n == 1: // a folder of one key is none
			keys = append(keys, Choice{Text: name})
		case n > 1:
			folders = append(folders, Choice{Text: folder, Meaning: keysIn(n, f.cut), folder: true})
			count[folder] = -1 // it has been told
		}
	}
	return append(folders, keys...)
}

func keysIn(n int, cut bool) string {
	text := amount.Of(n, "key")
	if cut {
		return "at least " + text
	}
	return text
}
