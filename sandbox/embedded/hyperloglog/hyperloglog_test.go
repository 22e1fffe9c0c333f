package hyperloglog

import (
	"fmt"
	"math"
	"testing"
)

// TestCounts: the estimate is within two per cent, in both forms, and what is
// written is read again.
func TestCounts(t *testing.T) {
	r := &Registers{}
	for n := 1; n <= 100_000; n++ {
		r.Add(fmt.Sprint("element ", n))
		if n != 1 && n != 10 && n != 500 && n != 20_000 && n != 100_000 {
			continue
		}
		if got := float64(r.Count()); math.Abs(got-float64(n)) > 0.02*float64(n) {
			t.Errorf("%d elements are counted as %.0f", n, got)
		}
		for _, dense := range []bool{false, true} {
			text := string(r.Text(3000, dense))
			again, ok := Parse(text)
			if !Valid(text) || !ok || *again != *r {
				t.Errorf("%d elements, dense %t: not read as written", n, dense)
			}
			if dense && !Dense(text) || !dense && n == 10 && Dense(text) {
				t.Errorf("%d elements, dense %t: written in the other form", n, dense)
			}
		}
	}
}

func TestMerge(t *testing.T) {
	a, b, both := &Registers{}, &Registers{}, &Registers{}
	for n := range 1000 {
		text := fmt.Sprint(n)
		both.Add(text)
		if n < 600 {
			a.Add(text)
		}
		if n > 400 {
			b.Add(text)
		}
	}
	if a.Merge(b); *a != *both {
		t.Error("the union is not that of the elements")
	}
	if both.Add("7") {
		t.Error("an element changes a register twice")
	}
}

func TestCorrupt(t *testing.T) {
	for _, text := range []string{"", "HYLL", "HYLL\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "HYLL\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00x"} {
		if Valid(text) {
			t.Errorf("%q is valid", text)
		}
	}
	for _, runs := range []string{"", "\x7f\xfe", "\x7f", "\x80"} {
		text := "HYLL\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + runs
		if _, ok := Parse(text); Valid(text) && ok {
			t.Errorf("%q is read", text)
		}
	}
}
