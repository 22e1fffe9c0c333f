package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// reader finds out what the numbers say.
type reader struct {
	*Result
	main string // the workload that most is read from: one visitor who comes back
}

// account tells the parts of one visit, from the longest run of one visitor.
func (r *Result) account() {
	x := reader{r, r.longest("same-")}
	if bare, ok := r.Of(x.main, NoSession); ok {
		r.Costs.Request = &Cost{P50: bare.P50, P99: bare.P99, Samples: bare.Served}
	}
	if bare, ok := r.Of(r.longest("new-"), NoSession); ok {
		r.Costs.Stranger = &Cost{P50: bare.P50, P99: bare.P99, Samples: bare.Served}
	}
	for _, a := range r.Arms {
		if m, ok := x.sound(x.main, a.ID); ok && r.Costs.Request != nil {
			r.Parts = append(r.Parts, x.part(a, m.P50))
		}
	}
}

// longest returns the ID of the last workload of a kind that has results.
func (r *Result) longest(kind string) string {
	id := ""
	for _, l := range r.Workloads {
		if strings.HasPrefix(l.ID, kind) {
			id = l.ID
		}
	}
	return id
}

func (x reader) part(a Arm, visit float64) Part {
	p := Part{Arm: a.ID, Visit: visit, Request: x.Costs.Request.P50}
	trip := x.Costs.RoundTrip
	if a.ID == Embedded {
		trip = x.Costs.Embedded
	}
	if trip != nil {
		p.RoundTrips = float64(a.RoundTrips) * trip.P50
	}
	p.Connections = float64(a.Connections) * x.connecting()
	p.Rest = p.Visit - p.Request - p.RoundTrips - p.Connections
	return p
}

// connecting is what a connection to Redis costs in ms, without the one
// command that was sent on it.
func (x reader) connecting() float64 {
	c, trip := x.Costs.Connection, x.Costs.RoundTrip
	if c == nil || trip == nil {
		return 0
	}
	return max(c.P50-trip.P50, 0)
}

