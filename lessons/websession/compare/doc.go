// Package compare measures what it costs to keep web sessions in one place or
// another: SQLite with its usual and with relaxed durability, Redis in several
// ways, and nowhere at all.
//
//	result, err := compare.Run(ctx, compare.Setting{Size: compare.Quick(), Dir: dir, Server: server})
//
// Each way is called an arm. All serve the same page over real HTTP on
// loopback: load the visitor's session, add one to its visits, save it, answer.
// Workloads (visitors without a cookie, one who comes back, 64 at once) are
// done by all arms in turns, in a new random order each round, so that what
// else the machine does strikes all alike; what is reported are medians.
//
// # What it promises
//
//   - Every visit is checked. Failures are counted, never dropped, and after
//     each turn the store itself is asked how many visits it holds: those lost
//     are told.
//   - An arm that this machine cannot run is named with the reason.
//   - What a visit is made of (an fsync, a round trip to Redis, a connection, a
//     bare HTTP request) is measured in the same run, between the turns.
//   - The reading says only what these numbers bear out. A sentence that they
//     do not support is not there.
//   - Nothing stays: keys have a prefix of their own and a short life, and are
//     removed in the end, however that comes. When the context ends, what was
//     measured so far is the result.
//
// It knows nothing of terminals, starts no server, and is handed the Redises
// and a folder for the databases. See Result for the fields of the JSON.
package compare
