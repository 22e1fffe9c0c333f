package gloss_test

import (
	"testing"
	"time"

	"redis-tutor/repl/gloss"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// TestDates tells times in a zone two hours ahead of Greenwich.
func TestDates(t *testing.T) {
	now := time.Unix(1_700_000_000, 0).In(time.FixedZone("EET", 2*60*60))
	seconds := func(n int64) reply.Value { return reply.NewInt(n) }
	for _, tt := range []struct {
		name  string
		reply reply.Value
		want  string
	}{
		{"LASTSAVE", seconds(1_699_999_000), "That is 2023-11-14 23:56:40 EET, 16m40s ago."},
		{"EXPIRETIME", seconds(1_700_003_600), "That is 2023-11-15 01:13:20 EET, in 1h."},
		{"EXPIRETIME", seconds(1_700_000_000), "That is 2023-11-15 00:13:20 EET, now."},
		{"PEXPIRETIME", seconds(1_700_000_090_250), "That is 2023-11-15 00:14:50.250 EET, in 90s."},
		{"PEXPIRETIME", seconds(9_000_000_000_000_000), ""},
		{"HEXPIRETIME", reply.NewArray(seconds(-1), seconds(1_700_000_060), seconds(-2)), "That is 2023-11-15 00:14:20 EET, in 60s."},
		{"HPEXPIRETIME", reply.NewArray(seconds(1_700_000_060_000), seconds(1_700_086_400_000)),
			"That is 2023-11-15 00:14:20.000 EET, in 60s; 2023-11-16 00:13:20.000 EET, in 1d."},
		{"HEXPIRETIME", reply.NewArray(seconds(-1)), ""},
		{"TIME", reply.NewArray(reply.NewBulk("1700000000"), reply.NewBulk("913400")), "That is 2023-11-15 00:13:20 EET, now."},
		{"TIME", reply.NewArray(), ""},
		{"INCR", seconds(1_700_003_600), ""},
	} {
		f := gloss.Facts{Args: []string{tt.name}, Reply: tt.reply, Now: now, Commands: func() *command.Table { return &command.Table{} }}
		got := ""
		for _, text := range textsOf(f) {
			got += text
		}
		if got != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.name, tt.reply, got, tt.want)
		}
	}
}