// read returns the sentences that the numbers bear out.
func (r *Result) read() []string {
	x := reader{r, r.longest("same-")}
	var all []string
	for _, sentence := range []func() string{
		x.disk, x.embedded, x.withoutDisk, x.always, x.trips, x.connections, x.inside, x.whoCounts, x.crowd, x.queue, x.tabs, x.article,
	} {
		if text := sentence(); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// sound returns how an arm did in a workload, and false when it did not run or
// requests failed: from what is left of them nothing is concluded.
func (x reader) sound(load, arm string) (Measured, bool) {
	m, ok := x.Of(load, arm)
	return m, ok && m.Failed == 0
}

// p50 returns the medians of arms in the main workload, and false when one of
// them is missing.
func (x reader) p50(arms ...string) ([]float64, bool) {
	var all []float64
	for _, arm := range arms {
		m, ok := x.sound(x.main, arm)
		if !ok || m.P50 <= 0 {
			return nil, false
		}
		all = append(all, m.P50)
	}
	return all, true
}

// alike reports whether two numbers differ by less than what happens anyhow.
func alike(a, b float64) bool { return math.Abs(a-b) <= 0.15*max(a, b) }

// commitFsyncs is how often a commit of SQLite as it comes waits for the disk on
// Linux: twice for its journal, then for the database and for the folder that
// the journal is removed from. Elsewhere it may be less.
const commitFsyncs = 4

// waits returns how long an fsync takes in ms, and false when there is no disk
// that is waited for, or that is not known.
func (x reader) waits() (fsync float64, ok bool) {
	f := x.Costs.Fsync
	if f == nil || f.P50 < noDisk || x.Machine.Filesystem == memoryFS {
		return 0, false
	}
	return f.P50, true
}

// Waiting says in a sentence what the visits of SQLite as it comes wait for, and
// is "" where they were not measured, or no disk is waited for.
func (r *Result) Waiting() string {
	x := reader{r, r.longest("same-")}
	fsync, disk := x.waits()
	if _, ok := x.p50(SQLiteDefault); !ok || !disk {
		return ""
	}
	return fmt.Sprintf("SQLite by default waits until the disk has each visit: up to %s fsyncs, one after the other, of %s each. Redis by default and WAL+NORMAL do not.", inWords(commitFsyncs), Milli(fsync))
}

// disk tells how much of a visit is waiting for the disk. The files that the
// journal takes are work as well, so it is not all that WAL saves.
func (x reader) disk() string {
	p, ok := x.p50(SQLiteDefault, SQLiteWAL)
	fsync, disk := x.waits()
	if !ok || !disk {
		return ""
	}
	saved := p[0] - p[1]
	n := min(math.Round(saved/fsync), commitFsyncs)
	if saved < 0.2*p[0] || saved < fsync || saved > 2*n*fsync {
		return ""
	}
	return fmt.Sprintf("The disk. A visit takes SQLite %s by default, and %s with WAL and NORMAL, which does not wait for the disk at each commit. One fsync takes %s here: a commit waits for about %s of them, which is %s of the visit.",
		Milli(p[0]), Milli(p[1]), Milli(fsync), inWords(n), share(n*fsync/p[0]))
}

// share writes a part of a whole. Medians of different things may add up to more
// than there is.
func share(part float64) string {
	if part > 0.95 {
		return "nearly all"
	}
	return fmt.Sprintf("%.0f%%", 100*part)
}

// inWords writes a number up to four as a word.
func inWords(n float64) string {
	return [...]string{"none", "one", "two", "three", "four"}[int(n)]
}

// redis is the arm that stands for Redis: a server's, or where there is none,
// the one of the Redis in this process; and what the latter is called.
func (x reader) redis() (arm, name string) {
	if _, ok := x.p50(RedisHash); !ok && x.Arm(RedisHash).LeftOut != "" {
		return Embedded, "the Redis in this program"
	}
	return RedisHash, "Redis"
}

// embedded says what stands for Redis where there is no server.
func (x reader) embedded() string {
	arm, _ := x.redis()
	p, ok := x.p50(Embedded, SQLiteDefault)
	if !ok || arm != Embedded || alike(p[0], p[1]) || p[0] > p[1] {
		return ""
	}
	return fmt.Sprintf("Redis. No server could be measured, and the Redis in this program stands for it: a visit takes it %s, and SQLite by default %s. The way to a server and back, twice, would come on top.",
		Milli(p[0]), Milli(p[1]))
}

func (x reader) withoutDisk() string {
	arm, name := x.redis()
	p, ok := x.p50(SQLiteWAL, arm)
	if !ok {
		return ""
	}
	told := x.disk() != ""
	switch {
	case alike(p[0], p[1]) && told:
		return fmt.Sprintf("Without that wait there is little between them: SQLite with WAL takes %s, %s %s.", Milli(p[0]), name, Milli(p[1]))
	case alike(p[0], p[1]):
		return fmt.Sprintf("There is little between SQLite with WAL, which takes %s, and %s with %s.", Milli(p[0]), name, Milli(p[1]))
	case p[0] < p[1]:
		text := fmt.Sprintf("One visitor after the other, SQLite with WAL is faster than %s: %s against %s.", name, Milli(p[0]), Milli(p[1]))
		if trip := x.Costs.RoundTrip; arm == RedisHash && trip != nil && p[1]-p[0] < 3*trip.P50 {
			text += fmt.Sprintf(" It is in the program; the way to Redis and back, twice, takes %s.", Milli(2*trip.P50))
		}
		return text
	case told:
		return fmt.Sprintf("SQLite with WAL takes longer than %s all the same: %s against %s.", name, Milli(p[0]), Milli(p[1]))
	}
	return fmt.Sprintf("SQLite with WAL takes longer than %s: %s against %s.", name, Milli(p[0]), Milli(p[1]))
}

// always compares two servers, which says something of the disk alone when
// both are reached the same way.
func (x reader) always() string {
	p, ok := x.p50(RedisAlways, RedisHash)
	fsync, disk := x.waits()
	if !ok || !disk || x.Machine.Named || alike(p[0], p[1]) || p[0] < p[1] {
		return ""
	}
	text := fmt.Sprintf("Redis waits for the disk as well when told to: with appendfsync always a visit takes %s instead of %s.", Milli(p[0]), Milli(p[1]))
	if n := (p[0] - p[1]) / fsync; n > 0.5 && n < 2 {
		text += fmt.Sprintf(" The %s between them are about the time of one fsync.", Milli(p[0]-p[1]))
	}
	return text
}

// partOf returns an arm's parts.
func (x reader) partOf(arm string) (Part, bool) {
	i := slices.IndexFunc(x.Parts, func(p Part) bool { return p.Arm == arm })
	if i < 0 {
		return Part{}, false
	}
	return x.Parts[i], true
}

func (x reader) trips() string {
	arm, name := x.redis()
	trip := x.Costs.RoundTrip
	if arm == Embedded {
		trip = x.Costs.Embedded
	}
	p, ok := x.partOf(arm)
	if !ok || trip == nil {
		return ""
	}
	if share := (p.Request + p.RoundTrips) / p.Visit; share < 0.5 || share > 1.15 {
		return ""
	}
	return fmt.Sprintf("Round trips. A visit is two of them to %s, and one takes %s. With the page itself (%s without any session) that explains %s of the %s; the rest is the work of both sides.",
		name, Milli(trip.P50), Milli(p.Request), Milli(p.Request+p.RoundTrips), Milli(p.Visit))
}

func (x reader) connections() string {
	p, ok := x.p50(Article, RedisHash)
	open := x.connecting()
	if !ok || alike(p[0], p[1]) || open < 0.25*(p[0]-p[1]) {
		return ""
	}
	return fmt.Sprintf("Connections. The article's way opens one for each visit, which takes %s, and asks three times in place of two: %s in all, against %s on connections that stay open.",
		Milli(open), Milli(p[0]), Milli(p[1]))
}

func (x reader) inside() string {
	p, ok := x.p50(Embedded, RedisHash)
	if !ok || x.Machine.Named || x.Costs.Embedded == nil || x.Costs.RoundTrip == nil || alike(p[0], p[1]) || p[0] > p[1] || x.Costs.Embedded.P50 > x.Costs.RoundTrip.P50 {
		return ""
	}
	return fmt.Sprintf("A Redis within the program shows what the way there costs: a round trip takes %s in place of %s, and the visit %s in place of %s.",
		Milli(x.Costs.Embedded.P50), Milli(x.Costs.RoundTrip.P50), Milli(p[0]), Milli(p[1]))
}

func (x reader) whoCounts() string {
	p, ok := x.p50(RedisCount, RedisHash)
	if !ok || !alike(p[0], p[1]) {
		return ""
	}
	return fmt.Sprintf("What does not matter for speed: whether the program adds one and saves the session, or Redis counts (HINCRBY). %s and %s.", Milli(p[1]), Milli(p[0]))
}

// times returns how many times as long as the second arm the first takes.
func (x reader) times(load, arm, than string) (float64, bool) {
	a, ok := x.sound(load, arm)
	b, also := x.sound(load, than)
	if !ok || !also || b.Seconds == 0 {
		return 0, false
	}
	return a.Seconds / b.Seconds, true
}

const (
	crowded = "clients-64"
	tabbed  = "tabs-64"
)

func (x reader) crowd() string {
	_, disk := x.waits()
	alone, ok := x.times(x.main, RedisAlways, RedisHash)
	together, also := x.times(crowded, RedisAlways, RedisHash)
	if !ok || !also || !disk || x.Machine.Named || alone < 1.2 || together > 0.8*alone {
		return ""
	}
	return fmt.Sprintf("At once. One after the other, appendfsync always makes Redis take %.1f times as long; with 64 visitors at once %.1f times: one fsync then serves many who wait.", alone, together)
}

func (x reader) queue() string {
	one, ok := x.sound(x.main, SQLiteDefault)
	many, also := x.sound(crowded, SQLiteDefault)
	if !ok || !also || many.PerSecond > 1.5*one.PerSecond {
		return ""
	}
	return fmt.Sprintf("SQLite writes one transaction after the other, and is given one connection here: %.0f visits a second from one visitor, %.0f from 64 at once, who wait for that connection (p50 %s).", one.PerSecond, many.PerSecond, Milli(many.P50))
}

// tabs tells who loses count when one session is used many times at once.
func (x reader) tabs() string {
	var lost, kept []string
	served := 0
	for _, a := range x.Arms {
		m, ok := x.Of(tabbed, a.ID)
		switch {
		case !ok || m.Stored == nil:
		case m.Lost > 0:
			lost = append(lost, fmt.Sprintf("%s lost %d", a.Title, m.Lost))
			served = max(served, m.Served)
		default:
			kept = append(kept, a.Title)
		}
	}
	if len(lost) == 0 {
		return ""
	}
	text := fmt.Sprintf("Counting. Of %d visits in 64 tabs of one visitor, %s: who loads, adds one and saves writes over what others counted meanwhile.", served, strings.Join(lost, ", "))
	if len(kept) > 0 {
		text += " None was lost by " + strings.Join(kept, ", ") + "."
	}
	return text
}

// article sets the article's experiment beside what it found itself: 2.029 s
// and 0.398 s, with Django and Python's requests.
func (x reader) article() string {
	m, ok := x.sound("new-100", Article)
	base, also := x.sound("new-100", SQLiteDefault)
	if !ok || !also || m.Ratio == 0 {
		return ""
	}
	return fmt.Sprintf("The article's experiment, 100 requests without a cookie: %.3f s with SQLite and %.3f s its own way with Redis, %.1f times as fast. The article found 2.029 s and 0.398 s, 5.1 times, with Django.",
		base.Seconds, m.Seconds, m.Ratio)
}

// Milli writes milliseconds with as many digits as they deserve.
func Milli(v float64) string {
	switch a := math.Abs(v); {
	case a < 0.1:
		return fmt.Sprintf("%.3f ms", v)
	case a < 10:
		return fmt.Sprintf("%.2f ms", v)
	}
	return fmt.Sprintf("%.0f ms", v)
}
