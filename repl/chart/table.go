package chart

import (
	"fmt"
	"math"
	"strings"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// table is one workload: a row for each arm.
type table struct {
	*screen.Screen
	result *compare.Result
	load   compare.Load
	most   float64 // visits a second of the fastest
	wide   int     // of the bars, in columns
}

// Columns of a wide table.
const (
	nameWide   = 25
	numberWide = 9
	longestBar = 17
	wideEnough = 66 // from when on a row takes one line
)

func newTable(out *screen.Screen, r *compare.Result, l compare.Load) table {
	t := table{Screen: out, result: r, load: l, wide: longestBar}
	for _, m := range l.Results {
		t.most = max(t.most, m.PerSecond)
	}
	return t
}

func (t table) draw() {
	t.Say(screen.Loud, "%s", t.load.Title)
	row := t.line
	if t.Width() < wideEnough {
		row = t.block
		t.Row(screen.Cell{Role: screen.Quiet, Text: "bars: visits a second, from 0"})
	} else {
		t.heading()
	}
	for _, m := range t.load.Results {
		row(m)
		t.trouble(m)
	}
}

func (t table) heading() {
	head := cells.Pad("", nameWide) + cells.Pad("visits a second", t.wide)
	for _, text := range []string{"", "p50 ms", "p99 ms", "speed"} {
		head += cells.PadLeft(text, numberWide)
	}
	t.Row(screen.Cell{Role: screen.Quiet, Text: head})
}

// line is an arm in one line: its name, a bar and the numbers.
func (t table) line(m compare.Measured) {
	t.Row(
		screen.Cell{Role: screen.Plain, Text: cells.Pad(t.Crop(t.title(m), nameWide-1), nameWide)},
		screen.Cell{Role: screen.Good, Text: cells.Pad(t.bar(m.PerSecond), t.wide)},
		screen.Cell{Role: screen.Plain, Text: cells.PadLeft(fmt.Sprintf("%.0f", m.PerSecond), numberWide) +
			cells.PadLeft(digits(m.P50), numberWide) + cells.PadLeft(digits(m.P99), numberWide)},
		screen.Cell{Role: screen.Loud, Text: cells.PadLeft(speed(m), numberWide)},
	)
}

// block is an arm in two lines, for narrow windows.
func (t table) block(m compare.Measured) {
	times := speed(m)
	name := t.Width() - cells.Width(times) - 1
	t.Row(screen.Cell{Role: screen.Plain, Text: cells.Pad(t.Crop(t.title(m), name), name+1)}, screen.Cell{Role: screen.Loud, Text: times})
	t.Row(
		screen.Cell{Role: screen.Good, Text: " " + cells.Pad(t.bar(m.PerSecond), t.wide)},
		screen.Cell{Role: screen.Plain, Text: fmt.Sprintf(" %.0f/s p50 %s ms", m.PerSecond, digits(m.P50))},
	)
}

// trouble tells of what was lost or failed, below an arm's row.
func (t table) trouble(m compare.Measured) {
	if m.Lost != 0 {
		t.Row(screen.Cell{Role: screen.Bad, Text: fmt.Sprintf("  counted %d of %d visits", *m.Stored, m.Served)})
	}
	if m.Failed > 0 {
		t.Row(screen.Cell{Role: screen.Bad, Text: fmt.Sprintf("  failed: %d, %s", m.Failed, m.Failure)})
	}
}

func (t table) title(m compare.Measured) string { return t.result.Arm(m.Arm).Title }

// bar is as long as its number, and at least a little.
func (t table) bar(n float64) string {
	if t.most <= 0 || n <= 0 {
		return ""
	}
	return strings.Repeat("█", max(1, int(math.Round(n/t.most*float64(t.wide)))))
}

// speed is how many times as fast an arm is as SQLite by default.
func speed(m compare.Measured) string {
	switch {
	case m.Ratio == 0:
		return ""
	case m.Ratio < 10:
		return fmt.Sprintf("%.1fx", m.Ratio)
	}
	return fmt.Sprintf("%.0fx", m.Ratio)
}

// digits writes milliseconds without their unit, for columns that name it.
func digits(v float64) string {
	if math.Abs(v) < 100 {
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// drawParts writes what one visit is made of.
func drawParts(out *screen.Screen, r *compare.Result) {
	if len(r.Parts) == 0 {
		return
	}
	out.Say(screen.Loud, "What one visit is made of, in ms")
	name, wide := nameWide, numberWide
	if out.Width() < wideEnough { // the name gets a line of its own
		name, wide = 0, 8
	}
	head := cells.Pad("", name)
	for _, text := range []string{"visit", "page", "trips", "connect", "rest"} {
		head += cells.PadLeft(text, wide)
	}
	out.Row(screen.Cell{Role: screen.Quiet, Text: head})
	for _, p := range r.Parts {
		title := r.Arm(p.Arm).Title
		if name == 0 {
			out.Row(screen.Cell{Role: screen.Plain, Text: title})
			title = ""
		}
		row := cells.Pad(out.Crop(title, max(name-1, 0)), name)
		for _, v := range []float64{p.Visit, p.Request, p.RoundTrips, p.Connections, p.Rest} {
			row += cells.PadLeft(part(v), wide)
		}
		out.Row(screen.Cell{Role: screen.Plain, Text: row})
	}
	out.Say(screen.Quiet, "page: HTTP without any session. trips, connect: round trips and new connections, times what one costs here. rest: the disk, and the store's own work.")
	if text := r.Waiting(); text != "" {
		out.Say(screen.Plain, "%s", text)
	}
	out.Blank()
}

// part writes a part, and nothing where there is none.
func part(v float64) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", v)
}
