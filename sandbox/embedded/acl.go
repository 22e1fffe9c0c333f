package embedded

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// ACL, as far as it goes with one user who may do everything.
func aclRules() map[string]rule {
	return map[string]rule{"ACL": container(map[string]rule{
		"WHOAMI":  arity(2, func(c *call) { c.bulk(defaultUser) }),
		"USERS":   arity(2, func(c *call) { c.bulks(defaultUser) }),
		"LIST":    arity(2, aclList),
		"CAT":     arity(-2, aclCat),
		"GETUSER": arity(3, aclGetUser),
		"DELUSER": arity(-3, aclDelUser),
		"GENPASS": arity(-2, aclGenPass),
		"DRYRUN":  arity(-4, aclDryRun),
		"LOG":     arity(-2, aclLog),
		"SAVE":    arity(2, aclFile),
		"LOAD":    arity(2, aclFile),
	})}
}

const defaultUser = "default"

func aclFile(c *call) {
	c.fail("ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command " +
		"and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.")
}

func aclCat(c *call) {
	categories := []string{"keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo",
		"stream", "pubsub", "admin", "fast", "slow", "blocking", "dangerous", "connection", "transaction", "scripting"}
	switch {
	case len(c.args) == 2:
		c.bulks(categories...)
	case len(c.args) > 3:
		c.subcommandSyntax()
	case !slices.Contains(categories, lower(c.args[2])) || c.s.table() == nil:
		c.fail("ERR Unknown category '%s'", c.args[2])
	default:
		var names []string
		for _, cmd := range c.s.table().All() {
			if slices.Contains(cmd.ACL, lower(c.args[2])) && !newer(cmd) {
				names = append(names, wireName(cmd))
			}
		}
		c.bulks(names...)
	}
}

func aclList(c *call) {
	password := "nopass"
	if hash := c.s.passwordHash(); hash != "" {
		password = "#" + hash
	}
	c.bulks("user default on " + password + " ~* &* +@all")
}

// passwordHash is what ACL shows of the password, "" when there is none.
func (s *Server) passwordHash() string {
	if s.config["requirepass"] == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s.config["requirepass"]))
	return hex.EncodeToString(sum[:])
}

func aclGetUser(c *call) {
	if c.args[2] != defaultUser {
		c.null()
		return
	}
	c.mapping(6)
	c.bulk("flags")
	if hash := c.s.passwordHash(); hash != "" {
		c.memberSet([]string{"on"})
		c.bulk("passwords")
		c.bulks(hash)
	} else {
		c.memberSet([]string{"on", "nopass"})
		c.bulk("passwords")
		c.array(0)
	}
	c.named("commands", "+@all")
	c.named("keys", "~*")
	c.named("channels", "&*")
	c.bulk("selectors")
	c.array(0)
}

func aclDelUser(c *call) {
	if slices.Contains(c.args[2:], defaultUser) {
		c.fail("ERR The 'default' user cannot be removed")
		return
	}
	c.integer(0)
}

// aclGenPass makes a password of so many bits, in hexadecimal.
func aclGenPass(c *call) {
	bits := int64(256)
	if len(c.args) > 3 {
		c.subcommandSyntax()
		return
	}
	if len(c.args) == 3 {
		var ok bool
		if bits, ok = c.number(c.args[2]); !ok {
			return
		}
		if bits <= 0 || bits > 4096 {
			c.fail("ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096")
			return
		}
	}
	random := make([]byte, (bits+7)/8)
	_, _ = rand.Read(random) // never fails
	c.bulk(hex.EncodeToString(random)[:(bits+3)/4])
}

func aclDryRun(c *call) {
	cmd := c.s.lookup(c.args[3:])
	switch {
	case c.args[2] != defaultUser:
		c.fail("ERR User '%s' not found", c.args[2])
	case cmd == nil:
		c.fail("ERR Command '%s' not found", c.args[3])
	case !cmd.ArityFits(len(c.args) - 3):
		c.fail("%s", wrongArity(cmd))
	default:
		c.ok()
	}
}

func aclLog(c *call) {
	switch {
	case len(c.args) > 3:
		c.subcommandSyntax()
	case c.is(2, "RESET"):
		c.ok()
	case len(c.args) == 3:
		if _, ok := c.number(c.args[2]); ok {
			c.array(0)
		}
	default:
		c.array(0)
	}
}
