package embedded

import "time"

// clock is the wall clock moved on by an offset.
type clock struct{ offset time.Duration }

func (c *clock) now() time.Time          { return time.Now().Add(c.offset) }
func (c *clock) forward(d time.Duration) { c.offset += d }

// ms is the time in milliseconds since 1970, the unit of every deadline.
func (c *clock) ms() int64 { return c.now().UnixMilli() }
