package embedded

import "time"

// stats is what INFO counts.
type stats struct {
	started     time.Time
	connections int64
	commands    int64
	expired     int64
}
