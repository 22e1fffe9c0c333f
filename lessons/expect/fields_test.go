package expect

import (
	"fmt"
	"testing"

	"redis-tutor/sandbox/reply"
)

func TestFields(t *testing.T) {
	tests := []struct {
		pattern string
		v       reply.Value
		want    string // surplus, lacking, other, ok
	}{
		{`{"f" => "v", "g" => 1}`, bulks("f", "v", "g", "1"), "[] [] [] true"},
		{`{"f" => "v", "g" => 1}`, bulks("x", "1", "g", "2"), "[x] [f] [g] true"},
		{`{"f" => "v", "g" => 1}`, mapOf("g", "1"), "[] [f] [] true"},
		{`{"f" => "v", "g" => 1}`, bulks(), "[] [f g] [] true"},
		{`{"f" => "v"}`, reply.NewBulk("v"), "[] [] [] false"},
		{`{"f" => "v"}`, bulks("f"), "[] [] [] false"},
		{`{* => "v"}`, bulks("f", "v"), "[] [] [] false"},
		{`{"f" "v"}`, bulks("f", "v"), "[] [] [] false"},
	}
	for _, tt := range tests {
		p, err := Parse(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		surplus, lacking, other, ok := p.Fields(tt.v)
		if got := fmt.Sprint(surplus, lacking, other, ok); got != tt.want {
			t.Errorf("%s on %s: %s, want %s", tt.pattern, Show(tt.v), got, tt.want)
		}
	}
}
