package program

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl"
	"redis-tutor/repl/chart"
	"redis-tutor/repl/screen"
)

// comparison is what the flags of compare ask for.
type comparison struct {
	quick, full, method, json bool
	rounds                    int
	html, dir                 string
}

func (a *app) compareCommand() *cobra.Command {
	var c comparison
	cmd := &cobra.Command{
		Use:   "compare [quick|usual|full] [method]",
		Short: "Measure what web sessions cost in SQLite, in Redis, and nowhere",
		Long: "Measure what web sessions cost in SQLite, in Redis, and nowhere.\n\n" +
			"The same page is served from each, in turns of 100 and of 1,000 requests without\n" +
			"and with a cookie, then of 64 clients at once. It takes a minute or two. Ctrl-C\n" +
			"stops it and shows what was measured by then; nothing is left behind. --full has\n" +
			"5,000 requests in a row.\n\n" +
			"Redis is a private server of the kind that is installed. With -h, -s or -u it is\n" +
			"the server you name: the keys made there have a prefix of their own and are\n" +
			"removed. The databases are where temporary files are, unless that is memory:\n" +
			"then they are beside your progress, or in the folder you are in.",
		Args:              c.words,
		ValidArgsFunction: cobra.FixedCompletions([]string{"quick", "usual", "full", "method"}, cobra.ShellCompDirectiveNoFileComp),
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.compare(cmd, c) },
	}
	set := cmd.Flags()
	set.BoolVar(&c.quick, "quick", false, "the 100 requests only: ten to thirty seconds")
	set.BoolVar(&c.full, "full", false, "5,000 requests in a row: some ten minutes")
	set.IntVar(&c.rounds, "rounds", 0, "how `many` turns each gets at everything")
	set.BoolVar(&c.method, "method", false, "tell how it is done here, and measure nothing")
	set.BoolVar(&c.json, "json", false, "for programs")
	set.StringVar(&c.html, "html", "", "write a page with plots to this `file`")
	set.StringVar(&c.dir, "dir", "", "put the databases into this `folder`, on the disk to be measured")
	a.flags.ofServer(cmd)
	return cmd
}

// words takes what may stand behind the word compare at the prompt.
func (c *comparison) words(cmd *cobra.Command, args []string) error {
	for _, word := range args {
		switch word {
		case "quick":
			c.quick = true
		case "usual":
		case "full":
			c.full = true
		case "method":
			c.method = true
		default:
			return misuse(fmt.Errorf("compare cannot be %q", word), "the form is: "+cmd.UseLine())
		}
	}
	return nil
}

// check finds what cannot be done, before a minute has been spent on it.
func (c comparison) check() error {
	switch {
	case c.quick && c.full:
		return misuse(errors.New("a comparison is quick or full, not both"), "leave --quick or --full out")
	case c.rounds < 0:
		return misuse(fmt.Errorf("%d is no number of rounds", c.rounds), "a few are enough: --rounds 5")
	}
	if c.html != "" {
		if _, err := folder(filepath.Dir(c.html), "--html takes a file in a folder that is there"); err != nil {
			return err
		}
	}
	if c.dir != "" {
		_, err := folder(c.dir, "--dir takes a folder that is there, on the disk to be measured")
		return err
	}
	return nil
}

func (c comparison) size() compare.Size {
	size := compare.Usual()
	switch {
	case c.quick:
		size = compare.Quick()
	case c.full:
		size = compare.Full()
	}
	if c.rounds > 0 {
		size = size.WithRounds(c.rounds)
	}
	return size
}

func (a *app) compare(cmd *cobra.Command, c comparison) error {
	t, err := a.target()
	if err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	ctx := cmd.Context()
	run := compare.Run
	if c.method {
		run = compare.Describe
	}
	tell, done := a.progress()
	result, err := a.measure(ctx, t, c.dir, compare.Setting{Size: c.size(), Tell: tell}, run)
	done()
	if result == nil {
		return err
	}
	if err := a.show(result, c); err != nil {
		return err
	}
	return cmp.Or(err, context.Cause(ctx)) // Ctrl-C, if anything
}

