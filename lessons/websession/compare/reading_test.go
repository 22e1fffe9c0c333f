package compare

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// numbers are what is measured on a machine with an ordinary disk, in ms.
func numbers() map[string]float64 {
	return map[string]float64{
		SQLiteDefault: 1.70, SQLiteWAL: 0.12, RedisHash: 0.20, RedisCount: 0.19, Article: 0.48,
		RedisAlways: 0.62, Embedded: 0.06, NoSession: 0.03,
		"fsync": 0.39, "trip": 0.06, "connection": 0.28, "inside": 0.01,
	}
}

// measuredAs makes a result of numbers: each arm takes so long for a visit.
// Arms that are 0 were left out.
func measuredAs(n map[string]float64) *Result {
	r := &Result{Complete: true, Machine: Machine{OS: "linux", CPUs: 2, SQLite: "3", Filesystem: "ext4"}}
	var same, fresh, many, tabs []Measured
	for _, arm := range []string{SQLiteDefault, SQLiteWAL, RedisHash, RedisCount, Article, RedisAlways, Embedded, NoSession} {
		ms := n[arm]
		r.Arms = append(r.Arms, Arm{ID: arm, Title: strings.ToUpper(arm), RoundTrips: map[string]int{RedisHash: 2, Embedded: 2, Article: 3}[arm], Connections: map[string]int{Article: 1}[arm]})
		if ms == 0 {
			r.Arms[len(r.Arms)-1].LeftOut = "not here"
			continue
		}
		served := 1000
		m := Measured{Arm: arm, P50: ms, P99: 2 * ms, Seconds: ms, PerSecond: 1000 / ms, Served: served, Stored: &served, Turns: []float64{ms}}
		same, fresh = append(same, m), append(fresh, m)
		if together := n["together "+arm]; together > 0 {
			m.Seconds, m.PerSecond = together, 1000/together
		}
		many = append(many, m)
		m.Lost = int(n["lost "+arm])
		tabs = append(tabs, m)
	}
	rate(fresh)
	r.Workloads = []Load{
		{ID: "new-100", Title: "new", Results: fresh}, {ID: "same-100", Title: "same", Results: same},
		{ID: crowded, Title: "crowd", Results: many}, {ID: tabbed, Title: "tabs", Results: tabs},
	}
	set := func(into **Cost, name string) {
		if v := n[name]; v > 0 {
			*into = &Cost{P50: v, P99: 10 * v, Samples: 100}
		}
	}
	set(&r.Costs.Fsync, "fsync")
	set(&r.Costs.RoundTrip, "trip")
	set(&r.Costs.Connection, "connection")
	set(&r.Costs.Embedded, "inside")
	r.account()
	return r
}

