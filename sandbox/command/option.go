package command

import (
	"slices"
	"strings"
)

// Option returns the commands that take a word as it is, in any case, such as
// EX, and the forms in which they take it, each once: "EX seconds". There are
// none for a word that no command takes. Commands newer than the table's version
// are left out.
func (t *Table) Option(token string) (forms []string, takers []*Command) {
	if token == "" {
		return nil, nil
	}
	for _, c := range t.All() {
		if t.Newer(c) {
			continue
		}
		found := optionForms(c.Arguments(), token)
		if len(found) > 0 {
			takers = append(takers, c)
		}
		for _, form := range found {
			if !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	return forms, takers
}

// optionForms finds a token in a grammar, at any depth.
func optionForms(args []Argument, token string) []string {
	var forms []string
	for _, a := range args {
		if strings.EqualFold(a.Token, token) {
			a.Flags = slices.DeleteFunc(slices.Clone(a.Flags), func(f string) bool { return f == "optional" })
			forms = append(forms, a.form())
		}
		forms = append(forms, optionForms(a.Args, token)...)
	}
	return forms
}
