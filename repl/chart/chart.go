// Package chart draws what package compare has measured: as bars in a
// terminal, and as one page of HTML.
//
// It promises bars that begin at nothing and are as long as their numbers,
// numbers with their units, and how each was come by: below the bars, behind a
// link in the page. It measures nothing, runs nothing and knows no Redis.
package chart

import (
	"fmt"
	"regexp"
	"strings"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
)

// Draw draws a result on a screen. Method is what to type to be told how these
// numbers came about.
func Draw(out *screen.Screen, r *compare.Result, method string) {
	for _, l := range r.Workloads {
		newTable(out, r, l).draw()
		out.Blank()
	}
	drawParts(out, r)
	drawCosts(out, r.Costs)
	section(out, "What the numbers say", r.Reading)
	section(out, "What they do not say", r.Caveats)
	leftOut(out, r)
	out.Note("`" + method + "` tells how each number came about.")
}

// section writes paragraphs below a heading.
func section(out *screen.Screen, heading string, texts []string) {
	if len(texts) == 0 {
		return
	}
	out.Say(screen.Loud, "%s", heading)
	for _, text := range texts {
		out.Led("  ", screen.Plain, screen.Marked(glued(text)))
	}
	out.Blank()
}

// glued keeps numbers and their units on one line.
func glued(text string) string {
	return regexp.MustCompile(`(\d) (ms|s|times)\b`).ReplaceAllString(text, "$1\u00a0$2")
}

// leftOut names the arms that were not run, those with the same reason
// together.
func leftOut(out *screen.Screen, r *compare.Result) {
	var reasons []string
	arms := map[string][]string{}
	for _, a := range r.Arms {
		if a.LeftOut == "" {
			continue
		}
		if arms[a.LeftOut] == nil {
			reasons = append(reasons, a.LeftOut)
		}
		arms[a.LeftOut] = append(arms[a.LeftOut], a.Title)
	}
	for _, reason := range reasons {
		out.Say(screen.Warn, "Left out: %s; %s.", strings.Join(arms[reason], ", "), reason)
	}
}

// drawCosts writes what a visit is made of, one line each.
func drawCosts(out *screen.Screen, c compare.Costs) {
	all := costs(c)
	if len(all) == 0 {
		return
	}
	out.Say(screen.Loud, "What things cost here")
	wide := 0
	for _, one := range all {
		wide = max(wide, cells.Width(one.Name))
	}
	for _, one := range all {
		name, numbers := cells.Pad(one.Name, wide), compare.Milli(one.P50)+"  (p99 "+compare.Milli(one.P99)+")"
		if out.Width() < wideEnough {
			out.Row(screen.Cell{Role: screen.Plain, Text: one.Name})
			name = ""
		}
		out.Row(screen.Cell{Role: screen.Plain, Text: name + "  "}, screen.Cell{Role: screen.Code, Text: numbers})
	}
	out.Blank()
}

// namedCost is a cost with its name.
type namedCost struct {
	Name string
	compare.Cost
}

// costs returns the costs that were measured.
func costs(c compare.Costs) []namedCost {
	var all []namedCost
	for _, one := range []struct {
		name string
		cost *compare.Cost
	}{
		{"a page, no session", c.Request},
		{"the same, connecting first", c.Stranger},
		{"a round trip to Redis", c.RoundTrip},
		{"a connection and a round trip", c.Connection},
		{"a round trip in this process", c.Embedded},
		{"one fsync of 4 KiB", c.Fsync},
	} {
		if one.cost != nil {
			all = append(all, namedCost{one.name, *one.cost})
		}
	}
	return all
}

// Method tells how everything was done.
func Method(out *screen.Screen, r *compare.Result) {
	out.Say(screen.Loud, "The numbers")
	for _, h := range r.How {
		out.Entry(h.Title, h.Text)
	}
	out.Blank()
	out.Say(screen.Loud, "The arms")
	for _, a := range r.Arms {
		text := about(a)
		if a.LeftOut != "" {
			text = strings.TrimSpace("Left out: " + a.LeftOut + ". " + text)
		}
		out.Entry(a.Title, text)
	}
	out.Blank()
	out.Say(screen.Loud, "The workloads")
	for _, l := range r.Workloads {
		out.Entry(l.Title, done(l))
	}
}

// about tells an arm's method.
func about(a compare.Arm) string {
	var parts []string
	if a.Visit != "" {
		parts = append(parts, "A visit: "+a.Visit+".")
	}
	if a.Durable != "" {
		parts = append(parts, "After a crash there is "+a.Durable+".")
	}
	if a.LeftOut == "" {
		parts = append(parts, fmt.Sprintf("Round trips to Redis: %d; new connections: %d.", a.RoundTrips, a.Connections))
	}
	return strings.Join(parts, " ")
}

// done tells a workload's method.
func done(l compare.Load) string { return fmt.Sprintf("%s. Rounds: %d.", l.Method, l.Rounds) }
