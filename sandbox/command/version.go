package command

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Later reports whether a version of Redis came after another, comparing as
// many numbers as both have: 7.0.15 is not later than 7.0. Nothing is later
// than "", the newest there is.
func Later(version, than string) bool {
	if version == "" || than == "" {
		return false
	}
	return slices.CompareFunc(numbers(version, than), numbers(than, version), cmp.Compare[int]) > 0
}

// numbers returns the numbers of a version, no more than the other one has.
func numbers(version, other string) []int {
	parts := strings.Split(version, ".")
	out := make([]int, min(len(parts), 1+strings.Count(other, ".")))
	for i := range out {
		out[i], _ = strconv.Atoi(parts[i]) // what is no number counts as 0
	}
	return out
}
