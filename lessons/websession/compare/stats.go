package compare

import (
	"slices"
	"time"
)

// percentile returns the value that so many of a hundred do not exceed, by
// the nearest rank; 0 of none. It sorts its argument.
func percentile(of []time.Duration, p int) time.Duration {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	rank := (p*len(of) + 99) / 100
	return of[max(rank, 1)-1]
}

// median returns the middle of numbers, of an even number of them the mean of
// the two; 0 of none.
func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// cost sums up samples; nil when there are none.
func cost(samples []time.Duration) *Cost {
	if len(samples) == 0 {
		return nil
	}
	return &Cost{P50: ms(percentile(samples, 50)), P99: ms(percentile(samples, 99)), Samples: len(samples)}
}

// measured sums up the turns of an arm in a workload.
func (w workload) measured(arm string, turns []turn) Measured {
	m := Measured{Arm: arm}
	var all []time.Duration
	for _, t := range turns {
		m.Turns = append(m.Turns, t.elapsed.Seconds())
		all = append(all, t.took...)
		m.Served += t.served
		m.Failed += t.failed
		if m.Failure == "" {
			m.Failure = t.failure
		}
		if t.stored != nil {
			if m.Stored == nil {
				m.Stored = new(int)
			}
			*m.Stored += *t.stored
			m.Lost += t.served - *t.stored
		}
	}
	m.Seconds = median(m.Turns)
	if m.Seconds > 0 {
		m.PerSecond = float64(len(all)) / float64(len(turns)) / m.Seconds
	}
	m.P50, m.P99 = ms(percentile(all, 50)), ms(percentile(all, 99))
	return m
}

// rate gives each arm its ratio to SQLite's default. A failure may be fast, so
// an arm whose requests failed has none, nor has any to such a default.
func rate(results []Measured) {
	i := slices.IndexFunc(results, func(m Measured) bool { return m.Arm == SQLiteDefault })
	if i < 0 || results[i].Failed > 0 {
		return
	}
	base := results[i].Seconds
	for j := range results {
		if s := results[j].Seconds; s > 0 && results[j].Failed == 0 {
			results[j].Ratio = base / s
		}
	}
}
