package command

import (
	"cmp"
	"slices"
	"strings"
)

// found is a command and how well it answers a question.
type found struct {
	cmd   *Command
	score float64
}

// Where a word of a question is met counts more or less, and a word of the same
// sense less than the word itself.
const (
	inName    = 5
	inSummary = 3
	inWords   = 2
	inBeware  = 0.5

	inSense = 0.5
)

// Search returns the commands that answer a question in plain words, such as
// "ttl of a key": best first, none when no word fits. A word that few commands
// speak of counts more, endings do not count, and who speaks of more of the
// question goes first.
func (t *Table) Search(text string) []*Command {
	asked := wanted(text)
	if len(asked) == 0 {
		return nil
	}
	all, of := t.All(), readSenses()
	spoken := make([][]place, len(all))
	for i, c := range all {
		spoken[i] = c.places()
	}
	scores, met := make([]float64, len(all)), make([]float64, len(all))
	for _, stem := range asked {
		addScores(scores, met, spoken, of, stem)
	}
	var hits []found
	for i, c := range all {
		if met[i] > 0 {
			whole := met[i] / float64(len(asked))
			hits = append(hits, found{c, scores[i] * t.weight(c) * (1 + share(stems(c.Summary), asked)/2) * (1 + whole)})
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	return worthy(hits)
}

// addScores adds what one word of the question is worth for each command.
func addScores(scores []float64, met []float64, spoken [][]place, of sense, stem string) {
	hits := make([]float64, len(spoken))
	n := 0.0
	for i, places := range spoken {
		hit, how := meets(places, of, stem)
		if hits[i] = hit; hit > 0 {
			met[i] += how
			n++
		}
	}
	for i, hit := range hits {
		if hit > 0 {
			scores[i] += hit * (1 + 8/n)
		}
	}
}

// Speaks reports whether the command is for all that a question asks for.
func (c *Command) Speaks(question string) bool {
	return Speaks(c.Name+" "+c.Summary+" "+c.words, question)
}

// A place is where a command is spoken of, and what a word there counts.
type place struct {
	stems  []string
	weight float64
}

func (c *Command) places() []place {
	return []place{
		{stems(c.Name), inName / float64(c.NameWords())},
		{stems(withoutList(c.Summary)), inSummary},
		{stems(c.words), inWords},
		{stems(strings.Join(c.Beware, " ")), inBeware},
	}
}

// withoutList leaves out the verb List, which is no list.
func withoutList(summary string) string {
	if rest, found := strings.CutPrefix(summary, "List "); found {
		return rest
	}
	return summary
}

// meets is how much a word has to do with a command: the best place where it
// stands, and a little for a second one. How is how surely it is that word, from
// 0 to 1.
func meets(places []place, of sense, stem string) (score, how float64) {
	for _, p := range places {
		weight, as := p.weight, min(p.weight, 1)
		switch {
		case slices.Contains(p.stems, stem):
		case of.among(p.stems, stem):
			weight, as = weight*inSense, as*inSense
		default:
			continue
		}
		score = max(score, weight) + min(score, weight)/4
		how = max(how, as)
	}
	return score, how
}

// share is how much of a summary the question speaks of, from 0 to 1.
func share(said, asked []string) float64 {
	n := 0
	for _, stem := range said {
		if slices.Contains(asked, stem) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(said)))
}

// weight puts behind what is for few people, or has been superseded.
func (t *Table) weight(c *Command) float64 {
	switch {
	case c.Instead != "", c.Group == "cluster", strings.HasSuffix(c.Name, " HELP"), len(t.Subcommands(c.Name)) > 0:
		return 0.5
	case c.Has("admin"):
		return 0.6
	case c.Container() != "", Later(c.Since, "7.0"):
		return 0.8
	}
	return 1
}

// worthy drops what is far behind the best.
func worthy(hits []found) []*Command {
	const most, share = 6, 0.4
	var out []*Command
	for _, h := range hits {
		if len(out) < most && h.score >= hits[0].score*share {
			out = append(out, h.cmd)
		}
	}
	return out
}
