package settings

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
	values := []string{"auto"}
	for _, form := range Forms() {
		values = append(values, form.Name)
	}
	return Setting{"output", values, "FORM", "auto", "form of replies at the prompt: no-raw, raw, csv, json, quoted-json, or auto, which is no-raw on a terminal", false}
}
