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
	for _, c := range []struct {
		name    string
		compare repl.Compare
		lines   []string
		want    string
	}{
		{"whole", func(_ context.Context, s compare.Setting, _ repl.CompareRun) (*compare.Result, error) {
			s.Tell(compare.Progress{Load: "100 new visitors", Round: 2, Of: 11, Done: 50, InAll: 200})
			return result, nil
		}, []string{"COMPARE"}, "No session               █████████████████      100     1.00     2.00"},
		{"stopped", func(ctx context.Context, _ compare.Setting, _ repl.CompareRun) (*compare.Result, error) {
			<-ctx.Done()
			return result, nil
		}, []string{"compare usual", terminaltest.CtrlC}, "100 new visitors\n"},
		{"stopped at once", func(ctx context.Context, _ compare.Setting, _ repl.CompareRun) (*compare.Result, error) {
			<-ctx.Done()
			return &compare.Result{}, nil
		}, []string{"compare full", terminaltest.CtrlC}, "# Stopped before there was anything to show."},
		{"failed", func(context.Context, compare.Setting, repl.CompareRun) (*compare.Result, error) {
			return nil, errors.New("the disk is full")
		}, []string{":compare"}, "error: the disk is full"},
		{"nowhere", nil, []string{"compare"}, "error: nothing can be compared here"},
		{"nonsense", nil, []string{"compare Everything"}, `error: compare cannot be "Everything"`},
		{"how", func(_ context.Context, s compare.Setting, run repl.CompareRun) (*compare.Result, error) {
			return described(t, s, run, 11)
		}, []string{"compare method"}, "The numbers"},
		{"how the usual one", func(_ context.Context, s compare.Setting, run repl.CompareRun) (*compare.Result, error) {
			return described(t, s, run, 7)
		}, []string{"compare usual METHOD", "compare --usual --method"}, "The numbers"},
		{"where to read how", func(context.Context, compare.Setting, repl.CompareRun) (*compare.Result, error) {
			r := *result
			r.Size = "usual"
			return &r, nil
		}, []string{"compare usual"}, "`compare usual method` tells how each number came about."},
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

// described runs what is asked for in an empty setting, and looks whether it is
// the method of a workload with so many rounds.
func described(t *testing.T, s compare.Setting, run repl.CompareRun, rounds int) (*compare.Result, error) {
	s.Dir = t.TempDir()
	r, err := run(t.Context(), s)
	if err == nil && (r.Workloads[0].Rounds != rounds || len(r.Workloads[0].Results) > 0) {
		t.Errorf("%+v, want %d rounds and no results", r.Workloads[0], rounds)
	}
	return r, err
}
