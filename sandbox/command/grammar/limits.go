package grammar

import (
	"slices"
	"strings"
)

// limited returns how an argument's number is bounded, of which COMMAND DOCS
// tells only that it is one; not ok where it is not. A test proves it on a
// server.
func limited(command, arg string) (k kind, ok bool) {
	for _, l := range []struct {
		commands, args string
		kind           kind
	}{
		{"SET GETEX SETEX PSETEX", "seconds milliseconds unix-time-seconds unix-time-milliseconds", positive},
		{"SCAN HSCAN SSCAN ZSCAN LMPOP BLMPOP ZMPOP BZMPOP XAUTOCLAIM GEOSEARCH GEOSEARCHSTORE", "count", positive},
		{"LPOP RPOP SPOP ZPOPMIN ZPOPMAX", "count", natural},
		{"SINTERCARD ZINTERCARD", "limit", natural},
		{"LPOS", "num-matches len", natural},
		{"LPOS", "rank", nonzero},
		{"SETRANGE SETBIT GETBIT", "offset", natural},
		{"SETBIT", "value", bit},
		{"BITPOS", "bit", bit},
		{"BITFIELD BITFIELD_RO", "encoding", encoding},
	} {
		if slices.Contains(strings.Fields(l.commands), command) && slices.Contains(strings.Fields(l.args), arg) {
			return l.kind, true
		}
	}
	return anything, false
}

// inLimits reports whether a whole number, which text is, is within a kind.
func inLimits(k kind, text string) bool {
	negative := strings.HasPrefix(text, "-")
	switch k {
	case positive:
		return !negative && text != "0"
	case natural:
		return !negative
	case nonzero:
		return text != "0"
	case bit:
		return text == "0" || text == "1"
	}
	return true
}

// within says how a number is bounded that the word must be: " above 0".
func (w Want) within() string {
	switch w.kind {
	case positive:
		return " above 0"
	case natural:
		return " from 0 on"
	case nonzero:
		return " other than 0"
	}
	return ""
}

// isEncoding reports whether text is one of BITFIELD's: i1 to i64, u1 to u63.
func isEncoding(text string) bool {
	if len(text) < 2 || !isInteger(text[1:]) {
		return false
	}
	bits := atoi(text[1:])
	return text[0] == 'i' && 1 <= bits && bits <= 64 || text[0] == 'u' && 1 <= bits && bits <= 63
}
