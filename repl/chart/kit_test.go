package chart_test

import (
	"time"

	"redis-tutor/lessons/websession/compare"
)

// result is what a comparison may come to: a server that was refused one arm,
// lost visits, failures, and words that a page must not take for its own.
func result() *compare.Result {
	stored, fewer := 200, 58
	return &compare.Result{
		Format: 1, How: compare.How(), Size: "usual", Complete: false, Took: 81.4,
		Began:   time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC),
		Machine: compare.Machine{OS: "linux", Arch: "arm64", CPUs: 2, Filesystem: "ext4", SQLite: "3.54.1", Redis: "a private server on a unix socket, Redis 7.0.15"},
		Arms: []compare.Arm{
			{ID: compare.SQLiteDefault, Title: "SQLite default", Durable: "every visit that was answered", Visit: "one SELECT, one UPDATE"},
			{ID: compare.RedisHash, Title: "Redis hash", Durable: "nothing", Visit: "HGETALL; then HSET", RoundTrips: 2},
			{ID: compare.Article, Title: "Redis the article's way", Durable: "nothing", Visit: "a new connection", RoundTrips: 3, Connections: 1},
			{ID: compare.RedisAlways, Title: "Redis fsync always", LeftOut: "there is no redis-server on PATH"},
			{ID: compare.NoSession, Title: "No session", Durable: "nothing", Visit: "the page alone"},
		},
		Workloads: []compare.Load{
			{ID: "same-100", Title: "100 visits of one visitor", Method: "100 requests, with a cookie", Requests: 100, Clients: 1, Rounds: 3, Results: []compare.Measured{
				{Arm: compare.SQLiteDefault, Seconds: 0.174, PerSecond: 574.7, P50: 1.719, P99: 2.4, Ratio: 1, Served: 300, Stored: &stored},
				{Arm: compare.RedisHash, Seconds: 0.027, PerSecond: 3703.7, P50: 0.251, P99: 0.6, Ratio: 6.44, Served: 300, Stored: &stored},
				{Arm: compare.Article, Seconds: 0.073, PerSecond: 1369.9, P50: 0.65, P99: 212.1, Ratio: 2.38, Served: 300, Stored: &stored},
				{Arm: compare.NoSession, Seconds: 0.005, PerSecond: 20000, P50: 0.03, P99: 0.2, Ratio: 34.8, Served: 300},
			}},
			{ID: "tabs-64", Title: "64 tabs of one visitor at once", Method: "all send the same cookie", Requests: 200, Clients: 64, Rounds: 1, Results: []compare.Measured{
				{Arm: compare.SQLiteDefault, Seconds: 0.4, PerSecond: 500, P50: 95, P99: 467, Ratio: 1, Served: 198, Stored: &stored, Failed: 2, Failure: "status 503: <b>database is locked</b>", Lost: -2},
				{Arm: compare.RedisHash, Seconds: 0.04, PerSecond: 5000, P50: 6, P99: 14.9, Ratio: 10, Served: 200, Stored: &fewer, Lost: 142},
			}},
		},
		Costs: compare.Costs{
			Fsync:     &compare.Cost{P50: 0.39, P99: 7.3, Samples: 30},
			RoundTrip: &compare.Cost{P50: 0.0612, P99: 0.2, Samples: 150},
		},
		Parts: []compare.Part{
			{Arm: compare.SQLiteDefault, Visit: 1.719, Request: 0.03, Rest: 1.689},
			{Arm: compare.Article, Visit: 0.65, Request: 0.03, RoundTrips: 0.1836, Connections: 0.5, Rest: -0.0636},
		},
		Reading: []string{"The disk. A visit takes SQLite 1.72 ms by default; one fsync takes 0.39 ms here, so it is the time of about 4."},
		Caveats: []string{"Visitors, site and stores are on one machine and share 2 processors."},
	}
}
