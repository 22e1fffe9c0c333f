package embedded

// clientTracking is CLIENT TRACKING, which can only be off here.
func clientTracking(c *call) {
	switch {
	case c.is(2, "OFF") && len(c.args) == 3:
		c.ok()
	case c.is(2, "ON"):
		c.trackingOn()
	default:
		c.fail(syntaxErr)
	}
}

// connected reports whether there is a client with the ID.
func (s *Server) connected(id int64) bool {
	for x := range s.clients {
		if x.id == id {
			return true
		}
	}
	return false
}

// trackingOn is CLIENT TRACKING ON: what is wrong with its options is said as
// by Redis, and what is right is missing.
func (c *call) trackingOn() {
	var broadcast, in, out, prefixed bool
	ok := c.parse(3, options{
		"BCAST": flag(&broadcast), "OPTIN": flag(&in), "OPTOUT": flag(&out), "NOLOOP": flag(new(bool)),
		"PREFIX": {1, func([]string) bool { prefixed = true; return true }},
		"REDIRECT": {1, func(args []string) bool {
			id, ok := c.number(args[0])
			if ok && !c.s.connected(id) {
				c.fail("ERR The client ID you want redirect to does not exist")
				return false
			}
			return ok
		}},
	})
	switch {
	case !ok:
	case prefixed && !broadcast:
		c.fail("ERR PREFIX option requires BCAST mode to be enabled")
	case in && out:
		c.fail("ERR You can't specify both OPTIN mode and OPTOUT mode")
	default:
		c.fail("ERR %s", missing("CLIENT TRACKING"))
	}
}

func clientTrackingInfo(c *call) {
	c.mapping(3)
	c.bulk("flags")
	c.set(1)
	c.bulk("off")
	c.fact("redirect", -1)
	c.bulk("prefixes")
	c.array(0)
}
