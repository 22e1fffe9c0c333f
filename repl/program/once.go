package program

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"redis-tutor/repl/batch"
	"redis-tutor/sandbox/words"
)

// onceFlags are redis-cli's flags for a command that is given as words, and
// for what is printed.
type onceFlags struct {
	times       int
	interval    float64 // seconds
	last        bool
	tag         string
	quotedInput bool
	strict      bool
	item, end   string
	pushes      string
	cluster     bool
}

func (f *onceFlags) add(cmd *cobra.Command) {
	set := cmd.Flags()
	set.IntVarP(&f.times, "repeat", "r", 1, "run the command this `number` of times, -1 without end")
	set.Float64VarP(&f.interval, "interval", "i", 0, "… and wait so many `seconds` after each")
	set.BoolVarP(&f.last, "stdin", "x", false, "the last word is what standard input holds")
	set.StringVarP(&f.tag, "stdin-tag", "X", "", "the `word` to be replaced by what standard input holds")
	set.BoolVar(&f.quotedInput, "quoted-input", false, "words are written as at the prompt: \"a\\x00b\"")
	set.BoolVarP(&f.strict, "errors", "e", false, "end with exit code 1 when Redis answers with an error")
	set.StringVarP(&f.item, "item-end", "d", "\n", "the `text` between the items of raw replies")
	set.StringVarP(&f.end, "reply-end", "D", "\n", "the `text` behind each raw reply")
	set.StringVar(&f.pushes, "show-pushes", "no", "only `no`: messages out of turn are not shown")
	set.BoolVarP(&f.cluster, "cluster", "c", false, "not offered: redirections are not followed")
	set.Bool("no-auth-warning", false, "nothing to silence; taken for redis-cli's sake")
	_ = set.MarkHidden("show-pushes") // an error would be a flag that is not there
	_ = set.MarkHidden("cluster")
	_ = set.MarkHidden("no-auth-warning")
}

// check finds what cannot be done. once says that a command was given.
func (f *onceFlags) check(once bool) error {
	switch {
	case f.cluster:
		return misuse(errors.New("-c asks for a cluster, and redirections are not followed"), "name the node that holds the keys with -h and -p")
	case f.pushes != "no" && f.pushes != "n":
		return misuse(fmt.Errorf("--show-pushes %q: messages out of turn are not shown here", f.pushes), "leave it out")
	case f.last && f.tag != "":
		return misuse(errors.New("options -x and -X are mutually exclusive"), "-x puts standard input last, -X in the place of a word")
	case f.times < -1, f.interval < 0:
		return misuse(errors.New("-r and -i take no negative numbers, but for -r -1"))
	case !once && (f.last || f.tag != "" || f.times != 1 || f.interval != 0 || f.quotedInput):
		return misuse(errors.New("-r, -i, -x, -X and --quoted-input need a command as words"), "piped lines repeat with a number in front: 5 INCR visits")
	}
	return nil
}

func (f *onceFlags) repeat() batch.Repeat {
	return batch.Repeat{Times: f.times, Interval: time.Duration(f.interval * float64(time.Second)), Strict: f.strict}
}

// command returns the words to send: unquoted, and with standard input in its
// place.
func (f *onceFlags) command(args []string, in io.Reader) ([]string, error) {
	args = slices.Clone(args)
	if f.quotedInput {
		for i, arg := range args {
			split, err := words.Split(arg)
			if err != nil || len(split) != 1 {
				return nil, failure(fmt.Errorf("invalid quoted string: %s", arg), "with --quoted-input each word is one that could stand at the prompt")
			}
			args[i] = split[0]
		}
	}
	at := len(args)
	switch {
	case f.tag != "":
		if at = slices.Index(args, f.tag); at < 0 {
			return nil, failure(fmt.Errorf("there is no word %q for -X to replace in %q", f.tag, strings.Join(args, " ")))
		}
	case f.last:
		args = append(args, "")
	default:
		return args, nil
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, failure(fmt.Errorf("standard input: %w", err))
	}
	args[at] = string(text)
	return args, nil
}

// notOurs are the tools that redis-cli has beside its prompt.
var notOurs = []string{
	"stat", "latency", "latency-history", "latency-dist", "lru-test", "replica", "rdb", "functions-rdb", "pipe",
	"bigkeys", "memkeys", "hotkeys", "keystats", "scan", "intrinsic-latency", "eval", "ldb", "ldb-sync-mode",
}

// flagHint advises on a flag that is not known.
func flagHint(path string, err error) string {
	name := strings.TrimPrefix(err.Error(), "unknown flag: --")
	if slices.Contains(notOurs, name) {
		return "--" + name + " is one of redis-cli's own tools: redis-cli --" + name
	}
	return path + " --help lists the flags"
}