// TestReading: each sentence is there when the numbers support it, and gone
// when one of them says otherwise or is missing.
func TestReading(t *testing.T) {
	for _, c := range []struct {
		name    string
		changed string // "arm 0.5, …"
		want    string // a part of a sentence
		not     string
	}{
		{"the disk", "", "The disk. A visit takes SQLite 1.70 ms by default, and 0.12 ms with WAL and NORMAL, which does not wait for the disk at each commit. One fsync takes 0.39 ms here: a commit waits for about four of them, which is 92% of the visit.", ""},
		{"a faster disk", SQLiteDefault + " 1.00, fsync 0.3", "a commit waits for about three of them, which is 90% of the visit.", ""},
		{"nothing but the wait", SQLiteDefault + " 1.00, fsync 0.25", "a commit waits for about four of them, which is nearly all of the visit.", ""},
		{"work on files beside the wait", SQLiteDefault + " 1.00, fsync 0.15", "a commit waits for about four of them, which is 60% of the visit.", ""},
		{"a disk that is none", SQLiteDefault + " 0.20, " + SQLiteWAL + " 0.08, fsync 0.005", "", "The disk."},
		{"a slow disk that is none", SQLiteDefault + " 0.40, fsync 0.015", "SQLite with WAL is faster", "he disk"},
		{"no wait to be without", SQLiteWAL + " 0.19, fsync 0.005", "There is little between SQLite with WAL, which takes 0.19 ms, and Redis with 0.20 ms.", "that wait"},
		{"no wait and slower", SQLiteWAL + " 0.40, fsync 0.005", "SQLite with WAL takes longer than Redis: 0.40 ms against 0.20 ms", ""},
		{"no disk for many", "together " + RedisAlways + " 0.25, fsync 0.005", "", "fsync"},
		{"a wait that is shorter than one fsync", SQLiteDefault + " 0.40", "", "The disk."},
		{"a wait that is many fsyncs", SQLiteDefault + " 17", "", "The disk."},
		{"WAL is faster", "", "SQLite with WAL is faster than Redis: 0.12 ms against 0.20 ms. It is in the program; the way to Redis and back, twice, takes 0.12 ms.", ""},
		{"WAL is faster, and not for the way", "trip 0.02", "SQLite with WAL is faster than Redis: 0.12 ms against 0.20 ms.", "It is in the program"},
		{"WAL is as fast", SQLiteWAL + " 0.19", "there is little between them", "faster than Redis"},
		{"WAL is slower", SQLiteWAL + " 0.40", "takes longer than Redis all the same: 0.40 ms against 0.20 ms", ""},
		{"Redis waits too", "", "with appendfsync always a visit takes 0.62 ms instead of 0.20 ms. The 0.42 ms between them are about the time of one fsync.", ""},
		{"Redis waits for more than one", RedisAlways + " 2.1", "with appendfsync always a visit takes 2.10 ms instead of 0.20 ms.", "the time of one fsync"},
		{"Redis does not wait", RedisAlways + " 0.21", "", "appendfsync"},
		{"round trips explain it", "", "one takes 0.060 ms. With the page itself (0.030 ms without any session) that explains 0.15 ms of the 0.20 ms", ""},
		{"round trips explain little", "trip 0.01", "", "Round trips."},
		{"round trips explain too much", "trip 0.2", "", "Round trips."},
		{"connections", "", "opens one for each visit, which takes 0.22 ms, and asks three times in place of two: 0.48 ms in all, against 0.20 ms", ""},
		{"connections cost nothing", "connection 0.07", "", "Connections."},
		{"the article's way is as fast", Article + " 0.21", "", "Connections."},
		{"no way to Redis", "", "a round trip takes 0.010 ms in place of 0.060 ms", ""},
		{"the embedded one is slow", Embedded + " 0.3", "", "within the program"},
		{"who counts", "", "What does not matter for speed", ""},
		{"who counts matters", RedisCount + " 0.1", "", "What does not matter"},
		{"one fsync for many", "together " + RedisAlways + " 0.25", "take 3.1 times as long; with 64 visitors at once 1.2 times", ""},
		{"no fsync for many", "together " + RedisAlways + " 0.62", "", "At once."},
		{"SQLite queues", "", "588 visits a second from one visitor, 588 from 64 at once", ""},
		{"SQLite does not queue", "together " + SQLiteDefault + " 0.5", "", "one transaction after the other"},
		{"SQLite's connection", "", "from 64 at once, who wait for that connection", "each other"},
		{"lost", "lost " + RedisHash + " 12, lost " + SQLiteWAL + " 3", "Of 1000 visits in 64 tabs of one visitor, SQLITE-WAL lost 3, REDIS-HASH lost 12: ", ""},
		{"none lost", "", "", "Counting."},
		{"the article", "", "1.700 s with SQLite and 0.480 s its own way with Redis, 3.5 times as fast", ""},
		{"no server", RedisHash + " 0, " + RedisCount + " 0, " + Article + " 0, " + RedisAlways + " 0, trip 0, connection 0", "The disk.", ""},
		{"no server, one within", RedisHash + " 0, " + RedisCount + " 0, " + Article + " 0, " + RedisAlways + " 0, trip 0, connection 0", "the Redis in this program stands for it: a visit takes it 0.060 ms, and SQLite by default 1.70 ms.", ""},
		{"no server, WAL", RedisHash + " 0, " + RedisCount + " 0, " + Article + " 0, " + RedisAlways + " 0, trip 0, connection 0", "SQLite with WAL takes longer than the Redis in this program all the same: 0.12 ms against 0.060 ms", "at all"},
		{"no server, trips", RedisHash + " 0, trip 0, connection 0", "A visit is two of them to the Redis in this program, and one takes 0.010 ms.", "It is in the program"},
		{"no Redis at all", RedisHash + " 0, " + RedisCount + " 0, " + Article + " 0, " + RedisAlways + " 0, " + Embedded + " 0, trip 0, connection 0, inside 0", "The disk.", "Redis"},
		{"a server stands for itself", "", "", "stands for it"},
		{"no fsync was measured", "fsync 0", "", "The disk."},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := numbers()
			for change := range strings.SplitSeq(c.changed, ", ") {
				at := strings.LastIndexByte(change, ' ')
				if at < 0 {
					continue
				}
				var v float64
				if _, err := fmt.Sscan(change[at+1:], &v); err != nil {
					t.Fatal(err)
				}
				n[change[:at]] = v
			}
			text := strings.Join(measuredAs(n).read(), "\n")
			if !strings.Contains(text, c.want) {
				t.Errorf("it does not say %q:\n%s", c.want, text)
			}
			if c.not != "" && strings.Contains(text, c.not) {
				t.Errorf("it says %q:\n%s", c.not, text)
			}
		})
	}
}