// measure opens the Redises that there are, in a folder within dir (some disk
// when empty) that is gone afterwards, and runs a comparison on them.
func (a *app) measure(ctx context.Context, t Target, dir string, s compare.Setting, run func(context.Context, compare.Setting) (*compare.Result, error)) (*compare.Result, error) {
	dir, err := a.databases(dir)
	if err != nil {
		return nil, failure(err, "--dir names another folder for the databases")
	}
	defer os.RemoveAll(dir)
	s.Dir = dir
	if t.Server {
		box, err := a.open(ctx, t)
		if err != nil {
			return nil, err
		}
		defer box.Close()
		s.Server = a.Reach(box)
		s.Server.Name, s.Server.Named = "the server at "+box.State().Addr, true
	} else {
		var closer io.Closer
		s.Server, closer = a.reach(ctx, Target{Local: true}, private)
		defer closer.Close()
	}
	var durable, embedded io.Closer
	s.Durable, durable = a.reach(ctx, Target{Local: true, Durable: dir}, private)
	defer durable.Close()
	s.Embedded, embedded = a.reach(ctx, Target{}, "miniredis in this process, no network")
	defer embedded.Close()
	s.Embedded.Ours = true
	result, err := run(ctx, s)
	if err != nil {
		err = failure(err)
	}
	return result, err
}

// comparing returns what compares at the prompt, with the Redis that it is at.
func (a *app) comparing(t Target) repl.Compare {
	return func(ctx context.Context, s compare.Setting, run repl.CompareRun) (*compare.Result, error) {
		return a.measure(ctx, t, "", s, run)
	}
}

// databases makes a folder for the databases: in dir, or when that is empty in
// a place that is no memory, as far as can be told. Temporary files are kept in
// memory on many systems, and the wait for the disk is what is to be measured.
func (a *app) databases(dir string) (string, error) {
	if dir != "" {
		return databasesIn(dir)
	}
	for _, dir := range []string{os.TempDir(), a.State, "."} {
		if compare.InMemory(dir) {
			continue
		}
		if made, err := databasesIn(dir); err == nil {
			return made, nil
		}
	}
	return databasesIn(os.TempDir())
}

func databasesIn(dir string) (string, error) {
	dir, err := filepath.Abs(dir) // a server and a database look from where they are
	if err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, "redis-tutor-compare-")
}

// private is what the servers are that are started here.
const private = "a private server on a unix socket"

// reach opens a Redis for a comparison. One that cannot be had is missing
// there, with the reason.
func (a *app) reach(ctx context.Context, t Target, name string) (compare.Redis, io.Closer) {
	box, err := a.Open(ctx, t)
	if err != nil {
		return compare.Redis{Missing: err.Error()}, io.NopCloser(nil)
	}
	r := a.Reach(box)
	r.Name = name
	return r, box
}

// show prints a result in the form that was asked for.
func (a *app) show(r *compare.Result, c comparison) error {
	if c.html != "" {
		var page bytes.Buffer
		if err := chart.Page(&page, r); err != nil {
			return err
		}
		if err := os.WriteFile(c.html, page.Bytes(), 0o644); err != nil {
			return failure(fmt.Errorf("the page could not be written: %w", err))
		}
	}
	if c.json {
		return a.printJSON(r)
	}
	out := screen.New(a.Out, a.look(a.Out))
	switch {
	case c.method:
		chart.Method(out, r)
	case len(r.Workloads) == 0:
		out.Note("It ended before there was anything to show.")
	default:
		chart.Draw(out, r, c.howCommand(r))
	}
	if c.html != "" {
		out.Note("The page is in " + c.html + ".")
	}
	return nil
}

// howCommand is the command that tells how a result came about: the size and
// rounds are part of it. A server that was named has to be named again.
func (c comparison) howCommand(r *compare.Result) string {
	words := "redis-tutor compare"
	switch {
	case c.quick:
		words += " --quick"
	case c.full:
		words += " --full"
	}
	if c.rounds > 0 {
		words += fmt.Sprintf(" --rounds %d", c.rounds)
	}
	words += " --method"
	if r.Machine.Named {
		words += " ..."
	}
	return words
}
