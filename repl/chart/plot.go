package chart

import (
	"fmt"
	"math"

	"redis-tutor/lessons/websession/compare"
)

// plot is a picture of one workload, in the units of its SVG: one for each
// pixel of a phone that is held upright.
type plot struct {
	Title         string
	Width, Height float64
	Rows          []plotRow
	Ticks         []tick // empty when the rows tell their numbers
	Bottom        float64
}

// plotRow is an arm: its name, and below it a bar, or a dot with a tail.
type plotRow struct {
	Arm, Name, Value  string
	NameY, Y          float64
	X, Length, ValueX float64
	Dot               bool
}

// tick is a line across the plot, with what it stands for, and which part of
// that stands below the line: its start, middle or end.
type tick struct {
	X             float64
	Label, Anchor string
}

// Sizes in a plot.
const (
	plotWide = 360.0
	rowHigh  = 42.0
	top      = 6.0
	barRoom  = 262.0 // leaves room for the numbers behind the longest bar
	margin   = 6.0   // of a dot
	dotRoom  = plotWide - 2*margin
)

// speeds draws visits a second as bars from 0.
func speeds(r *compare.Result, l compare.Load) plot {
	p := plot{Title: "Visits a second; the bars begin at 0", Width: plotWide, Height: top + rowHigh*float64(len(l.Results))}
	most := 1.0 // when nothing was served
	for _, m := range l.Results {
		most = max(most, m.PerSecond)
	}
	for i, m := range l.Results {
		row := newRow(r, m, i)
		row.X, row.Length = 0, math.Max(1, barRoom*m.PerSecond/most)
		row.ValueX = row.Length + 6
		row.Value = fmt.Sprintf("%.0f/s  %s", m.PerSecond, speed(m))
		p.Rows = append(p.Rows, row)
	}
	return p
}

// latencies draws p50 as a dot and the way to p99 as its tail, on a
// logarithmic scale of whole decades.
func latencies(r *compare.Result, l compare.Load) plot {
	low, high := math.Inf(1), 0.0
	for _, m := range l.Results {
		if m.P50 > 0 {
			low, high = min(low, m.P50), max(high, m.P99)
		}
	}
	p := plot{Title: "Time of a visit: a dot at p50, a line to p99; the scale is logarithmic", Width: plotWide}
	if high == 0 {
		return p // nothing was served
	}
	from, to := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	if to == from {
		to++
	}
	at := func(v float64) float64 { return margin + dotRoom*(math.Log10(v)-from)/(to-from) }
	for i, m := range l.Results {
		row := newRow(r, m, i)
		row.Dot = true
		row.Value = digits(m.P50) + " to " + digits(m.P99) + " ms"
		if m.P50 > 0 {
			row.X, row.Length = at(m.P50), at(m.P99)-at(m.P50)
		}
		p.Rows = append(p.Rows, row)
	}
	p.Bottom = top + rowHigh*float64(len(l.Results))
	p.Height = p.Bottom + 22
	for decade := from; decade <= to; decade++ {
		v := math.Pow(10, decade)
		p.Ticks = append(p.Ticks, tick{at(v), fmt.Sprintf("%g ms", v), "middle"})
	}
	p.Ticks[0].Anchor, p.Ticks[len(p.Ticks)-1].Anchor = "start", "end"
	return p
}

func newRow(r *compare.Result, m compare.Measured, i int) plotRow {
	y := top + rowHigh*float64(i)
	return plotRow{Arm: m.Arm, Name: r.Arm(m.Arm).Title, NameY: y + 12, Y: y + 19}
}
