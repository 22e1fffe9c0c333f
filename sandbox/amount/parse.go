package amount

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseTime reads a time as a person types it: "90s", "1h5m", "300ms". Days may
// stand in front of the rest, as in "1d12h", and a number without a unit is
// seconds. It is not ok where text is no time, or one below zero or above what a
// Duration holds.
func ParseTime(text string) (d time.Duration, ok bool) {
	days, rest, ok := cutDays(text)
	if ok && rest == "" {
		return days, true
	}
	d, err := time.ParseDuration(rest)
	if err != nil {
		d, err = time.ParseDuration(rest + "s")
	}
	if err != nil || d < 0 || d > math.MaxInt64-days {
		return 0, false
	}
	return days + d, true
}

// cutDays takes the days off the front of a time. It is not ok where there are
// none that a Duration holds: then rest is the whole text, which is no time if it
// begins with days after all.
func cutDays(text string) (days time.Duration, rest string, ok bool) {
	number, rest, found := strings.Cut(text, "d")
	n, err := strconv.ParseFloat(number, 64)
	if ns := n * float64(day); found && err == nil && ns >= 0 && ns < math.MaxInt64 {
		return time.Duration(ns), rest, true
	}
	return 0, text, false
}
