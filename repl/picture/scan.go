package picture

import (
	"fmt"

	"redis-tutor/repl/keyname"
)

// How far a keyspace is walked for a tree: so many steps, each of which looks
// at about stepKeys keys and keeps the server for a ms or two.
const (
	mostSteps = 20
	stepKeys  = 5000
)

// walk returns the keys that match a pattern, found bit by bit so that the
// server is never kept for long. It reports false when it gave up before all
// keys had been looked at.
func (a *Album) walk(pattern string) (keys []string, whole bool, err error) {
	seen := map[string]bool{} // SCAN may return a key twice
	cursor := "0"
	for range mostSteps {
		v, err := a.Look([]string{"SCAN", cursor, "MATCH", pattern, "COUNT", itoa(stepKeys)})
		if err != nil {
			return nil, false, err
		}
		if v[0].IsError() || len(v[0].Items) != 2 {
			return nil, false, fmt.Errorf("redis: %s", v[0].Text)
		}
		for _, key := range v[0].Items[1].Items {
			if !seen[key.Text] {
				seen[key.Text] = true
				keys = append(keys, key.Text)
			}
		}
		if cursor = v[0].Items[0].Text; cursor == "0" {
			return keys, true, nil
		}
	}
	return keys, false, nil
}

// Holds reports whether a key's name begins with that of a folder. On a large
// keyspace it does not look far.
func (a *Album) Holds(folder string) (bool, error) {
	v, err := a.Look([]string{"SCAN", "0", "MATCH", keyname.Glob(folder) + "*", "COUNT", itoa(stepKeys)})
	if err != nil {
		return false, err
	}
	return len(v[0].Items) == 2 && len(v[0].Items[1].Items) > 0, nil
}
