package command_test

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
)

func TestWaits(t *testing.T) {
	for line, want := range map[string]bool{
		"":                             false,
		"blpop q 0":                    true,
		"LPOP q":                       false,
		"XREAD BLOCK 0 STREAMS s $":    true,
		"XREAD COUNT 1 STREAMS s 0":    false,
		"DEBUG SLEEP 1":                true,
		"DEBUG":                        false,
		"WAIT 0 0":                     true,
		"XREADGROUP GROUP g c block 5": true,
	} {
		if got := command.Waits(strings.Fields(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
