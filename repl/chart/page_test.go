package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"redis-tutor/lessons/websession/compare"
	"redis-tutor/repl/chart"
)

func page(t *testing.T, r *compare.Result) string {
	t.Helper()
	var b strings.Builder
	if err := chart.Page(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPageIsWellFormed reads the page as XML, which forgives nothing, and
// looks whether each link leads somewhere in it and nowhere else.
func TestPageIsWellFormed(t *testing.T) {
	for name, r := range map[string]*compare.Result{
		"full": result(),
		"bare": {How: compare.How(), Workloads: []compare.Load{{ID: "x", Results: []compare.Measured{{Arm: compare.NoSession}}}}, Arms: []compare.Arm{{ID: compare.NoSession}}},
	} {
		ids, links := map[string]int{}, map[string]bool{}
		text := page(t, r)
		if strings.Contains(text, "NaN") {
			t.Errorf("%s: there is a NaN", name)
		}
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if start.Name.Local == "script" || start.Name.Local == "link" || start.Name.Local == "img" {
				t.Errorf("%s: there is a <%s>", name, start.Name.Local)
			}
			for _, a := range start.Attr {
				switch a.Name.Local {
				case "id":
					ids[a.Value]++
				case "href":
					links[a.Value] = true
				}
			}
		}
		for link := range links {
			if to, inside := strings.CutPrefix(link, "#"); !inside || ids[to] != 1 {
				t.Errorf("%s: the link %q leads to %d places", name, link, ids[to])
			}
		}
		for id, n := range ids {
			if n != 1 {
				t.Errorf("%s: %d parts are called %q", name, n, id)
			}
		}
	}
}

// TestPageSays: what was measured is in the page, and what others said cannot
// become a part of it.
func TestPageSays(t *testing.T) {
	text := page(t, result())
	for _, want := range []string{
		"1 March 2026, 12:30 UTC", "stopped before the end", "databases on ext4",
		`<a href="#redis-hash">Redis hash</a>`, `<h2 id="same-100"><a href="#how-same-100">`, `<dd>100 requests, with a cookie. Rounds: 3.`, "<td>0.027</td><td>3704</td><td>0.25</td><td>0.60</td><td>6.4x</td>",
		`<td class="bad">142</td>`, "Left out: there is no redis-server on PATH.",
		"about 4.", "0.39 ms", "prefers-color-scheme: dark", `name="viewport"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, not := range []string{"<b>", "NaN", "Inf", "http://", "https://"} {
		if strings.Contains(text, not) {
			t.Errorf("the page has %q", not)
		}
	}
}

// TestBarsAreAsLongAsTheirNumbers reads the lengths out of the first plot.
func TestBarsAreAsLongAsTheirNumbers(t *testing.T) {
	bars := regexp.MustCompile(`<rect class="\w+" x="0" y="[\d.]+" width="([\d.]+)"`).FindAllStringSubmatch(page(t, result()), 4)
	if len(bars) != 4 {
		t.Fatalf("%d bars", len(bars))
	}
	if bars[3][1] != "262" { // the longest
		t.Errorf("the fastest has a bar of %s", bars[3][1])
	}
	if !strings.HasPrefix(bars[1][1], "48.51") { // 3703.7 of 20000
		t.Errorf("3,704 of 20,000 is %s of 262", bars[1][1])
	}
}
