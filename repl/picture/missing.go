package picture

import (
	"strings"

	"redis-tutor/repl/keyname"
)

// Missing says that there is no such key, and names those that may have been
// meant.
func (a *Album) Missing(name string) error {
	v, err := a.Look([]string{"SCAN", "0", "COUNT", itoa(stepKeys)})
	if err != nil {
		return err
	}
	p := &page{Screen: a.Out}
	text := "There is no key " + p.code(name) + "."
	var keys []string
	if len(v[0].Items) == 2 {
		for _, key := range v[0].Items[1].Items {
			keys = append(keys, key.Text)
		}
	}
	if near := keyname.Meant(name, keys); len(near) > 0 {
		for i := range near {
			near[i] = p.code(near[i])
		}
		text += " Near it: " + strings.Join(near[:min(len(near), 3)], ", ") + "."
	} else if len(keys) > 0 {
		text += " `show` lists the keys that are there."
	}
	p.Note(text)
	return nil
}

// code sets a key off in a sentence.
func (p *page) code(name string) string { return "`" + p.word(name) + "`" }
