package picture

import (
	"slices"

	"redis-tutor/repl/keyname"
)

// folder holds keys whose names begin alike, up to a colon.
type folder struct {
	name    string // "session:", with its colon; "" at the root
	path    string // all names from the root
	folders []*folder
	keys    []string // whole names
	total   int      // keys here and below
	shown   bool     // open, however many they are
}

// mostOpen is how many lines a folder may take and still be shown open.
const mostOpen = 8

// plant makes a tree of keys that all begin with root.
func plant(root string, keys []string) *folder {
	top := &folder{path: root}
	all := map[string]*folder{root: top}
	for _, key := range keys {
		at := top
		at.total++
		for path := keyname.Folder(key, root); path != ""; path = keyname.Folder(key, at.path) {
			next := all[path]
			if next == nil {
				next = &folder{name: path[len(at.path):], path: path}
				all[path] = next
				at.folders = append(at.folders, next)
			}
			at = next
			at.total++
		}
		at.keys = append(at.keys, key)
	}
	top.tidy()
	return top
}

// tidy joins what holds one thing only to that thing: a folder of one key is
// no folder.
func (f *folder) tidy() {
	kept := f.folders[:0]
	for _, sub := range f.folders {
		sub.tidy()
		switch {
		case sub.total == 1 && len(sub.keys) == 1:
			f.keys = append(f.keys, sub.keys[0])
			continue
		case len(sub.keys) == 0 && len(sub.folders) == 1:
			only := sub.folders[0]
			only.name = sub.name + only.name
			sub = only
		}
		kept = append(kept, sub)
	}
	f.folders = kept
}

// sort puts what is in a folder in order. That takes time where there is much,
// and is done for what is shown only.
func (f *folder) sort() {
	slices.SortFunc(f.keys, keyname.Natural)
	slices.SortFunc(f.folders, func(a, b *folder) int { return keyname.Natural(a.path, b.path) })
}

// open reports whether a folder shows what is in it: a small one does.
func (f *folder) open() bool { return f.shown || f.total <= mostOpen }
