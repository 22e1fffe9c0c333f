package embedded

import (
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// settingsText has a line for each setting: name, kind and the value of a
// server that was started without a configuration file.
//
//go:embed config.txt
var settingsText string

// settings are the values of CONFIG GET. Of all of them only those that the
// engine reads have an effect.
type settings map[string]string

func defaultSettings() settings {
	out := make(settings, 200)
	for line := range strings.Lines(settingsText) {
		words := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if words = append(words, ""); words[0] != "" {
			out[words[0]] = words[2]
		}
	}
	return out
}

// number returns a setting that is one.
func (s settings) number(name string) int64 {
	n, _ := strconv.ParseInt(s[name], 10, 64)
	return n
}

// settingKind returns a setting's kind: what values it may have.
func settingKind(name string) string {
	_, rest, _ := strings.Cut("\n"+settingsText, "\n"+name+" ")
	kind, _, _ := strings.Cut(rest, "\n")
	kind, _, _ = strings.Cut(kind, " ")
	return kind
}

func configRules() map[string]rule {
	return map[string]rule{"CONFIG": container(map[string]rule{
		"GET":       arity(-3, configGet),
		"SET":       arity(-4, configSet),
		"RESETSTAT": arity(2, configResetStat),
		"REWRITE":   arity(2, func(c *call) { c.fail("ERR The server is running without a config file") }),
	})}
}

func configResetStat(c *call) {
	c.s.stats.reset()
	c.s.latency.commands = nil
	c.ok()
}

func configGet(c *call) {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(c.s.config)) {
		if slices.ContainsFunc(c.args[2:], func(p string) bool { return match(lower(p), name) }) {
			found = append(found, name)
		}
	}
	c.mapping(len(found))
	for _, name := range found {
		shown := name
		for _, asked := range c.args[2:] {
			if strings.EqualFold(asked, name) {
				shown = asked // in the letters in which it was asked for
			}
		}
		c.named(shown, c.s.config[name])
	}
}

// configSet sets all it is given, or nothing.
func configSet(c *call) {
	if len(c.args)%2 != 0 {
		c.fail(syntaxErr)
		return
	}
	values := map[string]string{}
	if !c.settable(values) {
		return
	}
	for i := 2; i < len(c.args); i += 2 {
		name := lower(c.args[i])
		value, why := settingValue(settingKind(name), c.args[i+1])
		if name == "activedefrag" && value == "yes" {
			why = "Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one " +
				"shipped by default with the Redis source distribution"
		}
		if why != "" {
			c.configFailed(c.args[i], why)
			return
		}
		values[name] = value
	}
	for name, value := range values {
		for _, name := range alias(name) {
			if _, known := c.s.config[name]; known {
				c.s.config[name] = value
			}
		}
	}
	c.s.tune()
	c.s.events = eventsOn(c.s.config["notify-keyspace-events"])
	c.ok()
}

// settable notes the names that CONFIG SET is given, and answers one that is
// none, that comes twice, or that cannot be set.
func (c *call) settable(values map[string]string) bool {
	for i := 2; i < len(c.args); i += 2 {
		name := lower(c.args[i])
		if _, known := c.s.config[name]; !known {
			c.fail("ERR Unknown option or number of arguments for CONFIG SET - '%s'", c.args[i])
			return false
		}
		_, twice := values[name]
		switch kind := settingKind(name); {
		case kind == "fixed":
			c.configFailed(c.args[i], "can't set immutable config")
			return false
		case kind == "protected":
			c.configFailed(c.args[i], "can't set protected config")
			return false
		case twice:
			c.configFailed(c.args[i], "duplicate parameter")
			return false
		}
		values[name] = c.args[i+1]
	}
	return true
}

func (c *call) configFailed(name, why string) {
	c.fail("ERR CONFIG SET failed (possibly related to argument '%s') - %s", name, why)
}

// alias returns all names of a setting.
func alias(name string) []string {
	names := []string{name}
	for _, pair := range [][2]string{{"replica", "slave"}, {"listpack", "ziplist"}, {"busy-reply-threshold", "lua-time-limit"}} {
		for _, p := range [][2]string{{pair[0], pair[1]}, {pair[1], pair[0]}} {
			if strings.Contains(name, p[0]) {
				names = append(names, strings.Replace(name, p[0], p[1], 1))
			}
		}
	}
	return names
}

// settingValue returns a value as CONFIG GET will show it, or why it is none.
func settingValue(kind, value string) (shown, why string) {
	kind, rest, _ := strings.Cut(kind, ":")
	switch kind {
	case "bool":
		if shown = lower(value); shown != "yes" && shown != "no" {
			return "", "argument must be 'yes' or 'no'"
		}
		return shown, ""
	case "enum":
		if shown = lower(value); slices.Contains(strings.Split(rest, ","), shown) {
			return shown, ""
		}
		return "", "argument(s) must be one of the following: " + strings.ReplaceAll(rest, ",", ", ")
	case "int", "long":
		return settingNumber(kind, rest, value)
	case "memory":
		n, ok := parseMemory(value)
		if !ok {
			return "", "argument must be a memory value"
		}
		return formatInt(n), ""
	case "events":
		shown, _, ok := parseEvents(value)
		if !ok {
			return "", "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."
		}
		return shown, ""
	case "list":
		return settingList(value)
	}
	return value, ""
}

func settingNumber(kind, limits, value string) (shown, why string) {
	n, ok := parseInt(value)
	if !ok {
		return "", "argument couldn't be parsed into an integer"
	}
	low, high := int64(0), int64(math.MaxInt64)
	if kind == "int" {
		high = math.MaxInt32
	}
	if from, to, given := strings.Cut(limits, ":"); given {
		low, _ = strconv.ParseInt(from, 10, 64)
		if high = math.MaxInt64; to != "" {
			high, _ = strconv.ParseInt(to, 10, 64)
		}
	}
	if n < low || n > high {
		return "", fmt.Sprintf("argument must be between %d and %d inclusive", low, high)
	}
	return value, ""
}

// settingList checks the lists of numbers, of which save is the usual one.
func settingList(value string) (shown, why string) {
	words := strings.Fields(value)
	for _, word := range words {
		if n, ok := parseInt(word); !ok || n < 0 {
			return "", "Invalid save parameters"
		}
	}
	if len(words)%2 != 0 {
		return "", "Invalid save parameters"
	}
	return strings.Join(words, " "), ""
}

// parseMemory reads a number of bytes with a unit.
func parseMemory(value string) (int64, bool) {
	digits := strings.TrimRight(lower(value), "bkmg")
	if digits == "" || digits[0] < '0' || digits[0] > '9' || len(value)-len(digits) > 2 {
		return 0, false
	}
	n, err := memoryValue(value)
	return n, err == nil
}
