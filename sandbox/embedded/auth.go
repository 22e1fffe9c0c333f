package embedded

import (
	"cmp"
	"crypto/subtle"
)

// Passwords: that of CONFIG SET requirepass, or else that of the listener
// through which a client came.

const wrongPassword = "WRONGPASS invalid username-password pair or user is disabled."

// secret is what the client has to say first, "" for nothing.
func (c *client) secret() string { return cmp.Or(c.s.config["requirepass"], c.password) }

// locked answers what a client may not do before it has said the password, and
// reports whether it did.
func (c *client) locked(cl *call) bool {
	if c.admitted || c.secret() == "" {
		return false
	}
	switch cl.arg(0) {
	case "AUTH", "HELLO", "QUIT", "RESET":
		return false
	}
	cl.fail("NOAUTH Authentication required.")
	return true
}

// says admits a client that has the right name and password.
func (c *client) says(user, password string) bool {
	secret := c.secret()
	right := user == defaultUser && (secret == "" || subtle.ConstantTimeCompare([]byte(password), []byte(secret)) == 1)
	c.admitted = c.admitted || right
	return right
}

// auth is AUTH: there is no user but default.
func auth(c *call) {
	if !c.fits(true) {
		return
	}
	user := defaultUser
	if len(c.args) == 3 {
		user = c.args[1]
	}
	switch {
	case len(c.args) > 3:
		c.fail(syntaxErr)
	case len(c.args) == 2 && c.from.secret() == "":
		c.fail("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	case c.from.says(user, c.args[len(c.args)-1]):
		c.ok()
	default:
		c.fail(wrongPassword)
	}
}

// greeting is what the words of HELLO say.
type greeting struct {
	proto int
	name  string
	named bool
	login []string // user and password
}

func (c *call) greeting() (g greeting, ok bool) {
	g.proto = c.on.proto
	if len(c.args) > 1 {
		n, ok := parseInt(c.args[1])
		switch {
		case !ok:
			c.fail("ERR Protocol version is not an integer or out of range")
			return g, false
		case n < 2 || n > 3:
			c.fail("NOPROTO unsupported protocol version")
			return g, false
		}
		g.proto = int(n)
	}
	for i := 2; i < len(c.args); {
		switch opt, left := c.arg(i), c.left(i); {
		case opt == "AUTH" && left >= 2:
			g.login, i = c.args[i+1:i+3], i+3
		case opt == "SETNAME" && left >= 1:
			if !c.goodName(c.args[i+1]) {
				return g, false
			}
			g.name, g.named, i = c.args[i+1], true, i+2
		default:
			c.fail("ERR Syntax error in HELLO option '%s'", c.args[i])
			return g, false
		}
	}
	return g, true
}

// hello switches the protocol and says who the server is.
func hello(c *call) {
	if !c.fits(true) {
		return
	}
	g, ok := c.greeting()
	switch {
	case !ok:
		return
	case g.login != nil && !c.from.says(g.login[0], g.login[1]):
		c.fail(wrongPassword)
		return
	case !c.from.admitted && c.from.secret() != "":
		c.fail("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> " +
			"option can be used to authenticate the client and select the RESP protocol version at the same time")
		return
	}
	if g.named {
		c.from.name = g.name
	}
	c.speak(g.proto)
	c.greet()
}
