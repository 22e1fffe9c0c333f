package program

import (
	"errors"
	"slices"
	"strconv"

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

	outputs []string // redis-cli's flags for the form of replies
	once    onceFlags
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
	for _, form := range settings.Forms() {
		cmd.Flags().VarPF(outputFlag{form.Name, &f.outputs}, form.Name, "", form.Meaning).NoOptDefVal = "true"
	}
}

// outputFlag is the flag of one form of replies.
type outputFlag struct {
	name  string
	asked *[]string // the forms that flags ask for
}

func (o outputFlag) String() string { return strconv.FormatBool(slices.Contains(*o.asked, o.name)) }
func (o outputFlag) Type() string   { return "bool" }

func (o outputFlag) Set(value string) error {
	on, err := strconv.ParseBool(value)
	*o.asked = slices.DeleteFunc(*o.asked, func(name string) bool { return name == o.name })
	if on {
		*o.asked = append(*o.asked, o.name)
	}
	return err
}

// output returns the form of replies that flags ask for, or else, for who types
// at a prompt, the settings: what is piped is for programs, which know nothing
// of a settings file.
func (a *app) output(prompt bool) (string, error) {
	switch asked := a.flags.outputs; {
	case len(asked) > 1:
		return "", misuse(errors.New("replies can be printed in one form only"), "choose one of --raw, --no-raw, --csv, --json and --quoted-json")
	case len(asked) == 1:
		return asked[0], nil
	case prompt:
		return a.set().Get("output"), nil
	}
	return "auto", nil
}

// usualFormat is how replies are printed where nothing else was asked for:
// standard output decides.
func (a *app) usualFormat() reply.Format {
	if onTerminal(a.Out) {
		return reply.Standard
	}
	return reply.Raw
}
