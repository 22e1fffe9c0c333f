package embedded

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/reply"
)

// defaultConfig is what CONFIG GET shows of a server started without a
// configuration file and without snapshots.
func defaultConfig() map[string]string {
	return map[string]string{
		"appendfsync":                 "everysec",
		"appendonly":                  "no",
		"bind":                        "127.0.0.1",
		"databases":                   "16",
		"dbfilename":                  "dump.rdb",
		"dir":                         "/",
		"enable-debug-command":        "no",
		"hash-max-listpack-entries":   "512",
		"hash-max-listpack-value":     "64",
		"hash-max-ziplist-entries":    "512",
		"hash-max-ziplist-value":      "64",
		"hz":                          "10",
		"latency-monitor-threshold":   "0",
		"list-compress-depth":         "0",
		"list-max-listpack-size":      "-2",
		"list-max-ziplist-size":       "-2",
		"logfile":                     "",
		"loglevel":                    "notice",
		"lua-time-limit":              "5000",
		"maxclients":                  "10000",
		"maxmemory":                   "0",
		"maxmemory-policy":            "noeviction",
		"maxmemory-samples":           "5",
		"notify-keyspace-events":      "",
		"port":                        "6379",
		"proto-max-bulk-len":          "536870912",
		"protected-mode":              "yes",
		"requirepass":                 "",
		"save":                        "",
		"set-max-intset-entries":      "512",
		"slowlog-log-slower-than":     "10000",
		"slowlog-max-len":             "128",
		"stop-writes-on-bgsave-error": "yes",
		"tcp-keepalive":               "300",
		"timeout":                     "0",
		"unixsocket":                  "",
		"zset-max-listpack-entries":   "128",
		"zset-max-listpack-value":     "64",
		"zset-max-ziplist-entries":    "128",
		"zset-max-ziplist-value":      "64",
	}
}

func configRules() map[string]rule {
	return map[string]rule{"CONFIG": container(map[string]rule{
		"GET":       configGet,
		"SET":       configSet,
		"RESETSTAT": func(c *call) { c.s.stats.reset(); c.ok() },
		"REWRITE":   func(c *call) { c.fail("ERR The server is running without a config file") },
	})}
}

func configGet(c *call) {
	v := reply.Value{Kind: reply.Map}
	for _, name := range slices.Sorted(maps.Keys(c.s.config)) {
		if slices.ContainsFunc(c.args[2:], func(p string) bool { return match(strings.ToLower(p), name) }) {
			v.Items = append(v.Items, reply.NewBulk(name), reply.NewBulk(c.s.config[name]))
		}
	}
	c.reply(v)
}

// configSet keeps what it is given. Of all the settings only those that the
// engine reads have an effect.
func configSet(c *call) {
	if len(c.args)%2 != 0 {
		c.fail("ERR wrong number of arguments for 'config|set' command")
		return
	}
	for i := 2; i < len(c.args); i += 2 {
		name, value := strings.ToLower(c.args[i]), c.args[i+1]
		old, known := c.s.config[name]
		switch why := badSetting(name, old, value); {
		case !known:
			c.fail("ERR Unknown option or number of arguments for CONFIG SET - '%s'", c.args[i])
			return
		case fixedSetting(name):
			c.fail("ERR CONFIG SET failed (possibly related to argument '%s') - can't set immutable config", name)
			return
		case why != "":
			c.fail("ERR CONFIG SET failed (possibly related to argument '%s') - %s", name, why)
			return
		}
	}
	for i := 2; i < len(c.args); i += 2 {
		c.s.config[strings.ToLower(c.args[i])] = c.args[i+1]
	}
	c.s.tune()
	c.ok()
}

func fixedSetting(name string) bool {
	switch name {
	case "databases", "unixsocket", "logfile", "enable-debug-command":
		return true
	}
	return false
}

// badSetting says what is wrong with a value, judged by the one it replaces.
func badSetting(name, old, value string) string {
	_, notNumber := strconv.ParseInt(value, 10, 64)
	switch {
	case old == "yes" || old == "no":
		if value != "yes" && value != "no" {
			return "argument must be 'yes' or 'no'"
		}
	case name == "maxmemory":
		if notNumber != nil && !isMemory(value) {
			return "argument must be a memory value"
		}
	case name == "notify-keyspace-events":
		if strings.Trim(value, "KEg$lshzxetdmnA") != "" {
			return "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."
		}
	case old != "" && strings.Trim(old, "-0123456789") == "":
		if notNumber != nil {
			return "argument couldn't be parsed into an integer"
		}
	}
	return ""
}

// isMemory reports whether a value is a number with one of Redis's units.
func isMemory(value string) bool {
	digits := strings.TrimRight(strings.ToLower(value), "bkmg")
	_, err := strconv.ParseUint(digits, 10, 64)
	return err == nil && len(value)-len(digits) <= 2
}
