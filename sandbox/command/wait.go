package command

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Wait reports whether a command may keep its connection waiting, and how long
// at most. The time is 0 where there is no end to it, none for years, or where
// the word that should say it is not a time. It goes by the words alone, since
// what is piped needs no reference otherwise.
func Wait(args []string) (longest time.Duration, waits bool) {
	if len(args) == 0 {
		return 0, false
	}
	at, unit := len(args)-1, time.Second
	switch strings.ToUpper(args[0]) {
	case "BLPOP", "BRPOP", "BZPOPMIN", "BZPOPMAX", "BLMOVE", "BRPOPLPUSH":
	case "BLMPOP", "BZMPOP":
		at = 1
	case "WAIT", "WAITAOF":
		unit = time.Millisecond
	case "XREAD", "XREADGROUP":
		block := slices.IndexFunc(args, func(arg string) bool { return strings.EqualFold(arg, "BLOCK") })
		if block < 0 {
			return 0, false
		}
		at, unit = block+1, time.Millisecond
	case "DEBUG":
		if len(args) < 2 || !strings.EqualFold(args[1], "SLEEP") {
			return 0, false
		}
		at = 2
	default:
		return 0, false
	}
	if at == 0 || at >= len(args) {
		return 0, true
	}
	return limit(args[at], unit), true
}

// years is from when on a wait counts as one without end.
const years = 10 * 365 * 24 * time.Hour

// limit reads a time, 0 for what is none.
func limit(text string, unit time.Duration) time.Duration {
	n, err := strconv.ParseFloat(text, 64)
	if n *= float64(unit); err != nil || !(n > 0 && n < float64(years)) {
		return 0
	}
	return time.Duration(n)
}
