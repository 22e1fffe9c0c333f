package repl

import (
	"context"
	"fmt"
	"slices"
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
		[]string{name}, row.Form, takes{args: oneOf(row.Names()...)}, group, row.Summary, false,
		func(s *Session, _ context.Context, args []string) { s.turnTo(name, args) },
	}
}

// ofSettingToo is a word that does something on its own, and with a value sets
// the setting that has its name.
func ofSettingToo(name, group, summary string, run func(*Session, context.Context, []string)) word {
	w := ofSetting(name, group)
	w.args, w.summary, w.run = "["+w.args+"]", summary, run
	return w
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
	said := s.Settings.Says(name)
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
	if output, _ := settings.Find("output"); slices.Contains(output.Names(), name) {
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
	if row.AtStart {
		return nil
	}
	var list []typing.Choice
	for _, c := range row.Choices {
		list = append(list, typing.Choice{Text: c.Name, Meaning: c.Meaning})
	}
	return list
}

// explains reports whether replies are explained.
func (s *Session) explains() bool { return s.Settings.On("gloss") }

// Hints reports whether to show what may follow while the learner types. The
// answer changes only while a line is answered, when nobody types.
func (s *Session) Hints() bool { return s.Settings.On("hints") }
