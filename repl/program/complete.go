package program

import (
	"strings"

	"github.com/spf13/cobra"

	"redis-tutor/lessons"
	"redis-tutor/repl/settings"
	"redis-tutor/repl/typing"
)

// completePlaces completes the word behind learn: a lesson, and behind a
// slash one of its steps.
func (a *app) completePlaces(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	course, err := a.outline()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	lesson, _, inside := strings.Cut(typed, "/")
	var found []string
	for _, l := range course.Lessons {
		switch {
		case !inside && strings.HasPrefix(l.ID, typed):
			found = append(found, cobra.CompletionWithDesc(l.ID, l.Title))
		case inside && l.ID == lesson:
			found = append(found, stepsLike(l, typed)...)
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

func stepsLike(l *lessons.Lesson, typed string) []string {
	var found []string
	for _, st := range l.Steps {
		if strings.HasPrefix(st.FullID(), typed) {
			found = append(found, cobra.CompletionWithDesc(st.FullID(), st.Title))
		}
	}
	return found
}

// completeCommand completes the words of a Redis command behind practice, where
// it may stand behind help too. Keys are not offered: the shell must not wait for
// a server.
func (a *app) completeCommand(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 && strings.EqualFold(args[0], "help") {
		args = args[1:]
	}
	var found []string
	for _, choice := range typing.New(typing.Config{Commands: a.Commands}).Offer(args, typed) {
		found = append(found, cobra.CompletionWithDesc(choice.Text, choice.Meaning))
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeFlags completes what settings may be.
func completeFlags(cmd *cobra.Command) {
	for _, s := range settings.Table() {
		if s.Choices != nil && cmd.PersistentFlags().Lookup(s.Name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(s.Name, cobra.FixedCompletions(s.Names(), cobra.ShellCompDirectiveNoFileComp)) // an error would be a flag that is not there
		}
	}
}
