package program

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"redis-tutor/repl/screen"
)

// showHelp writes what --help shows of a command, as wide as the window: what
// it is for, its form, the commands below it and its flags.
func showHelp(out *screen.Screen, cmd *cobra.Command) {
	for i, paragraph := range strings.Split(cmp.Or(cmd.Long, cmd.Short), "\n\n") {
		if i > 0 {
			out.Blank()
		}
		if code, is := strings.CutPrefix(paragraph, "\t"); is {
			out.Raw("    " + code + "\n") // for a shell, which wants it in one piece
			continue
		}
		out.Say(screen.Plain, "%s", paragraph)
	}
	heading(out, "Usage")
	if cmd.Runnable() {
		out.Exact("  ", screen.Code, cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		out.Exact("  ", screen.Code, cmd.CommandPath()+" COMMAND")
		heading(out, "Commands")
		for _, below := range cmd.Commands() {
			if below.IsAvailableCommand() {
				out.Entry(below.Name(), below.Short)
			}
		}
	}
	showFlags(out, "Flags", cmd.LocalFlags())
	showFlags(out, "Flags of every command", cmd.InheritedFlags())
	if cmd.HasAvailableSubCommands() {
		out.Blank()
		out.Say(screen.Plain, "%s COMMAND --help shows more of a command.", cmd.CommandPath())
	}
}

func heading(out *screen.Screen, text string) {
	out.Blank()
	out.Say(screen.Loud, "%s", text)
}

func showFlags(out *screen.Screen, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	heading(out, title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		term, usage := explained(f)
		if usual := f.DefValue; usual != "" && usual != "false" && usual != "0" {
			usage += " (" + strings.ReplaceAll(usual, "\n", `\n`) + " unless set)"
		}
		out.Entry(term, usage)
	})
}

// explained returns a flag as it is typed, and what it is for.
func explained(f *pflag.Flag) (term, usage string) {
	form, usage := pflag.UnquoteUsage(f)
	term = "--" + f.Name
	if f.Shorthand != "" {
		term = "-" + f.Shorthand + ", " + term
	}
	if form != "" && f.NoOptDefVal == "" {
		term += " " + form
	}
	return term, usage
}
