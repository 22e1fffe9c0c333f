package embedded

import (
	"math"
	"strconv"
	"strings"
)

// Numbers as Redis reads them: what Go's strconv allows beyond that is
// refused, and what C's strtod allows is accepted.

// parseInt reads an integer written in the one way Redis writes it: no sign
// +, no leading zeros, no spaces.
func parseInt(s string) (int64, bool) {
	if s == "" || len(s) > 20 {
		return 0, false
	}
	if digits := strings.TrimPrefix(s, "-"); digits == "" || digits[0] < '1' && s != "0" || digits[0] > '9' {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// parseInt32 is parseInt for what must fit a C int.
func parseInt32(s string) (int64, bool) {
	n, ok := parseInt(s)
	return n, ok && n >= math.MinInt32 && n <= math.MaxInt32
}

// isNumber reports whether Redis would keep the text as an integer.
func isNumber(text string) bool {
	_, ok := parseInt(text)
	return ok
}

// parseFloat reads what string2d of Redis does. NaN is a number to it.
func parseFloat(s string) (float64, bool) {
	f, over, ok := strtod(s)
	return f, ok && !over && s != ""
}

// strtod reads a number as C does, from all of s. over says that it is too
// large or too small to be kept.
func strtod(s string) (f float64, over, ok bool) {
	if s == "" || strings.Contains(s, "_") {
		return 0, false, s == ""
	}
	low := strings.ToLower(s)
	digits := strings.TrimLeft(low, "+-")
	if len(low)-len(digits) > 1 {
		return 0, false, false
	}
	if strings.HasPrefix(digits, "0x") && !strings.Contains(digits, "p") {
		low += "p0"
	}
	f, err := strconv.ParseFloat(low, 64)
	if err != nil {
		return f, true, math.IsInf(f, 0)
	}
	return f, f == 0 && !isZero(digits), true
}

// isZero reports whether the digits before the exponent are all zero.
func isZero(digits string) bool {
	end := "e"
	if strings.HasPrefix(digits, "0x") {
		digits, end = digits[2:], "p"
	}
	mantissa, _, _ := strings.Cut(digits, end)
	return strings.Trim(mantissa, "0.") == ""
}

// looseFloat reads a number where Redis calls strtod itself: spaces may come
// first, and an empty text is 0.
func looseFloat(s string) (float64, bool) {
	f, _, ok := strtod(strings.TrimLeft(s, " \t\n\v\f\r"))
	return f, ok && !math.IsNaN(f)
}

// number reads an integer argument and answers one that is none.
func (c *call) number(arg string) (int64, bool) {
	n, ok := parseInt(arg)
	if !ok {
		c.fail(notInteger)
	}
	return n, ok
}

// score reads a number with a fraction and answers one that is none.
func (c *call) score(arg string) (float64, bool) {
	f, ok := parseFloat(arg)
	if ok = ok && !math.IsNaN(f); !ok {
		c.fail(notFloat)
	}
	return f, ok
}

const notFloat = "ERR value is not a valid float"

// positive reads a number of elements that must not be negative.
func (c *call) positive(arg string) (int64, bool) {
	n, ok := parseInt(arg)
	if !ok || n < 0 {
		c.fail("ERR value is out of range, must be positive")
		return 0, false
	}
	return n, true
}

// bounds turns a start and an end that may count from the end, both included,
// into places of a sequence of n. The result is empty when start > end.
func bounds(start, end, n int64) (from, to int64) {
	if start < 0 {
		start = max(start+n, 0)
	}
	if end < 0 {
		end += n
	}
	return start, min(end, n-1)
}

// sumFits reports whether a+b is still a number of 64 bits.
func sumFits(a, b int64) bool {
	return b >= 0 && a <= math.MaxInt64-b || b < 0 && a >= math.MinInt64-b
}
