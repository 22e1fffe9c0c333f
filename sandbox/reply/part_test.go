package reply

import (
	"bytes"
	"strings"
	"testing"
)

// TestPaintChangesNothing paints the measured replies: what comes out is what
// redis-cli prints, and no part but text goes over the end of a line.
func TestPaintChangesNothing(t *testing.T) {
	painted := 0
	for _, g := range loadGolden(t) {
		v, err := NewReader(bytes.NewReader([]byte(g.wire))).ReadReply(nil)
		if err != nil {
			continue
		}
		want, wantErr := v.Append(nil, Standard)
		got, gotErr := v.Paint(func(p Part, text string) string {
			painted++
			if p != Text && strings.Contains(text, "\n") {
				t.Errorf("%s: part %d has a line end in it: %q", g.name, p, text)
			}
			return text
		})
		if got != string(want) || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("%s: painted %q, %v; want %q, %v", g.name, got, gotErr, want, wantErr)
		}
	}
	if painted < 50 {
		t.Errorf("%d parts in all", painted)
	}
}

func TestPaintParts(t *testing.T) {
	letters := map[Part]string{Number: "number", Name: "name", Tag: "tag", Nothing: "nothing", Index: "index", Failure: "failure"}
	paint := func(p Part, text string) string {
		if p == Text {
			return text
		}
		return "<" + letters[p] + " " + text + ">"
	}
	for wire, want := range map[string]string{
		"+OK\r\n":                             "OK\n",
		"$1\r\na\r\n":                         "\"a\"\n",
		"$-1\r\n":                             "<nothing (nil)>\n",
		"*0\r\n":                              "<nothing (empty array)>\n",
		":3\r\n":                              "<tag (integer) ><number 3>\n",
		",1.5\r\n":                            "<tag (double) ><number 1.5>\n",
		"-ERR no\r\n":                         "<failure (error) ERR no>\n",
		"*1\r\n:1\r\n":                        "<index 1) ><tag (integer) ><number 1>\n",
		"*2\r\n_\r\n*2\r\n+a\r\n-E\r\n":       "<index 1) ><nothing (nil)>\n<index 2) ><index 1) >a\n<index    2) ><failure (error) E>\n",
		"%1\r\n$1\r\nf\r\n*2\r\n+a\r\n+b\r\n": "<index 1# ><name \"f\"><index  => >\n   <index 1) >a\n<index    2) >b\n",
		"%1\r\n:1\r\n+a\r\n":                  "<index 1# ><tag (integer) ><number 1><index  => >a\n",
	} {
		v, err := NewReader(bytes.NewReader([]byte(wire))).ReadReply(nil)
		if err != nil {
			t.Fatalf("%q: %v", wire, err)
		}
		if got, err := v.Paint(paint); got != want || err != nil {
			t.Errorf("%q is painted\n%s%v, want\n%s", wire, got, err, want)
		}
	}
}
