// Package amount says how many and how long in words, as a person reads them:
// "1,204 keys", "1.5 MB", "1h5m"; and it reads how long from what a person
// types.
//
// It knows English plurals and nothing else: what is counted, and why, and how
// much of it is too much, is its callers' business.
package amount

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Of returns a number and what is counted, given as one of them: "1 key",
// "1,204 keys", "2 entries".
func Of[N int | int64](n N, unit string) string {
	if n != 1 {
		unit = plural(unit)
	}
	return Grouped(n) + " " + unit
}

func plural(unit string) string {
	stem, endsInY := strings.CutSuffix(unit, "y")
	switch {
	case endsInY && !strings.HasSuffix(unit, "ey"): // entry, not key
		return stem + "ies"
	case strings.HasSuffix(unit, "z"): // quiz
		return unit + "zes"
	}
	return unit + "s"
}

// Grouped returns a number with its thousands set apart: "1,204".
func Grouped[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Bytes returns a number of bytes: "72 bytes", "1.5 MB".
func Bytes(n int64) string {
	const kilo, mega, giga = 1e3, 1e6, 1e9
	switch {
	case n < 10*kilo:
		return Of(n, "byte")
	case n < mega:
		return fmt.Sprintf("%d kB", n/kilo)
	case n < giga-mega/20: // what is above would be rounded to 1000.0 MB
		return fmt.Sprintf("%.1f MB", float64(n)/mega)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/giga)
}

const day = 24 * time.Hour

// Span returns a time to live in its two largest units, rounded as TTL rounds
// it: "42s", "1h5m", "3d". Below a second it is given in ms.
func Span(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%dms", d.Milliseconds())
	}
	d = d.Round(time.Second)
	switch {
	case d >= day:
		return units(d, day, "d", time.Hour, "h")
	case d >= time.Hour:
		return units(d, time.Hour, "h", time.Minute, "m")
	case d > 2*time.Minute: // EXPIRE key 60 is read as 60, not as 1m
		return units(d, time.Minute, "m", time.Second, "s")
	}
	return units(d, time.Second, "s", time.Second, "s")
}

func units(d, large time.Duration, l string, small time.Duration, s string) string {
	text := fmt.Sprintf("%d%s", d/large, l)
	if rest := d % large / small; rest > 0 {
		text += fmt.Sprintf("%d%s", rest, s)
	}
	return text
}

// Time returns a duration to the last unit, without those at its end that are
// zero: "1m30s", "1h", "1d", "300ms".
func Time(d time.Duration) string {
	days := ""
	if d >= day {
		days = fmt.Sprintf("%dd", d/day)
		if d %= day; d == 0 {
			return days
		}
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return days + text
}
