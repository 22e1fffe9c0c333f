package embedded

import (
	"strings"
	"testing"
	"time"
)

// quietly dials as somebody who looks on.
func quietly(t *testing.T, s *Server) *conn {
	t.Helper()
	c, err := s.DialQuietly()
	if err != nil {
		t.Fatal(err)
	}
	return dialled(t, c)
}

// TestQuiet: an onlooker does everything that a client does, and no other
// client can tell: not by MONITOR, a list or a statistic, nor by a key.
func TestQuiet(t *testing.T) {
	alone := seenByOthers(t, func(*Server) {})
	watched := seenByOthers(t, func(s *Server) {
		q := quietly(t, s)
		q.play("GET k => v\nGET none => nil\nWRONG\nMULTI\nGET k\nEXEC\nSELECT 3\nSELECT 0\nLATENCY HISTOGRAM")
		if v := q.ask("EVAL", "return redis.call('get', KEYS[1])", "1", "k"); v.Text != "v" {
			t.Errorf("EVAL: %v", v)
		}
	})
	if alone != watched {
		t.Errorf("without an onlooker:\n%s\nwith one:\n%s", alone, watched)
	}
}

// seenByOthers is what clients see of a server while looks are made.
func seenByOthers(t *testing.T, looks func(*Server)) string {
	s := start(t)
	m, c := dial(t, s), dial(t, s)
	c.play("CONFIG SET slowlog-log-slower-than 0\nSET k v\nCONFIG RESETSTAT")
	if got := m.do("MONITOR"); got != "OK" {
		t.Fatal(got)
	}
	s.Forward(time.Hour)
	looks(s)
	var out strings.Builder
	for _, line := range []string{"CLIENT LIST", "INFO clients", "INFO stats", "INFO errorstats", "OBJECT IDLETIME k",
		"SLOWLOG LEN", "LATENCY HISTOGRAM get eval multi", "PING"} {
		out.WriteString(c.do(line) + "\n")
	}
	for line := ""; !strings.HasSuffix(line, `"PING"`); {
		line = m.read()
		_, words, _ := strings.Cut(line, "] ")
		out.WriteString(words + "\n")
	}
	return out.String()
}

// TestQuietWrites: what an onlooker writes is there for all.
func TestQuietWrites(t *testing.T) {
	s := start(t)
	c, q := dial(t, s), quietly(t, s)
	c.play("WATCH k\nMULTI\nGET k")
	q.play("SET k 1 => OK")
	c.play("EXEC => nil\nGET k => 1")
}

// TestQuietEnds: Close ends onlookers, too, and they do not wait in a pause.
func TestQuietEnds(t *testing.T) {
	s := start(t)
	c, q := dial(t, s), quietly(t, s)
	c.play("CLIENT PAUSE 60000 => OK")
	q.play("PING => PONG")
	s.Close()
	if _, err := q.Read(make([]byte, 1)); err == nil {
		t.Error("it can still read")
	}
	if _, err := s.DialQuietly(); err != ErrClosed {
		t.Errorf("a closed server says %v", err)
	}
}
