package gloss

import (
	"strings"

	"redis-tutor/sandbox/reply"
)

// explainPairs says to who meets it first that RESP2 numbers what belongs
// together one below the other.
func (f Facts) explainPairs(name string) []Remark {
	first, second := f.pairs(name)
	v := f.Reply
	if first == "" || v.Kind != reply.Array || len(v.Items)%2 > 0 || v.Items[0].Kind != reply.Bulk {
		return nil
	}
	remarks := one("Each %s is followed by its %s; in RESP3 (`HELLO 3`) they are pairs.", first, second)
	remarks[0].Seldom = true
	return remarks
}

// pairs names what a command answers with in pairs, and with what.
func (f Facts) pairs(name string) (first, second string) {
	switch {
	case name == "HGETALL", name == "HRANDFIELD" && f.read().Has("WITHVALUES"):
		return "field", "value"
	case name == "CONFIG" && strings.EqualFold(f.arg(1), "GET"):
		return "setting", "value"
	case strings.HasPrefix(name, "Z") && f.read().Has("WITHSCORES"):
		return "member", "score"
	}
	return "", ""
}
