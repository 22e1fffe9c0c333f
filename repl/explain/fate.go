package explain

import (
	"slices"

	"redis-tutor/sandbox/command"
)

// fate says what would become of a key, by the command's row or, where the
// table has none, by what the facts tell.
func (s *scene) fate(k *key) string {
	switch {
	case k.passed != "":
		return k.passed
	case s.wrong(k):
		return s.wrongFate()
	case s.row.missing != "" && !k.exists():
		return s.row.missing
	case s.row.there != "" && k.exists():
		return s.row.there
	case s.Commands.Effect(0, s.Args).Script:
		return "up to the script"
	case !s.c.Writes(), !k.written:
		return reads(k)
	case k.Overwrites():
		return s.stored(k)
	case !k.exists() && k.onlyLoses():
		return "nothing to remove"
	case k.onlyLoses() && !s.streams(): // a stream stays when it is empty
		return "may lose parts, and goes with its last one"
	case !k.exists():
		return "may be created"
	}
	return "may be changed"
}

func reads(k *key) string {
	if k.exists() {
		return "read"
	}
	return "nothing to read"
}

// stored is the fate of a key that is written whatever it holds. Where that is
// what comes out of other keys, it may be nothing, and no key holds nothing.
func (s *scene) stored(k *key) string {
	results := slices.ContainsFunc(s.c.Specs, func(p command.KeySpec) bool { return slices.Contains(p.Flags, "RO") })
	switch {
	case k.exists() && results:
		return "overwritten, whatever it holds; removed where nothing comes out"
	case k.exists():
		return "overwritten, whatever it holds"
	case results:
		return "created, unless nothing comes out"
	}
	return "created"
}

// onlyLoses reports whether a command takes away from a key and never adds.
func (k *key) onlyLoses() bool {
	return slices.Contains(k.Flags, "delete") && !slices.Contains(k.Flags, "insert") && !slices.Contains(k.Flags, "update")
}
