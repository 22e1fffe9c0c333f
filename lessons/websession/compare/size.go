package compare

import (
	"fmt"
	"time"
)

// Size says which workloads are run, and how often.
type Size struct {
	name  string
	loads []workload
	limit time.Duration // after which a workload begins no new round; none when 0
}

// workload is a way to visit the site.
type workload struct {
	id, title, method string
	requests          int  // in one turn, by all clients
	clients           int  // at once
	rounds            int  // turns of each arm
	strangers         bool // every request is a new visitor's, on a connection of its own
	shared            bool // all clients are one visitor
}

// limit keeps a comparison bearable where the disk or the machine is slow.
const limit = 25 * time.Second

// Quick is the article's experiment: 100 requests. It takes ten to thirty seconds.
func Quick() Size {
	return Size{"quick", []workload{strangers(100, 11), returning(100, 11)}, limit}
}

// Usual adds turns of 1,000 requests, 5,000 in all, and 64 clients at once. It
// takes a minute or two.
func Usual() Size {
	return Size{"usual", []workload{
		strangers(100, 7), returning(100, 7),
		strangers(1000, 5), returning(1000, 5),
		crowd(16, 5), tabs(8, 3),
	}, limit}
}

// Full has turns of 5,000 requests. It takes some ten minutes.
func Full() Size {
	return Size{"full", []workload{
		strangers(100, 15), returning(100, 15),
		strangers(5000, 5), returning(5000, 5),
		crowd(80, 5), tabs(16, 5),
	}, 0}
}

// Named returns the size of a name: quick, usual or full.
func Named(name string) (Size, bool) {
	for _, s := range []Size{Quick(), Usual(), Full()} {
		if s.name == name {
			return s, true
		}
	}
	return Size{}, false
}

// WithRounds returns the size with so many rounds of each workload.
func (s Size) WithRounds(n int) Size {
	loads := make([]workload, len(s.loads))
	for i, w := range s.loads {
		w.rounds = n
		loads[i] = w
	}
	s.loads = loads
	return s
}

const crowdSize = 64

// strangers and returning are called after one turn: in the next round others
// come.
func strangers(n, rounds int) workload {
	return workload{
		id: fmt.Sprintf("new-%d", n), title: fmt.Sprintf("%d new visitors", n),
		method:   fmt.Sprintf("%d requests, one after the other; no cookie, so each makes a new session, and each opens an HTTP connection of its own", n),
		requests: n, clients: 1, rounds: rounds, strangers: true,
	}
}

func returning(n, rounds int) workload {
	return workload{
		id: fmt.Sprintf("same-%d", n), title: fmt.Sprintf("%d visits of one visitor", n),
		method:   fmt.Sprintf("%d requests, one after the other: the first has no cookie and makes the session, the others load and save it; one HTTP connection, kept open. Each round is another visitor's", n),
		requests: n, clients: 1, rounds: rounds,
	}
}

func crowd(each, rounds int) workload {
	return workload{
		id: "clients-64", title: "64 visitors at once",
		method:   fmt.Sprintf("64 clients at the same time, each with an HTTP connection of its own, %d requests each: the first has no cookie and makes a session, the others load and save it", each),
		requests: crowdSize * each, clients: crowdSize, rounds: rounds,
	}
}

func tabs(each, rounds int) workload {
	return workload{
		id: "tabs-64", title: "64 tabs of one visitor at once",
		method:   fmt.Sprintf("64 clients at the same time that all send the cookie of one visit before, %d requests each. That visit counts too, but its time does not", each),
		requests: crowdSize * each, clients: crowdSize, rounds: rounds, shared: true,
	}
}
