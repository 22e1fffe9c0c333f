package compare

import "sync/atomic"

// counter counts requests.
type counter struct{ done atomic.Int64 }

// often is after how many requests somebody is told of them.
const often = 20

// tick counts a request and tells of it now and then.
func (c *counter) tick(p Progress, tell func(Progress)) {
	n := c.done.Add(1)
	if tell != nil && (n%often == 0 || int(n) == p.InAll) {
		p.Done = int(n)
		tell(p)
	}
}
