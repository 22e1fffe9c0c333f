package grammar_test

import (
	"os"
	"strings"
	"testing"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/words"
)

// lenient are lines that Redis takes although they are wrong by its own
// grammar, mostly because it does not look at a word that does not matter.
func lenient(line string) bool {
	switch line {
	case "PFMERGE hll", "LOLWUT VERSION 5 1 1 1", "GETEX nokey EX abc", "LINDEX nokey abc", "BITCOUNT nokey 0",
		"ZRANGEBYSCORE z ( 1", "ZRANGEBYSCORE z  ", "ZRANGEBYSCORE z  1 2",
		"GETEX nokey EX 0", "HSCAN nokey 0 COUNT 0":
		return true
	}
	return false
}

// TestWhatRedisTakes runs some thousand lines and wants that every one that
// is answered without an error is right by the grammar, too.
func TestWhatRedisTakes(t *testing.T) {
	table := load(t)
	r := grammar.NewReader(table)
	box, err := sandbox.NewEmbedded(func() *command.Table { return table })
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	taken := 0
	for _, args := range parityLines(t) {
		l := r.Read(args)
		if l.Command == nil || l.Command.Blocks() || command.Streams(args) {
			continue
		}
		v, err := box.Do(t.Context(), args...)
		if err != nil || v.IsError() {
			continue
		}
		taken++
		twice := l.Fault != nil && l.Fault.Kind == grammar.Repeated
		if line := strings.Join(args, " "); !l.Whole() && !twice && !lenient(line) {
			t.Errorf("%s: %v, and %q may follow", line, l.Fault, l.Form())
		}
	}
	if taken < 1500 {
		t.Errorf("only %d lines were taken", taken)
	}
}

// parityLines returns the words of the lines by which the embedded sandbox is
// compared with a server.
func parityLines(t *testing.T) [][]string {
	t.Helper()
	var lines [][]string
	for _, file := range []string{"parity-commands.txt", "parity-docs.txt", "parity-mistakes.txt", "parity.txt"} {
		data, err := os.ReadFile("../../testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			args, err := words.Split(strings.TrimLeft(line, "~? "))
			if err == nil && len(args) > 0 && args[0] != "#" {
				lines = append(lines, args)
			}
		}
	}
	return lines
}
