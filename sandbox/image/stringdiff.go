package image

import (
	"fmt"

	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/embedded/hyperloglog"
)

// stringLines shows short texts whole, and of long ones the stretch that
// differs. Of bytes that are no text it says how many there are, and of a
// HyperLogLog what it counts.
func stringLines(label, before, after string) []Line {
	if before == after {
		return nil
	}
	was, counted := estimate(before)
	is, counts := estimate(after)
	switch opaque := binary(before) || binary(after); {
	case counted && counts && was == is:
		return []Line{{sign: became, text: label + ": still " + is + " distinct"}}
	case counted && counts:
		return []Line{{became, label + ": " + was, is + " distinct"}}
	case opaque && len(before) != len(after):
		return []Line{{became, label + ": " + amount.Of(len(before), "byte"), amount.Of(len(after), "byte")}}
	case !opaque && max(len(before), len(after)) <= longest:
		return []Line{{became, label + ": " + text(before), text(after)}}
	}
	return stretchLines(label, before, after)
}

// stretchLines shows the one stretch in which two strings differ.
func stretchLines(label, before, after string) []Line {
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	old, now := before[head:len(before)-tail], after[head:len(after)-tail]
	at := fmt.Sprintf("%s: at byte %d ", label, head)
	switch {
	case old == "":
		return []Line{{sign: came, text: at + text(now)}}
	case now == "":
		return []Line{{sign: went, text: at + text(old)}}
	}
	return []Line{{became, at + text(old), text(now)}}
}

// estimate is what a HyperLogLog counts; ok is false for other strings.
func estimate(s string) (text string, ok bool) {
	if !hyperloglog.Valid(s) {
		return "", false
	}
	r, ok := hyperloglog.Parse(s)
	if !ok {
		return "", false
	}
	return "about " + amount.Grouped(int64(r.Count())), true
}
