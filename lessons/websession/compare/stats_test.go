package compare

import (
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	upTo := func(n int) []time.Duration {
		var all []time.Duration
		for i := n; i > 0; i-- {
			all = append(all, time.Duration(i))
		}
		return all
	}
	for _, c := range []struct {
		n, p int
		want time.Duration
	}{
		{0, 50, 0}, {1, 50, 1}, {1, 99, 1}, {2, 50, 1}, {3, 50, 2}, {10, 99, 10}, {100, 50, 50}, {100, 99, 99}, {1000, 99, 990}, {5, 100, 5},
	} {
		if got := percentile(upTo(c.n), c.p); got != c.want {
			t.Errorf("percentile %d of 1 to %d is %d, want %d", c.p, c.n, got, c.want)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}} {
		given := append([]float64(nil), c.of...)
		if got := median(given); got != c.want {
			t.Errorf("the median of %v is %v, want %v", c.of, got, c.want)
		}
		for i := range given {
			if given[i] != c.of[i] {
				t.Errorf("%v was put in order", c.of)
			}
		}
	}
}

// TestMeasured adds two turns up.
func TestMeasured(t *testing.T) {
	four, six := 4, 6
	m := workload{requests: 6}.measured("a", []turn{
		{elapsed: 2 * time.Second, took: []time.Duration{4e6, 1e6, 2e6, 3e6}, served: 4, stored: &four, failed: 2, failure: "first"},
		{elapsed: 4 * time.Second, took: []time.Duration{5e6, 6e6, 7e6, 8e6, 9e6, 10e6, 11e6}, served: 7, stored: &six, failure: ""},
	})
	if m.Seconds != 3 || m.PerSecond != 5.5/3 || m.P50 != 6 || m.P99 != 11 || m.Served != 11 || *m.Stored != 10 || m.Lost != 1 || m.Failed != 2 || m.Failure != "first" {
		t.Errorf("%+v", m)
	}
}

// TestFailuresAreNotFast: what is refused at once makes no arm fast.
func TestFailuresAreNotFast(t *testing.T) {
	w := returning(100, 1)
	all := []Measured{
		w.measured(SQLiteDefault, []turn{{elapsed: 100 * time.Millisecond, took: make([]time.Duration, 100), served: 100}}),
		w.measured(RedisHash, []turn{{elapsed: 10 * time.Millisecond, took: make([]time.Duration, 1), served: 1, failed: 99}}),
	}
	rate(all)
	if got := all[1]; got.PerSecond != 100 || got.Ratio != 0 {
		t.Errorf("1 page in 10 ms is %v a second, %v times as fast", got.PerSecond, got.Ratio)
	}
	all[0].Failed, all[0].Ratio = 1, 0
	if rate(all); all[0].Ratio != 0 {
		t.Errorf("%v times as fast as a default that failed", all[0].Ratio)
	}
}

func TestRate(t *testing.T) {
	all := []Measured{{Arm: "x", Seconds: 1}, {Arm: SQLiteDefault, Seconds: 4}, {Arm: "y"}}
	rate(all)
	if all[0].Ratio != 4 || all[1].Ratio != 1 || all[2].Ratio != 0 {
		t.Errorf("%+v", all)
	}
	alone := []Measured{{Arm: "x", Seconds: 1}}
	if rate(alone); alone[0].Ratio != 0 {
		t.Errorf("a ratio to nothing: %v", alone[0].Ratio)
	}
}

func TestMilli(t *testing.T) {
	for v, want := range map[float64]string{0.0312: "0.031 ms", 0.39: "0.39 ms", 9.996: "10.00 ms", 66.55: "67 ms", -0.5: "-0.50 ms"} {
		if got := Milli(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}
