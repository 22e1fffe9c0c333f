package settings

import "fmt"

// Form is one of the forms in which a reply can be printed. Its name is that
// of redis-cli's flag.
type Form struct{ Name, Meaning string }

// Forms are what the setting output may be, besides auto.
func Forms() []Form {
	return []Form{
		{"no-raw", "replies with their types (the default on a terminal)"},
		{"raw", "replies as they are (the default when not on a terminal)"},
		{"csv", "replies as CSV"},
		{"json", "replies as JSON"},
		{"quoted-json", "replies as JSON, in ASCII"},
	}
}

// output is the row of the setting for them.
func output() Setting {
	forms := append([]Form{{"auto", "replies with their types on a terminal, as they are elsewhere"}}, Forms()...)
	var all []Choice
	for _, form := range forms {
		all = append(all, Choice{form.Name, fmt.Sprintf("Output is %s: %s.", form.Name, form.Meaning), form.Meaning})
	}
	return Setting{"output", all, "FORM", "auto", "form of replies at the prompt: no-raw, raw, csv, json, quoted-json, or auto, which is no-raw on a terminal", false}
}