// TestReadingOfMemory: on a file system in memory nothing waits, however long
// its fsync takes.
func TestReadingOfMemory(t *testing.T) {
	r := measuredAs(numbers())
	r.Machine.Filesystem = memoryFS
	if text := strings.Join(r.read(), "\n"); strings.Contains(text, "disk") || strings.Contains(text, "fsync") {
		t.Errorf("it reads a disk out of memory:\n%s", text)
	}
}

// TestReadingOfNamed: a server that the user named is reached another way than
// the private one and the one within, and nothing is read from the difference.
func TestReadingOfNamed(t *testing.T) {
	n := numbers()
	n["together "+RedisAlways] = 0.25
	r := measuredAs(n)
	for _, said := range []string{"appendfsync always a visit takes", "At once.", "within the program"} {
		r.Machine.Named = false
		if text := strings.Join(r.read(), "\n"); !strings.Contains(text, said) {
			t.Errorf("of a private server it does not say %q:\n%s", said, text)
		}
		r.Machine.Named = true
		if text := strings.Join(r.read(), "\n"); strings.Contains(text, said) {
			t.Errorf("of a named server it says %q:\n%s", said, text)
		}
	}
}

// TestReadingOfFailures: nothing is concluded from what is left when requests
// fail.
func TestReadingOfFailures(t *testing.T) {
	r := measuredAs(numbers())
	for _, l := range r.Workloads {
		for i, m := range l.Results {
			if m.Arm == SQLiteDefault {
				l.Results[i].Failed = 1
			}
		}
	}
	if text := strings.Join(r.read(), "\n"); strings.Contains(text, "by default") || strings.Contains(text, "experiment") || strings.Contains(text, "one transaction") {
		t.Errorf("it reads the failed arm:\n%s", text)
	}
}

// TestWaiting: what SQLite waits for is said where there is a disk to wait for.
func TestWaiting(t *testing.T) {
	if got := measuredAs(numbers()).Waiting(); !strings.Contains(got, "up to four fsyncs, one after the other, of 0.39 ms each") {
		t.Errorf("got %q", got)
	}
	for name, change := range map[string]func(*Result){
		"a disk that does not wait": func(r *Result) { r.Costs.Fsync.P50 = 0.004 },
		"memory":                    func(r *Result) { r.Machine.Filesystem = memoryFS },
		"no fsync":                  func(r *Result) { r.Costs.Fsync = nil },
		"no SQLite":                 func(r *Result) { r.Workloads[1].Results = r.Workloads[1].Results[1:] },
	} {
		r := measuredAs(numbers())
		if change(r); r.Waiting() != "" {
			t.Errorf("%s: %q", name, r.Waiting())
		}
	}
}

// TestCaveats: what a reader should not conclude.
func TestCaveats(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Result)
		want   string
	}{
		{"always", func(*Result) {}, "share 2 processors"},
		{"a disk", func(*Result) {}, "an fsync takes 0.39 ms here, one in a hundred 3.90 ms or more"},
		{"tmpfs", func(r *Result) { r.Machine.Filesystem = memoryFS }, "on a file system in memory"},
		{"a disk that does not wait", func(r *Result) { r.Costs.Fsync.P50 = 0.004 }, "An fsync takes 0.004 ms here, so no disk is waited for"},
		{"macOS", func(r *Result) { r.Machine.OS = "darwin" }, "On macOS SQLite by default"},
		{"stopped", func(r *Result) { r.Complete = false }, "stopped before the end"},
		{"restless", func(r *Result) { r.Workloads[1].Results[2].Turns = []float64{1, 1, 3, 3, 9} }, "the turns of REDIS-HASH (same) differ by a factor of 3.0"},
		{"failed", func(r *Result) {
			r.Workloads[0].Results[0].Failed, r.Workloads[0].Results[0].Failure = 3, "status 503: database is locked"
		}, "SQLITE-DEFAULT, new: 3 requests failed, the first with: status 503: database is locked"},
		{"shortened", func(r *Result) { r.Workloads[2].Rounds = 5 }, "crowd: 1 of 5 rounds were made"},
		{"lost without tabs", func(r *Result) { r.Workloads[0].Results[1].Lost = 1 }, "SQLITE-WAL, new: 1000 visits were served and 1000 counted"},
	} {
		r := measuredAs(numbers())
		plain := r.caveats()
		c.change(r)
		got := r.caveats()
		if !slices.ContainsFunc(got, func(text string) bool { return strings.Contains(text, c.want) }) {
			t.Errorf("%s: %q is not among %q", c.name, c.want, got)
		}
		if len(plain) != 3 {
			t.Errorf("%s: an ordinary result has %d caveats: %q", c.name, len(plain), plain)
		}
	}
}
