package picture

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Count returns a number and what is counted: "1 key", "1,204 keys", "2
// entries".
func Count(n int64, unit string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(unit, "y"); ok && !strings.HasSuffix(unit, "key") {
			unit = stem + "ies"
		} else {
			unit += "s"
		}
	}
	return Grouped(n) + " " + unit
}

// Grouped returns a number with its thousands set apart: "1,204".
func Grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// amount returns a number of bytes in words: "72 bytes", "1.5 MB".
func amount(n int64) string {
	const kilo = 1000
	switch {
	case n < 10*kilo:
		return Count(n, "byte")
	case n < kilo*kilo:
		return fmt.Sprintf("%d kB", n/kilo)
	case n < kilo*kilo*kilo:
		return fmt.Sprintf("%.1f MB", float64(n)/(kilo*kilo))
	}
	return fmt.Sprintf("%.1f GB", float64(n)/(kilo*kilo*kilo))
}

// Span returns a time to live in its two largest units, rounded as TTL rounds
// it: "42s", "1h5m", "3d". Below a second it is given in ms.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
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
