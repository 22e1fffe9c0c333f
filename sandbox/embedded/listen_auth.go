package embedded

import (
	"crypto/subtle"
	"strings"
)

// Passwords of connections from outside.

// locked answers what a client may not do before it has said the password, and
// AUTH and HELLO themselves. It reports whether the command has been answered.
func (c *client) locked(cl *call) bool {
	if c.password == "" {
		return false
	}
	switch cl.arg(0) {
	case "AUTH":
		return c.login(cl)
	case "HELLO":
		return c.greeted(cl)
	case "QUIT":
		return false
	case "RESET":
		c.admitted = false
		return false
	}
	if !c.admitted {
		cl.fail("NOAUTH Authentication required.")
	}
	return !c.admitted
}

// says reports whether a name and password are right.
func (c *client) says(user, password string) bool {
	return user == "default" && subtle.ConstantTimeCompare([]byte(password), []byte(c.password)) == 1
}

func (c *client) login(cl *call) bool {
	user := "default"
	switch len(cl.args) {
	case 2:
	case 3:
		user = cl.args[1]
	default:
		return false // the rule says what is wrong
	}
	if !c.says(user, cl.args[len(cl.args)-1]) {
		cl.fail(wrongPassword)
		return true
	}
	c.admitted = true
	cl.ok()
	return true
}

// greeted looks for the password in HELLO.
func (c *client) greeted(cl *call) bool {
	for i := 2; i+2 < len(cl.args); i++ {
		if !strings.EqualFold(cl.args[i], "AUTH") {
			continue
		}
		if !c.says(cl.args[i+1], cl.args[i+2]) {
			cl.fail(wrongPassword)
			return true
		}
		c.admitted = true
		return false
	}
	if !c.admitted {
		cl.fail("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> " +
			"option can be used to authenticate the client and select the RESP protocol version at the same time")
	}
	return !c.admitted
}
