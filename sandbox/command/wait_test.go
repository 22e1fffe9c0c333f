package command_test

import (
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/command"
)

func TestWait(t *testing.T) {
	const none = time.Duration(-1) // it does not wait
	for line, want := range map[string]time.Duration{
		"":                                      none,
		"LPOP q":                                none,
		"blpop q 0":                             0,
		"BLPOP q r 1.5":                         1500 * time.Millisecond,
		"BLPOP":                                 0,
		"BLPOP q soon":                          0,
		"BLPOP q nan":                           0,
		"BLPOP q inf":                           0,
		"BLPOP q -1":                            0,
		"BLPOP q 99999999999":                   0,
		"BLMOVE a b LEFT RIGHT 2":               2 * time.Second,
		"BRPOPLPUSH a b 2":                      2 * time.Second,
		"BZPOPMIN z 3":                          3 * time.Second,
		"BLMPOP 1.5 1 q LEFT":                   1500 * time.Millisecond,
		"BZMPOP 0 1 z MIN":                      0,
		"XREAD BLOCK 20 STREAMS s $":            20 * time.Millisecond,
		"XREAD COUNT 1 block 4000000 STREAMS s": 4000 * time.Second,
		"XREAD COUNT 1 STREAMS s 0":             none,
		"XREADGROUP GROUP g c BLOCK":            0,
		"WAIT 1 250":                            250 * time.Millisecond,
		"WAITAOF 0 1 250":                       250 * time.Millisecond,
		"DEBUG SLEEP 0.5":                       500 * time.Millisecond,
		"debug sleep":                           0,
		"DEBUG":                                 none,
		"DEBUG OBJECT k":                        none,
	} {
		longest, waits := command.Wait(strings.Fields(line))
		if waits != (want != none) || longest != max(want, 0) {
			t.Errorf("%q waits: %v, %v", line, waits, longest)
		}
	}
}

// TestWaitAndBlocks: those that may wait are those that Redis itself calls
// blocking. DEBUG SLEEP is not: it keeps all others waiting, too.
func TestWaitAndBlocks(t *testing.T) {
	for _, c := range load(t).All() {
		if _, waits := command.Wait(append(strings.Fields(c.Name), "BLOCK", "1")); waits != c.Blocks() {
			t.Errorf("%s waits: %v, blocks: %v", c.Name, waits, c.Blocks())
		}
	}
}
