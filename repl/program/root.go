package program

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"redis-tutor/repl/screen"
)

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "redis-tutor",
		Short: "Learn Redis at a prompt where real commands get real replies",
		Long: "Learn Redis at a prompt where real commands get real replies.\n\n" +
			"Without a command, redis-tutor goes on with the course where you left it.",
		Version:           a.Version,
		Args:              a.noArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.learn(cmd, "") },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return misuse(err, flagHint(cmd.CommandPath(), err))
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { showHelp(screen.New(a.Out, a.look(a.Out)), cmd) })
	root.SetVersionTemplate("redis-tutor {{.Version}}\n")
	root.SuggestionsMinimumDistance = 2
	a.flags.ofProgram(root)
	a.flags.ofServer(root)
	root.AddCommand(a.learnCommand(), a.practiceCommand(), a.lessonsCommand(), a.progressCommand(), a.checkCommand(), a.appCommand(), a.compareCommand(), a.manCommand())
	completeFlags(root)
	return root
}

// noArgs refuses words that are no command, and names the nearest.
func (a *app) noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hints := []string{"redis-tutor --help lists the commands"}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hints = []string{"did you mean: redis-tutor " + strings.Join(near, ", or redis-tutor ")}
	} else if strings.ToUpper(args[0]) == args[0] {
		hints = []string{"to run one Redis command: redis-tutor practice " + strings.Join(args, " ")}
	}
	return misuse(fmt.Errorf("there is no command %q", args[0]), hints...)
}

// atMost refuses words beyond the n that a command takes.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return misuse(fmt.Errorf("%q is one word too many", args[n]), "the form is: "+cmd.UseLine())
	}
}

func (a *app) learnCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "learn [LESSON[/STEP]]",
		Short: "Take the course, from where you left it or from a step",
		Args:  atMost(1),

		Version:           a.Version, // so that it knows -v
		ValidArgsFunction: a.completePlaces,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.learn(cmd, strings.Join(args, ""))
		},
	}
	a.flags.ofServer(cmd)
	return cmd
}

func (a *app) practiceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "practice [COMMAND [ARG...]]",
		Short: "Practise freely; with words, run one command; with piped lines, run them",
		Long: "Practise freely at the prompt.\n\n" +
			"With words behind it, practice runs that one command and ends. When standard\n" +
			"input is not a terminal, it runs the lines it finds there, printing what\n" +
			"redis-cli prints.",
		Version:           a.Version, // so that it knows -v, as redis-cli does
		ValidArgsFunction: a.completeCommand,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.practice(cmd, args) },
	}
	cmd.Flags().SetInterspersed(false) // SET k -1 is no flag
	a.flags.ofServer(cmd)
	a.flags.ofOutput(cmd)
	a.flags.once.add(cmd)
	return cmd
}
