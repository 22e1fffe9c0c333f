package compare

import "time"

// Result is what was measured. Its JSON is meant for programs: names stay as
// they are, new ones may come. Durations end in their unit, _s or _ms.
type Result struct {
	Format    int       `json:"format"`   // 1
	Began     time.Time `json:"began"`    // RFC 3339
	Took      float64   `json:"took_s"`   // the whole run
	Size      string    `json:"size"`     // quick, usual or full
	Complete  bool      `json:"complete"` // false when it was stopped: what follows is what there was by then
	Machine   Machine   `json:"machine"`
	How       []Told    `json:"how"` // the numbers of all workloads, the costs and the parts are come by
	Arms      []Arm     `json:"arms"`
	Workloads []Load    `json:"workloads"`
	Costs     Costs     `json:"costs"`
	Parts     []Part    `json:"parts"`   // of one visit, by arm
	Reading   []string  `json:"reading"` // what the numbers say, in sentences
	Caveats   []string  `json:"caveats"` // what they do not say
}

// Machine is where it was measured.
type Machine struct {
	OS         string `json:"os"`
	Arch       string `json:"arch"`
	CPUs       int    `json:"cpus"`        // that the program may use
	Filesystem string `json:"filesystem"`  // of the databases' folder; "" when not known
	SQLite     string `json:"sqlite"`      // its version
	Redis      string `json:"redis"`       // what the Redis arms talk to; "" when there are none
	Named      bool   `json:"redis_named"` // a server that the user named: it is reached another way than the one that always waits for the disk
}

// Arm is one way to keep sessions, and how it is done here.
type Arm struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Durable     string `json:"durable"`     // what is there after a crash
	Visit       string `json:"visit"`       // what the store does for one visit
	RoundTrips  int    `json:"round_trips"` // to Redis, for one visit of somebody who comes back
	Connections int    `json:"connections"` // opened for each visit
	LeftOut     string `json:"left_out"`    // why it was not run; "" when it was
}

// Load is one workload, and how each arm did.
type Load struct {
	ID       string     `json:"id"`
	Title    string     `json:"title"`
	Method   string     `json:"method"`
	Requests int        `json:"requests"` // of one turn
	Clients  int        `json:"clients"`  // at once
	Rounds   int        `json:"rounds"`   // asked for; Measured has how many there were
	Results  []Measured `json:"results"`
}

// Measured is how one arm did in one workload.
type Measured struct {
	Arm       string    `json:"arm"`
	Seconds   float64   `json:"median_s"`       // for the requests of one turn
	Turns     []float64 `json:"turns_s"`        // each turn
	PerSecond float64   `json:"requests_per_s"` // that got a page, of a turn on average, by the median turn
	P50       float64   `json:"p50_ms"`         // of the single requests of all turns
	P99       float64   `json:"p99_ms"`         // likewise
	Ratio     float64   `json:"times_as_fast"`  // as SQLite's default, by the medians; 0 when one of the two was not run, or had a request fail
	Failed    int       `json:"failed"`         // requests without a page
	Failure   string    `json:"failure"`        // the first one's words
	Served    int       `json:"visits_served"`  // pages that told a count
	Stored    *int      `json:"visits_stored"`  // that the store counted in the end; null when there is no store
	Lost      int       `json:"visits_lost"`    // the difference
}

// Costs are what a visit is made of, measured on this machine in this run.
type Costs struct {
	Fsync      *Cost `json:"fsync"`                   // 4 KiB appended to a file in the folder and made durable
	RoundTrip  *Cost `json:"redis_round_trip"`        // one PING on a connection that is open
	Connection *Cost `json:"redis_connection"`        // opened, greeted (HELLO), one PING, closed
	Embedded   *Cost `json:"embedded_round_trip"`     // one PING within the process
	Request    *Cost `json:"http_request"`            // the page without a session, on a connection kept open
	Stranger   *Cost `json:"http_request_connecting"` // the same with a connection of its own
}

// Cost is how long one thing takes.
type Cost struct {
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
	Samples int     `json:"samples"`
}

// Part accounts for one visit of somebody who comes back: what was measured,
// and what of it the costs explain. What is left is the disk and the store's
// own work.
type Part struct {
	Arm         string  `json:"arm"`
	Visit       float64 `json:"visit_ms"`       // p50, as measured
	Request     float64 `json:"http_ms"`        // the page without a session
	RoundTrips  float64 `json:"round_trips_ms"` // so many times one round trip
	Connections float64 `json:"connections_ms"` // so many times one connection
	Rest        float64 `json:"rest_ms"`        // what remains; below 0 when the parts are more than the whole
}

// IDs of the arms.
const (
	SQLiteDefault = "sqlite-default"
	SQLiteWAL     = "sqlite-wal"
	RedisHash     = "redis-hash"
	RedisCount    = "redis-hincrby"
	Article       = "article"
	RedisAlways   = "redis-always"
	Embedded      = "embedded"
	NoSession     = "no-session"
)

// Arm returns the arm with an ID.
func (r *Result) Arm(id string) Arm {
	for _, a := range r.Arms {
		if a.ID == id {
			return a
		}
	}
	return Arm{}
}

// Of returns how an arm did in a workload, and false when it did not run.
func (r *Result) Of(load, arm string) (Measured, bool) {
	for _, l := range r.Workloads {
		if l.ID != load {
			continue
		}
		for _, m := range l.Results {
			if m.Arm == arm {
				return m, true
			}
		}
	}
	return Measured{}, false
}
