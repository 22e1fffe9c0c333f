package embedded

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestInfoSections(t *testing.T) {
	c := dial(t, start(t))
	heading := regexp.MustCompile(`# (\w+)\r`)
	const usual = "Server Clients Memory Persistence Stats Replication CPU Modules Errorstats Cluster Keyspace"
	const all = "Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace"
	for words, want := range map[string]string{
		"": usual, " default": usual, " all": all, " EVERYTHING": all, " commandstats cpu": "CPU Commandstats",
		" latencystats": "Latencystats", " nothing": "", " default commandstats": strings.Replace(usual, "Errorstats", "Commandstats Errorstats", 1),
	} {
		var got []string
		for _, m := range heading.FindAllStringSubmatch(c.do("INFO"+words), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("INFO%s has %q, want %s", words, got, want)
		}
	}
}

// TestCommandStats counts calls, those that failed and those that could not
// be run, also inside transactions and scripts.
func TestCommandStats(t *testing.T) {
	c := dial(t, start(t))
	c.play(`
		SET k v
		CONFIG RESETSTAT
		GET k
		GET
		GET a b
		INCR k
		NOSUCH
		MULTI
		GET k
		EXEC
		CLIENT NOSUCH
		CLIENT GETNAME`)
	c.script("return redis.call('GET', 'k')")
	got := regexp.MustCompile(`,usec=\d+,usec_per_call=[\d.]+`).ReplaceAllString(c.do("INFO commandstats"), "")
	for _, want := range []string{
		"cmdstat_get:calls=3,rejected_calls=2,failed_calls=0", "cmdstat_incr:calls=1,rejected_calls=0,failed_calls=1",
		"cmdstat_multi:calls=1", "cmdstat_exec:calls=1", "cmdstat_client|getname:calls=1", "cmdstat_eval:calls=1",
	} {
		if !strings.Contains(got, want+",") && !strings.Contains(got, want+"\r") {
			t.Errorf("no %s in %s", want, got)
		}
	}
	for _, no := range []string{"nosuch", "NOSUCH", "cmdstat_client:"} {
		if strings.Contains(got, no) {
			t.Errorf("%s in %s", no, got)
		}
	}
	if got := c.do("INFO latencystats"); !regexp.MustCompile(`latency_percentiles_usec_get:p50=\d+\.000,p99=\d+\.000,p99\.9=\d+\.000`).MatchString(got) {
		t.Errorf("INFO latencystats: %s", got)
	}
}

// TestLastSave: a server that has saved nothing says when it was started.
func TestLastSave(t *testing.T) {
	s := start(t)
	c := dial(t, s)
	c.play(fmt.Sprintf("LASTSAVE => %d", s.stats.started.Unix()))
	s.Forward(time.Hour)
	c.play("SAVE => OK")
	if s.stats.saved.Sub(s.stats.started) < time.Hour {
		t.Errorf("saved at %v by the clock, which was moved by an hour since %v", s.stats.saved, s.stats.started)
	}
	c.play(fmt.Sprintf("LASTSAVE => %d", s.stats.saved.Unix()))
}
