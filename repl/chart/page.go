package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"redis-tutor/lessons/websession/compare"
)

//go:embed page.html
var pageText string

// view is what the page shows.
type view struct {
	*compare.Result
	Loads []loadView
	Costs []namedCost
}

// loadView is a workload with its plots.
type loadView struct {
	compare.Load
	Plots []plot
	Lost  bool // some visits were not counted, or failed: there is a column
}

// Page writes a result as one page of HTML that needs nothing else: no
// script, no font, no picture from elsewhere.
func Page(w io.Writer, r *compare.Result) error {
	v := view{Result: r, Costs: costs(r.Costs)}
	for _, l := range r.Workloads {
		lv := loadView{Load: l, Plots: []plot{speeds(r, l), latencies(r, l)}}
		for _, m := range l.Results {
			lv.Lost = lv.Lost || m.Lost != 0 || m.Failed > 0
		}
		v.Loads = append(v.Loads, lv)
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"about":       about,
		"done":        done,
		"title":       func(arm string) string { return r.Arm(arm).Title },
		"family":      family,
		"milli":       compare.Milli,
		"digits":      digits,
		"speed":       speed,
		"part":        part,
		"whole":       func(v float64) string { return fmt.Sprintf("%.0f", v) },
		"thousandths": func(v float64) string { return fmt.Sprintf("%.3f", v) },
		"date":        func(t time.Time) string { return t.Format("2 January 2006, 15:04 MST") },
	}).Parse(pageText)
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

// family is what an arm is coloured by.
func family(arm string) string {
	switch {
	case strings.HasPrefix(arm, "sqlite"):
		return "sqlite"
	case arm == compare.NoSession:
		return "none"
	}
	return "redis"
}
