package program

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"redis-tutor/repl/line"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/terminal"
)

// settingFlag is the flag of one setting. What it is given stands above what
// the file says.
type settingFlag struct {
	settings.Setting
	given settings.Values
}

func (f settingFlag) String() string { return f.given[f.Name] }
func (f settingFlag) Type() string   { return f.Form }

func (f settingFlag) Set(value string) error {
	if err := settings.Check(f.Name, value); err != nil {
		return err
	}
	f.given[f.Name] = value
	return nil
}

// ofSettings adds a flag for each setting.
func (f *flags) ofSettings(cmd *cobra.Command) {
	f.given = settings.Values{}
	for _, s := range settings.Table() {
		if s.Name == "output" {
			continue // each of its values is one, as in redis-cli
		}
		flag := cmd.PersistentFlags().VarPF(settingFlag{s, f.given}, s.Name, "", s.Summary)
		if s.Name == "plain" {
			flag.NoOptDefVal = "on"
		}
	}
}

// configFile is where a learner's settings are.
func (a *app) configFile() string {
	if path := a.Env("REDIS_TUTOR_CONFIG"); path != "" {
		return path
	}
	return filepath.Join(a.Config, "config")
}

// set returns the settings in force: the flags', above the environment's,
// above the file's, above redis-cli's own preferences.
func (a *app) set() settings.Values {
	if a.values == nil {
		a.values = a.redisPreferences()
		maps.Copy(a.values, a.fromFile())
		maps.Copy(a.values, a.fromEnv())
		maps.Copy(a.values, a.flags.given)
	}
	return a.values
}

// fromFile reads the settings file. One that is not in the usual place is none;
// what is wrong is told and passed over.
func (a *app) fromFile() settings.Values {
	path := a.configFile()
	file, err := os.Open(path)
	named := a.Env("REDIS_TUTOR_CONFIG") != ""
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return nil
	case err != nil && named:
		err = fmt.Errorf("REDIS_TUTOR_CONFIG: %w", err)
	}
	var values settings.Values
	faults := []error{err}
	if err == nil {
		defer file.Close()
		values, faults = settings.Read(file, path)
	}
	for _, fault := range faults {
		if fault != nil {
			fmt.Fprintf(a.Err, "warning: %v\n", fault)
		}
	}
	return values
}

// redisPreferences honours the hints of redis-cli's own preferences.
func (a *app) redisPreferences() settings.Values {
	path := a.Env("REDISCLI_RCFILE")
	if path == "" && a.Env("HOME") != "" {
		path = filepath.Join(a.Env("HOME"), ".redisclirc")
	}
	file, err := os.Open(path)
	if err != nil {
		return settings.Values{}
	}
	defer file.Close()
	return settings.Preferences(io.LimitReader(file, 64<<10))
}

// fromEnv reads what the conventions of the environment ask for:
// https://no-color.org, https://bixense.com/clicolors, and redis-cli's file
// for the history.
func (a *app) fromEnv() settings.Values {
	values := settings.Values{}
	if path := a.Env("REDISCLI_HISTFILE"); path != "" {
		values["history"] = path
	}
	switch force := a.Env("CLICOLOR_FORCE"); {
	case a.Env("NO_COLOR") != "":
		values["color"] = "never"
	case force != "" && force != "0":
		values["color"] = "always"
	case a.Env("CLICOLOR") == "0":
		values["color"] = "never"
	}
	return values
}

// colored reports whether colours may be written to w.
func (a *app) colored(w io.Writer) bool {
	switch {
	case a.flags.noColor, a.set().On("plain"):
		return false
	case a.set().Get("color") == "auto":
		return !a.dumb() && onTerminal(w)
	}
	return a.set().Get("color") == "always"
}

// light reports whether the background is light. COLORFGBG, where a terminal
// sets it, ends in the number of the background's colour: 7 and those from 9
// on are light.
func (a *app) light() bool {
	if which := a.set().Get("background"); which != "auto" {
		return which == "light"
	}
	value := a.Env("COLORFGBG")
	n, err := strconv.Atoi(value[strings.LastIndexByte(value, ';')+1:])
	return err == nil && (n == 7 || n >= 9)
}

// look returns how text for w is drawn.
func (a *app) look(w io.Writer) screen.Options {
	return screen.Options{
		Color: a.colored(w), Light: a.light(), ASCII: a.ascii(), Words: a.set().On("plain"),
		Width: func() int { return terminal.Columns(w) },
	}
}

// historyFile returns where the history is kept, "" for nowhere.
func (a *app) historyFile() string {
	switch path := a.set().Get("history"); path {
	case "":
		return a.stateFile("history")
	case "none", os.DevNull:
		return ""
	default:
		return path
	}
}

// inForce returns the settings as a learner is shown them, with the place of the
// history that is kept without a word about it.
func (a *app) inForce() settings.Values {
	values := maps.Clone(a.set())
	values["history"] = cmp.Or(a.historyFile(), "none")
	return values
}

// adjust makes a terminal what the settings ask for.
func (a *app) adjust(c *terminal.Config) {
	c.History, c.HistorySize = a.historyFile(), a.set().Number("history-size")
	if c.HistorySize == 0 {
		c.History = ""
	}
	if c.History == a.Env("REDISCLI_HISTFILE") || filepath.Base(c.History) == ".rediscli_history" {
		c.OneRow = line.OneRow // redis-cli's own, and ours too
	}
	c.Dumb = a.plain()
}
