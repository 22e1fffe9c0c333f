package command

import "slices"

// Use is a key on a command line and what the command does with it.
type Use struct {
	Key string
	// Flags are those of the key's KeySpec: RO, RW, OW, RM; access, update,
	// insert, delete.
	Flags []string
}

// Overwrites reports whether the key is written whatever it holds.
func (u Use) Overwrites() bool { return slices.Contains(u.Flags, "OW") }

// Uses returns the keys that a command line touches, as Keys does, and what it
// does with them.
func (c *Command) Uses(args []string) []Use {
	var uses []Use
	for _, s := range c.Specs {
		if slices.Contains(s.Flags, "not_key") { // a shard channel
			continue
		}
		for _, key := range s.appendKeys(nil, args) {
			uses = append(uses, Use{key, s.Flags})
		}
	}
	if c.Name == "MIGRATE" && len(uses) > 1 && uses[0].Key == "" {
		return uses[1:] // "" says that the keys come behind KEYS
	}
	return uses
}

// Needs returns the keys whose type matters to a command line, each once: a key
// that is only overwritten may hold anything.
func (c *Command) Needs(args []string) []string {
	var keys []string
	for _, u := range c.Uses(args) {
		if !u.Overwrites() && !slices.Contains(keys, u.Key) {
			keys = append(keys, u.Key)
		}
	}
	return keys
}
