package embedded

// The rules for scripts. miniredis runs them under its lock; the commands they
// call come back to the front through Server.nested.
func scriptRules() map[string]rule {
	return map[string]rule{
		"EVAL":       runScript,
		"EVAL_RO":    runScript,
		"EVALSHA":    runScript,
		"EVALSHA_RO": runScript,
	}
}

func runScript(c *call) {
	if c.from == nil {
		c.fail("ERR This Redis command is not allowed from script")
		return
	}
	db := c.on.db
	c.s.script = c
	c.passOn()
	c.s.script = nil
	c.on.db = db // a SELECT inside the script ends with it
}
