package repl_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl"
	"redis-tutor/repl/terminal/terminaltest"
)

// TestCompare: a result is drawn, whether it is whole or was stopped, and what
// goes wrong is told.
func TestCompare(t *testing.T) {
	result := &compare.Result{
		Complete: true,
		Arms:     []compare.Arm{{ID: compare.NoSession, Title: "No session"}},
		Workloads: []compare.Load{{Title: "100 new visitors", Results: []compare.Measured{
			{Arm: compare.NoSession, Seconds: 1, PerSecond: 100, P50: 1, P99: 2},
		}}},
	}
	type compares = func(ctx context.Context, size compare.Size, tell func(compare.Progress)) (*compare.Result, error)
	for _, c := range []struct {
		name    string
		compare compares
		lines   []string
		want    string
	}{
		{"whole", func(_ context.Context, _ compare.Size, tell func(compare.Progress)) (*compare.Result, error) {
			tell(compare.Progress{Load: "100 new visitors", Round: 2, Of: 11, Done: 50, InAll: 200})
			return result, nil
		}, []string{"COMPARE"}, "No session               █████████████████      100     1.00     2.00"},
		{"stopped", func(ctx context.Context, _ compare.Size, _ func(compare.Progress)) (*compare.Result, error) {
			<-ctx.Done()
			return result, nil
		}, []string{"compare usual", terminaltest.CtrlC}, "100 new visitors\n"},
		{"stopped at once", func(ctx context.Context, _ compare.Size, _ func(compare.Progress)) (*compare.Result, error) {
			<-ctx.Done()
			return &compare.Result{}, nil
		}, []string{"compare full", terminaltest.CtrlC}, "# Stopped before there was anything to show."},
		{"failed", func(context.Context, compare.Size, func(compare.Progress)) (*compare.Result, error) {
			return nil, errors.New("the disk is full")
		}, []string{":compare"}, "error: the disk is full"},
		{"nowhere", nil, []string{"compare"}, "error: nothing can be compared here"},
		{"nonsense", nil, []string{"compare Everything"}, `error: compare cannot be "everything"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			term := practise(t, func(config *repl.Config) { config.Compare = c.compare }, c.lines...)
			mustShow(t, term, c.want)
			if c.name == "whole" && !strings.Contains(strings.Join(term.Statuses(), "\n"), "# 25% · 100 new visitors, round 2 of 11") {
				t.Errorf("nobody was told how far it is: %q", term.Statuses())
			}
		})
	}
}
