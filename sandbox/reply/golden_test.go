package reply

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// golden is one case measured with redis-cli 7.0.15 -3, its output a pipe:
// pushes out of band are not shown there. By is keyed by format.
type golden struct {
	name, wire string
	by         map[Format]measured
}

type measured struct {
	Stdout latin1 `json:"stdout"`
	Stderr latin1 `json:"stderr"`
	RC     int    `json:"rc"`
}

// latin1 is text of which the file spells every byte as one character.
type latin1 string

func (l *latin1) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	var raw []byte
	for _, r := range s {
		raw = append(raw, byte(r))
	}
	*l = latin1(raw)
	return nil
}

func loadGolden(t testing.TB) []golden {
	t.Helper()
	data, err := os.ReadFile("testdata/redis-cli-golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []golden
	for line := range bytes.Lines(data) {
		var g struct {
			Name, Wire     latin1
			Standard       measured `json:"no-raw"`
			Raw, CSV, JSON measured
			Quoted         measured `json:"quoted-json"`
		}
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		all = append(all, golden{string(g.Name), string(g.Wire), map[Format]measured{
			Standard: g.Standard, Raw: g.Raw, CSV: g.CSV, JSON: g.JSON, QuotedJSON: g.Quoted,
		}})
	}
	return all
}

func TestGolden(t *testing.T) {
	all := loadGolden(t)
	if len(all) != 42 {
		t.Fatalf("got %d cases, want 42", len(all))
	}
	for _, g := range all {
		for f, want := range g.by {
			if diff := cmp.Diff(want, run(g.wire, f)); diff != "" {
				t.Errorf("%s, %v (-want +got):\n%s", g.name, f, diff)
			}
		}
	}
}

// run does with this package what redis-cli does with the bytes of a reply.
func run(wire string, f Format) measured {
	v, err := NewReader(bytes.NewReader([]byte(wire))).ReadReply(nil)
	if err != nil {
		var perr *ProtocolError
		if !errors.As(err, &perr) {
			return measured{Stderr: latin1("not a protocol error: " + err.Error()), RC: -1}
		}
		return measured{Stderr: latin1("Error: " + err.Error() + "\n"), RC: 1}
	}
	out, err := v.Append(nil, f)
	if err != nil {
		return measured{Stdout: latin1(out), Stderr: latin1(err.Error() + "\n"), RC: 1}
	}
	return measured{Stdout: latin1(out)}
}
