package picture

import (
	"math"
	"strconv"
	"strings"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/reply"
)

// ranked is a member of a sorted set with its place.
type ranked struct {
	rank   int64
	member string
	text   string // the score as the server wrote it
	score  float64
}

// zset draws members in the order of their scores, with the scores as bars.
// Scores that look like places are drawn on a map, too.
func (p *page) zset() error {
	p.header("sorted set of " + amount.Of(p.size, "member"))
	if p.heavy("ZRANGE " + p.word(p.name) + " 0 0") {
		return nil
	}
	first, last := ends(p.size)
	commands := [][]string{{"ZRANGE", p.name, "0", itoa(first - 1), "WITHSCORES"}}
	if last > 0 {
		commands = append(commands, []string{"ZRANGE", p.name, itoa(-last), "-1", "WITHSCORES"})
	}
	v, err := p.ask(commands...)
	if err != nil {
		return err
	}
	lowest := members(v[0], 0)
	var highest []ranked
	if last > 0 {
		highest = members(v[1], p.size-last)
	}
	if all := append(lowest[:len(lowest):len(lowest)], highest...); placed(all) {
		return p.geo(all, p.size-int64(len(all)))
	}
	p.scores(lowest, highest)
	return nil
}

// members reads pairs of members and scores, which RESP3 keeps in arrays of
// their own.
func members(v reply.Value, rank int64) []ranked {
	var all []ranked
	items := v.Items
	if len(items) > 0 && items[0].IsAggregate() {
		items = nil
		for _, pair := range v.Items {
			items = append(items, pair.Items...)
		}
	}
	for i := 0; i+1 < len(items); i += 2 {
		score, _ := strconv.ParseFloat(items[i+1].Text, 64) // Redis writes no others
		all = append(all, ranked{rank + int64(i/2), items[i].Text, items[i+1].Text, score})
	}
	return all
}

func (p *page) scores(lowest, highest []ranked) {
	all := append(lowest[:len(lowest):len(lowest)], highest...)
	s := newScale(all)
	s.wide = min(p.Width()/4, 20)
	rank := max(len(itoa(p.size-1)), len("rank"))
	score := len("score")
	for _, m := range all {
		score = max(score, len(m.text))
	}
	score = min(score, p.Width()/4)
	if p.Words() {
		p.spokenScores(lowest, highest)
		return
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: cells.PadLeft("rank", rank) + " " + cells.PadLeft("score", score) + "  " + cells.Pad("", s.wide) + "  member"})
	row := func(m ranked) {
		p.Row(screen.Cell{Role: screen.Quiet, Text: cells.PadLeft(itoa(m.rank), rank) + " "},
			screen.Cell{Role: screen.Plain, Text: cells.PadLeft(p.Crop(m.text, score), score) + "  "},
			screen.Cell{Role: screen.Good, Text: cells.Pad(strings.Repeat("█", s.bar(m.score)), s.wide)},
			screen.Cell{Role: screen.Code, Text: "  " + p.value(m.member, p.Width()-rank-score-s.wide-5)})
	}
	for _, m := range lowest {
		row(m)
	}
	if len(highest) > 0 {
		p.omitted(cells.Pad("", rank-1), p.size-int64(len(all)), "member")
		for _, m := range highest {
			row(m)
		}
	}
	if s.from != 0 {
		p.Row(screen.Cell{Role: screen.Quiet, Text: "bars begin at " + strconv.FormatFloat(s.from, 'f', -1, 64)})
	}
}

func (p *page) spokenScores(lowest, highest []ranked) {
	say := func(all []ranked) {
		for _, m := range all {
			p.spoken("rank "+itoa(m.rank)+", score "+m.text+": ", p.value(m.member, p.Width()))
		}
	}
	say(lowest)
	if more := p.size - int64(len(lowest)+len(highest)); more > 0 {
		p.omitted("", more, "member")
	}
	say(highest)
}

// scale makes bars of scores.
type scale struct {
	from, to float64
	wide     int
}

// newScale begins the bars at 0 unless that would make them all alike, or
// some would be less than nothing.
func newScale(all []ranked) scale {
	var s scale
	low, high := math.Inf(1), math.Inf(-1)
	for _, m := range all {
		if !math.IsInf(m.score, 0) {
			low, high = min(low, m.score), max(high, m.score)
		}
	}
	if low > high {
		return s // there are infinite scores only
	}
	s.to = max(high, 0)
	if low < 0 || low > 0 && high > low && high-low < high/10 {
		s.from = low
	}
	return s
}

// bar returns the length of a bar, at least 1 for what is above the beginning.
func (s scale) bar(score float64) int {
	switch {
	case math.IsInf(score, 1):
		return s.wide
	case score <= s.from || s.to <= s.from:
		return 0
	}
	return max(1, int(math.Round((score-s.from)/(s.to-s.from)*float64(s.wide))))
}
