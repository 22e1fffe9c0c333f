package websession_test

import (
	"fmt"
	"log/slog"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"redis-tutor/lessons/websession"
)

func TestTypedFields(t *testing.T) {
	rdb := embeddedRedis(t)
	st := newStore(t, rdb, websession.Options{})
	type item struct {
		Name string
		N    int
	}
	cart := []item{{"rye", 2}, {"bun", 1}}
	at := time.Date(2026, 3, 1, 10, 20, 30, 123456789, time.FixedZone("", 3600))

	s := created(t, st)
	s.SetInt("int", math.MinInt64)
	s.SetBool("yes", true)
	s.SetFloat("float", math.SmallestNonzeroFloat64)
	s.SetTime("time", at)
	must(t, s.SetJSON("cart", cart))
	must(t, st.Save(t.Context(), s))

	s = loaded(t, st, s.ID())
	n, err := s.Int("int")
	must(t, err)
	equal(t, "int", n, math.MinInt64)
	yes, err := s.Bool("yes")
	must(t, err)
	equal(t, "yes", yes, true)
	f, err := s.Float("float")
	must(t, err)
	equal(t, "float", f, math.SmallestNonzeroFloat64)
	when, err := s.Time("time")
	must(t, err)
	equal(t, "time", when.Equal(at), true)
	var got []item
	must(t, s.JSON("cart", &got))
	equal(t, "cart", reflect.DeepEqual(got, cart), true)
}

func TestTypedFieldsThatAreMissingOrOther(t *testing.T) {
	var s websession.Session
	for _, field := range []string{"missing", "other"} {
		got := []item{{kept: true}}
		n, e1 := s.Int(field)
		b, e2 := s.Bool(field)
		f, e3 := s.Float(field)
		w, e4 := s.Time(field)
		e5 := s.JSON(field, &got)
		if n != 0 || b || f != 0 || !w.IsZero() || !got[0].kept {
			t.Errorf("%s: %v %v %v %v %v", field, n, b, f, w, got)
		}
		for i, err := range []error{e1, e2, e3, e4, e5} {
			if other := field == "other"; other != (err != nil) || other && !strings.Contains(err.Error(), `"other"`) {
				t.Errorf("%s, %d: got the error %v", field, i, err)
			}
		}
		s.Set("other", "Anna")
	}
	if s.SetJSON("func", func() {}) == nil {
		t.Error("a function was encoded")
	}
	if _, ok := s.Lookup("func"); ok {
		t.Error("the field was set all the same")
	}
}

type item struct{ kept bool }

// TestSessionsKeepTheirIDs sees that an id does not get into a log by accident.
func TestSessionsKeepTheirIDs(t *testing.T) {
	s := created(t, newStore(t, embeddedRedis(t), websession.Options{}))
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(format, s); strings.Contains(text, s.ID()) || !strings.Contains(text, s.Ref()) {
			t.Errorf("%s gives %s", format, text)
		}
		if text := fmt.Sprintf(format, *s); strings.Contains(text, s.ID()) || !strings.Contains(text, s.Ref()) {
			t.Errorf("%s of what is no pointer gives %s", format, text)
		}
	}
	var log strings.Builder
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("seen", "pointer", s, "value", *s)
	}
	if n := strings.Count(log.String(), s.Ref()); n != 4 || strings.Contains(log.String(), s.ID()) {
		t.Errorf("the log: %s", &log)
	}
}
