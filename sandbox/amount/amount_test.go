package amount_test

import (
	"testing"
	"time"

	"redis-tutor/sandbox/amount"
)

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		n    int64
		unit string
		want string
	}{
		{0, "key", "0 keys"}, {1, "key", "1 key"}, {1204, "key", "1,204 keys"}, {-1000, "byte", "-1,000 bytes"}, {-100, "byte", "-100 bytes"},
		{2, "entry", "2 entries"}, {2, "reply", "2 replies"}, {2, "quiz", "2 quizzes"}, {1, "quiz", "1 quiz"},
		{1234567, "more member", "1,234,567 more members"},
	} {
		if got := amount.Of(tt.n, tt.unit); got != tt.want {
			t.Errorf("%d %s is %q, want %q", tt.n, tt.unit, got, tt.want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		1: "1 byte", 9999: "9,999 bytes", 10_000: "10 kB", 999_999: "999 kB", 1_500_000: "1.5 MB",
		999_949_999: "999.9 MB", 999_950_000: "1.0 GB", 999_960_000: "1.0 GB", 2_000_000_000: "2.0 GB",
	} {
		if got := amount.Bytes(n); got != want {
			t.Errorf("%d bytes are %q, want %q", n, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0ms", 999 * time.Millisecond: "999ms", 1499 * time.Millisecond: "1s", 1500 * time.Millisecond: "2s",
		90 * time.Second: "90s", 121 * time.Second: "2m1s", time.Hour: "1h", time.Hour + 5*time.Minute + time.Second: "1h5m", 73 * time.Hour: "3d1h",
	} {
		if got := amount.Span(d); got != want {
			t.Errorf("%v to live is %q, want %q", d, got, want)
		}
	}
}

func TestParseTime(t *testing.T) {
	const most = 106751 // days that a Duration holds
	for text, want := range map[string]time.Duration{
		"60": time.Minute, "60s": time.Minute, "2h": 2 * time.Hour, "1d": 24 * time.Hour, "0": 0, "0d": 0,
		"1.5h": 90 * time.Minute, "300ms": 300 * time.Millisecond, "0.5": 500 * time.Millisecond,
		"1d12h": 36 * time.Hour, "1.5d": 36 * time.Hour, "2d30s": 48*time.Hour + 30*time.Second, "1d30": 24*time.Hour + 30*time.Second,
		"106751d": most * 24 * time.Hour, "106751d23h": (most*24 + 23) * time.Hour,
	} {
		if got, ok := amount.ParseTime(text); got != want || !ok {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "soon", "60x", "d", "-5s", "-5", "-1d", "1d-2h", "-1d48h", "1h30d", "1dd", "1d2d", "1 d",
		"NaNd", "Infd", "106752d", "106751d24h", "213504d", "1e300d", "9e9", "1e400d",
	} {
		if got, ok := amount.ParseTime(text); got != 0 || ok {
			t.Errorf("%q is a time, %v", text, got)
		}
	}
}

// TestParseTimeReadsTime: what Time writes is read as the same time.
func TestParseTimeReadsTime(t *testing.T) {
	for _, d := range []time.Duration{
		0, 1, time.Microsecond, 300 * time.Millisecond, time.Minute, time.Hour + time.Second, 24 * time.Hour,
		24*time.Hour + 300*time.Millisecond, 49*time.Hour + time.Minute, 1<<63 - 1,
	} {
		if got, ok := amount.ParseTime(amount.Time(d)); got != d || !ok {
			t.Errorf("%q is %v, %v; want %v", amount.Time(d), got, ok, d)
		}
	}
}

func TestTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Minute: "1m", 90 * time.Second: "1m30s", time.Hour: "1h", 24 * time.Hour: "1d", 25 * time.Hour: "1d1h",
		time.Hour + time.Second: "1h0m1s", 300 * time.Millisecond: "300ms", 1500 * time.Millisecond: "1.5s", 49*time.Hour + time.Minute: "2d1h1m",
	} {
		if got := amount.Time(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
