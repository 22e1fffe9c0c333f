package lua

import (
	"math"
	"strconv"
	"strings"
)

// numberText writes a number as Lua does: 14 digits at most.
func numberText(n float64) string { return formatG(n, 14) }

// formatG is C's %.<digits>g.
func formatG(n float64, digits int) string {
	switch {
	case math.IsInf(n, 1):
		return "inf"
	case math.IsInf(n, -1):
		return "-inf"
	case math.IsNaN(n) && math.Signbit(n):
		return "-nan"
	case math.IsNaN(n):
		return "nan"
	case n == math.Trunc(n) && math.Abs(n) < 1e14 && (n != 0 || !math.Signbit(n)):
		return strconv.FormatInt(int64(n), 10)
	}
	text := strconv.FormatFloat(n, 'g', digits, 64)
	// C drops zeros at the end, which strconv keeps for a given precision only
	// in the form without exponent.
	mantissa, exponent, has := strings.Cut(text, "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	if has {
		return mantissa + "e" + exponent
	}
	return mantissa
}

// parseNumber reads a number as Lua's tonumber does: decimal, with an
// exponent or hexadecimal, spaces around it.
func parseNumber(s string) (float64, bool) {
	s = strings.Trim(s, " \t\n\v\f\r")
	if s == "" || strings.ContainsAny(s, "_pP") {
		return 0, false
	}
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 {
		return 0, false
	}
	if hex := strings.ToLower(digits); strings.HasPrefix(hex, "0x") {
		n, err := strconv.ParseUint(hex[2:], 16, 64)
		if s[0] == '-' {
			return -float64(n), err == nil
		}
		return float64(n), err == nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	return n, true
}

// toInt64 cuts a number as a C compiler for amd64 does.
func toInt64(n float64) int64 {
	if math.IsNaN(n) || n >= math.MaxInt64 || n < math.MinInt64 {
		return math.MinInt64
	}
	return int64(n)
}

// toInt is toInt64 for positions, kept so small that sums do not overflow.
func toInt(n float64) int {
	const most = 1 << 52
	switch {
	case math.IsNaN(n):
		return 0
	case n > most:
		return most
	case n < -most:
		return -most
	}
	return int(n)
}
