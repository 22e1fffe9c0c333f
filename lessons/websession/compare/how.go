package compare

// Told tells how numbers are come by.
type Told struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// How tells how everything is measured, whatever the arm and the workload.
func How() []Told {
	return []Told{
		{"all", "Everything", "Each arm has a web server and a port of its own on loopback, in the process that also plays the visitors. All serve the same page: load the session, add one to its visits, save it, answer. The arms take turns at each workload, in a new random order each round, after a few visits that do not count. After each turn the store is asked how many visits it holds, and emptied."},
		{"median", "Median s", "Seconds for the requests of one turn: the median of the rounds."},
		{"p", "p50, p99", "Of all single requests of all rounds that got a page, as the visitor sees them: half, and 99 of 100, took no longer."},
		{"speed", "Visits/s, speed", "The pages of a turn by its median; and how many times as fast that is as SQLite by default. Where requests failed there is no such ratio."},
		{"lost", "Not counted, failed", "Visits that got a page with a count and are not in the store afterwards; and requests that got no such page."},
		{"parts", "Parts of a visit", "The visit is p50 as measured, of one visitor who comes back; the page is the same without any session. Round trips and connections are so many times what one costs. The rest is what remains: the disk, and the work of both sides. Below 0 the parts are more than the whole, and explain nothing."},
		{"costs", "What things cost", "Measured between the rounds, each time after a request for the bare page. An fsync is of 4 KiB appended to a file beside the databases, a round trip is a PING on an open connection, a connection is opened, greeted with HELLO, used for one PING and closed. The page is the arm without sessions."},
	}
}
