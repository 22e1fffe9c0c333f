package program

import (
	"errors"

	"github.com/spf13/cobra"

	"redis-tutor/repl/settings"
	"redis-tutor/sandbox/reply"
)

// flags are the values of all flags.
type flags struct {
	course, progress string
	noColor          bool
	given            settings.Values

	server serverFlags

	raw, noRaw, csv, json, quotedJSON bool
	once                              onceFlags
}

// ofProgram adds the flags that every command knows.
func (f *flags) ofProgram(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.course, "course", "", "learn from the course in this `folder`")
	set.StringVar(&f.progress, "progress", "", "keep progress in this `file`")
	set.BoolVar(&f.noColor, "no-color", false, "no colours, as --color never")
	f.ofSettings(cmd)
	set.Bool("help", false, "show this help") // -h is redis-cli's host
}

// ofOutput adds redis-cli's flags for the form of replies.
func (f *flags) ofOutput(cmd *cobra.Command) {
	set := cmd.Flags()
	set.BoolVar(&f.raw, "raw", false, "replies as they are (the default when not on a terminal)")
	set.BoolVar(&f.noRaw, "no-raw", false, "replies with their types (the default on a terminal)")
	set.BoolVar(&f.csv, "csv", false, "replies as CSV")
	set.BoolVar(&f.json, "json", false, "replies as JSON")
	set.BoolVar(&f.quotedJSON, "quoted-json", false, "replies as JSON, in ASCII")
}

// format returns how replies are printed: standard output decides unless a
// flag does.
func (a *app) format() (reply.Format, error) {
	f := &a.flags
	format, asked := reply.Raw, 0
	if onTerminal(a.Out) {
		format = reply.Standard
	}
	for _, choice := range []struct {
		on     bool
		format reply.Format
	}{{f.raw, reply.Raw}, {f.noRaw, reply.Standard}, {f.csv, reply.CSV}, {f.json, reply.JSON}, {f.quotedJSON, reply.QuotedJSON}} {
		if choice.on {
			format = choice.format
			asked++
		}
	}
	if asked > 1 {
		return format, misuse(errors.New("replies can be printed in one form only"), "choose one of --raw, --no-raw, --csv, --json and --quoted-json")
	}
	return format, nil
}
