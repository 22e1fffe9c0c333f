package repl

import (
	"context"
	"fmt"
	"strings"

	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/typing"
	"redis-tutor/sandbox/command"
)

// Settings at the prompt. The table is settings.Table: those that are often
// wanted are words of their own (`gloss off`), and `:set` knows all, in the
// words of the settings file.

// ofSetting is the word that has a setting's name.
func ofSetting(name, group string) word {
	row, _ := settings.Find(name)
	return word{
		[]string{name}, row.Form, takes{args: oneOf(row.Values...)}, group, row.Summary, false,
		func(s *Session, _ context.Context, args []string) { s.turnTo(name, args) },
	}
}

// turnTo sets a setting to what stands behind its name, if anything does, and
// says how it is set now.
func (s *Session) turnTo(name string, args []string) {
	was := s.Settings.Get(name)
	if len(args) > 0 {
		value := strings.ToLower(strings.Join(args, " "))
		if err := settings.Check(name, value); err != nil {
			s.Screen.Error(err)
			return
		}
		s.Settings[name] = value
	}
	said := howSet(name, s.Settings.Get(name))
	if name == "changes" && !s.looksBeside() {
		said = "Changes are off, and so is undo: no key is looked at beside your commands."
	}
	s.Screen.Note(said)
	switch name {
	case "undo":
		s.saysUndo(was)
	case "trace":
		s.saysUntraced()
	case "output":
		s.setFormat()
		s.saysProtocol()
	}
}

// howSet says how a setting is set, and what that means where its name does
// not tell.
func howSet(name, value string) string {
	switch name + " " + value {
	case "gloss on":
		return "Gloss is on: lines like this one explain replies."
	case "gloss off":
		return "Gloss is off: replies only."
	case "pager on":
		return "The pager is on: what is taller than the screen is shown page by page."
	case "pager off":
		return "The pager is off: long texts are shown as they are."
	case "changes on":
		return "Changes are on: what a write changed is said below its reply."
	case "changes off":
		return "Changes are off. `changes` alone tells of the last write."
	case "changes auto":
		return "Changes are said below replies, but not in lessons."
	case "undo on":
		return "Undo is on: what a write changed is remembered, up to 1 MB of a key and 8 MB of a command."
	case "undo off":
		return "Undo is off: nothing is remembered from now on, and what was is forgotten."
	case "undo auto":
		return "Undo is on; on a server that others use it remembers what is small."
	case "trace on":
		return "Trace is on: the bytes on the wire are shown below each reply, and what RESP2 and RESP3 make of it."
	case "trace off":
		return "Trace is off."
	case "hints on":
		return "Hints are on: what may follow is shown while you type."
	case "hints off":
		return "Hints are off."
	}
	switch {
	case name == "output":
		return howPrinted(value)
	case value == "":
		return fmt.Sprintf("`%s` is not set.", name)
	}
	return fmt.Sprintf("`%s` is %s.", name, value)
}

// set answers `:set`: it lists the settings, says how one is set, or sets it.
func (s *Session) set(ctx context.Context, args []string) {
	if len(args) == 0 {
		s.listSettings(ctx)
		return
	}
	name, values := redisPreference(strings.ToLower(args[0]), args[1:])
	row, known := settings.Find(name)
	switch {
	case !known:
		s.Screen.Error(fmt.Errorf("there is no setting %q", args[0]), insteadOf(name))
	case len(values) > 0 && row.AtStart:
		s.Screen.Error(fmt.Errorf("%s is set at the start, not at the prompt", name),
			fmt.Sprintf("for once: `redis-tutor --%s %s`", name, row.Form), fmt.Sprintf("for good: `%s %s` in the settings file", name, row.Form))
	default:
		s.turnTo(name, values)
	}
}

// insteadOf advises on a setting that there is not.
func insteadOf(name string) string {
	if howPrinted(name) != "" {
		return "`:set output " + name + "` prints replies in that form"
	}
	var names []string
	for _, row := range settings.Table() {
		names = append(names, row.Name)
	}
	if near := command.Near(name, names); len(near) > 0 {
		return "near it: " + strings.Join(near, ", ") + "; `:set` lists them all"
	}
	return "`:set` lists them"
}

// redisPreference reads what redis-cli's `:set` takes: hints and nohints.
func redisPreference(name string, values []string) (string, []string) {
	switch {
	case name == "hints" && len(values) == 0:
		return "hints", []string{"on"}
	case name == "nohints":
		return "hints", []string{"off"}
	}
	return name, values
}

func (s *Session) listSettings(ctx context.Context) {
	s.long(ctx, func(out *screen.Screen) error {
		for _, row := range settings.Table() {
			meaning := row.Summary
			if row.AtStart {
				meaning += " (set at the start)"
			}
			out.Entry(strings.TrimSpace(row.Name+" "+s.Settings.Get(row.Name)), meaning)
		}
		if out.Note("`:set gloss off` holds until you leave."); s.SettingsFile != "" {
			out.Note("A line `gloss off` in `" + s.SettingsFile + "` holds from then on.")
		}
		return nil
	})
}

// settingNames and settingValues are what may follow `:set`.
func (s *Session) settingNames() []typing.Choice {
	var list []typing.Choice
	for _, row := range settings.Table() {
		if !row.AtStart {
			list = append(list, typing.Choice{Text: row.Name, Meaning: row.Summary})
		}
	}
	return list
}

func settingValues(name string) []typing.Choice {
	row, _ := settings.Find(strings.ToLower(name))
	switch {
	case row.AtStart:
		return nil
	case row.Name == "output":
		return forms()
	}
	return oneOf(row.Values...)(nil)
}

// explains reports whether replies are explained.
func (s *Session) explains() bool { return s.Settings.On("gloss") }

// Hints reports whether to show what may follow while the learner types. The
// answer changes only while a line is answered, when nobody types.
func (s *Session) Hints() bool { return s.Settings.On("hints") }
