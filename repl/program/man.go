package program

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"redis-tutor/repl"
	"redis-tutor/repl/settings"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page: redis-tutor man | man -l -",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(a.Out, a.manual(cmd.Root()))
			return err
		},
	}
}

// page is a manual page in roff's man macros.
type page struct{ strings.Builder }

// macro writes a request with its arguments in quotes.
func (p *page) macro(name string, args ...string) {
	p.WriteString("." + name)
	for _, arg := range args {
		p.WriteString(` "` + strings.ReplaceAll(escapeRoff(arg), `"`, `\(dq`) + `"`)
	}
	p.WriteByte('\n')
}

// text writes words to be set as a paragraph.
func (p *page) text(text string) {
	for line := range strings.Lines(text) {
		line = escapeRoff(strings.TrimRight(line, "\n"))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		p.WriteString(line + "\n")
	}
}

// entry writes a term and, indented below it, what it means.
func (p *page) entry(term, meaning string) {
	p.macro("TP")
	p.macro("B", term)
	p.text(meaning)
}

var roffOf = strings.NewReplacer(`\`, `\(rs`, "-", `\-`, "…", "...", "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "’", "'", "–", `\(en`)

func escapeRoff(text string) string { return roffOf.Replace(text) }

// manual returns the page, made of the tables that the program itself runs by.
func (a *app) manual(root *cobra.Command) string {
	p := &page{}
	p.macro("TH", "REDIS-TUTOR", "1", "", "redis-tutor "+a.Version, "")
	p.macro("SH", "NAME")
	p.text("redis-tutor - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	p.commands(root)
	p.macro("SH", "FLAGS")
	p.flags(root)
	for _, cmd := range shown(root)[1:] {
		p.own(cmd, root)
	}
	p.words()
	p.surroundings(a)
	return p.String()
}

func (p *page) commands(root *cobra.Command) {
	p.macro("SH", "SYNOPSIS")
	for i, cmd := range shown(root) {
		if i > 0 {
			p.macro("br")
		}
		p.macro("B", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	}
	p.macro("SH", "DESCRIPTION")
	p.text("Without a command, redis-tutor goes on with the course where you left it.")
	for _, cmd := range shown(root)[1:] {
		meaning := cmd.Short + "."
		if cmd.Long != "" && !cmd.HasSubCommands() {
			meaning = strings.ReplaceAll(cmd.Long, "\n\n", " ")
		}
		p.entry(strings.TrimPrefix(cmd.Use, "redis-tutor "), meaning)
	}
}

// shown returns the program and its commands, without those for help.
func shown(root *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{root}
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() && cmd.Name() != "help" {
			all = append(all, cmd)
		}
	}
	return all
}

func (p *page) flags(cmd *cobra.Command) {
	cmd.Flags().VisitAll(p.flag)
}

// own writes the flags that a command has and the program does not.
func (p *page) own(cmd, root *cobra.Command) {
	heading := false
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || root.Flags().Lookup(f.Name) != nil {
			return
		}
		if !heading {
			p.macro("SS", "Flags of "+cmd.Name())
			heading = true
		}
		p.flag(f)
	})
}

func (p *page) flag(f *pflag.Flag) {
	if f.Hidden {
		return
	}
	term, usage := explained(f)
	p.entry(term, strings.TrimPrefix(usage, "… ")+".")
}

func (p *page) words() {
	p.macro("SH", "AT THE PROMPT")
	p.text("Redis commands run and print what redis-cli prints. These words are for the tutor; each also works with a colon in front. What else can be typed stands behind them.")
	group := ""
	for _, w := range repl.ManualWords() {
		if w.Group != group {
			group = w.Group
			p.macro("SS", "For "+group)
		}
		p.entry(w.Form, w.Summary+".")
	}
}

// variables are the environment that the program heeds.
var variables = [][2]string{
	{"REDISCLI_AUTH", "The password for a server; safer than -a."},
	{"REDISCLI_HISTFILE", "The file for the history; /dev/null keeps none."},
	{"REDISCLI_RCFILE", "Preferences of redis-cli's; \":set nohints\" is heeded. ~/.redisclirc unless set."},
	{"REDIS_TUTOR_CONFIG", "The settings file."},
	{"NO_COLOR, CLICOLOR=0", "No colours."},
	{"CLICOLOR_FORCE", "Colours also where standard output is no terminal."},
	{"COLORFGBG", "Set by some terminals: whether the background is light."},
	{"TERM=dumb", "No cursor movement and no colours."},
	{"PAGER", "What shows texts taller than the screen; less, where it is installed, unless set. The setting pager turns that off."},
	{"LESS", "How less shows them; -FRX unless set."},
	{"SHELL", "What runs the program behind a | at the prompt; /bin/sh unless set."},
	{"LC_ALL, LC_CTYPE, LANG", "Without UTF-8 only ASCII is drawn; replies keep their bytes."},
	{"XDG_CONFIG_HOME, XDG_STATE_HOME", "Where files are."},
}

// surroundings writes what is outside of the command line.
func (p *page) surroundings(a *app) {
	p.macro("SH", "SETTINGS")
	p.text("The settings file holds one \"name value\" a line; # begins a comment. A line that means nothing is warned of and passed over. Each setting is a flag, too, and of output each value is a flag of practice; flags stand above the environment, and that above the file. What the file says of output is for who types: lines from a pipe and single commands heed the flags alone, and lessons begin with no-raw.")
	for _, s := range settings.Table() {
		meaning := s.Summary + "."
		if s.Usual != "" {
			meaning += " Usual: " + s.Usual + "."
		}
		p.entry(s.Name+" "+s.Form, meaning)
	}
	p.macro("SH", "ENVIRONMENT")
	for _, v := range variables {
		p.entry(v[0], v[1])
	}
	p.macro("SH", "FILES")
	p.entry("$XDG_CONFIG_HOME/redis-tutor/config", "Settings.")
	p.entry("$XDG_STATE_HOME/redis-tutor/progress", "What was solved.")
	p.entry("$XDG_STATE_HOME/redis-tutor/history", "The history of the prompt, for its owner alone. Commands that carry passwords are left out.")
	p.macro("SH", "EXIT STATUS")
	for _, code := range []struct {
		n    int
		what string
	}{
		{ExitOK, "All that was asked was done, whatever Redis answered."},
		{ExitFailure, "No server, a course with faults, or an error reply with -e."},
		{ExitUsage, "The command line was wrong."},
		{ExitInterrupted, "Ctrl-C where there was no prompt."},
		{ExitTerminated, "Ended by a signal."},
	} {
		p.entry(fmt.Sprint(code.n), code.what)
	}
	p.macro("SH", "SEE ALSO")
	p.text("redis-cli(1), redis-server(1)")
}
