package command

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// found is a command and how well it answers a question.
type found struct {
	cmd   *Command
	score float64
}

// Where a word of a question is met counts more or less.
const (
	inName    = 6
	inSummary = 3
	inWords   = 2
	inBeware  = 0.5
)

// Search returns the commands that answer a question in plain words, such as
// "ttl of a key": best first, none when no word fits. A word that few commands
// speak of counts more, and endings do not count.
func (t *Table) Search(text string) []*Command {
	asked := stems(text)
	if len(asked) == 0 {
		return nil
	}
	all := t.All()
	scores := make([]float64, len(all))
	for _, stem := range asked {
		addScores(scores, all, stem)
	}
	var hits []found
	for i, c := range all {
		if scores[i] > 0 {
			hits = append(hits, found{c, scores[i] * t.weight(c) * (1 + c.share(asked)/2)})
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	return worthy(hits)
}

// addScores adds what one word of the question is worth for each command.
func addScores(scores []float64, all []*Command, stem string) {
	hits := make([]float64, len(all))
	n := 0.0
	for i, c := range all {
		if hits[i] = c.meets(stem); hits[i] > 0 {
			n++
		}
	}
	for i, hit := range hits {
		if hit > 0 {
			scores[i] += hit * (1 + 8/n)
		}
	}
}

// meets is how much a word has to do with a command: the best place where it
// stands, and a little for a second one.
func (c *Command) meets(stem string) float64 {
	score := 0.0
	for _, place := range []struct {
		text   string
		weight float64
	}{{c.Name, inName / float64(1+strings.Count(c.Name, " "))}, {c.Summary, inSummary}, {c.words, inWords}, {strings.Join(c.Beware, " "), inBeware}} {
		if slices.Contains(stems(place.text), stem) {
			score = max(score, place.weight) + min(score, place.weight)/4
		}
	}
	return score
}

// share is how much of the summary the question speaks of, from 0 to 1.
func (c *Command) share(asked []string) float64 {
	said := stems(c.Summary)
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

// stems returns the words of a text that say something, without their
// endings, each once.
func stems(text string) []string {
	var out []string
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		if idle(word) || idle(strings.TrimSuffix(word, "s")) {
			continue
		}
		if s := stem(word); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// idle reports whether a word is one that people put into every question.
func idle(word string) bool {
	switch word {
	case "a", "an", "the", "of", "to", "in", "on", "at", "is", "are", "be", "it", "its", "i", "me", "my", "do",
		"does", "how", "what", "which", "can", "with", "for", "from", "and", "or", "that", "this", "there",
		"by", "as", "if", "s", "redis", "command", "want", "get", "value", "two", "several", "when", "you",
		"your", "thing", "some", "has", "have", "after":
		return true
	}
	return false
}

// stem takes an English ending off: "deleting" and "deleted" are "delet".
func stem(word string) string {
	for _, ending := range []string{"ing", "ies", "ied", "ed", "es", "s", "e", "y"} {
		if short, ok := strings.CutSuffix(word, ending); ok && len(short) >= 3 {
			return undouble(short)
		}
	}
	return word
}

// undouble makes "setting" and "set" the same.
func undouble(word string) string {
	n := len(word)
	if n > 3 && word[n-1] == word[n-2] && !strings.ContainsRune("ls", rune(word[n-1])) {
		return word[:n-1]
	}
	return word
}
