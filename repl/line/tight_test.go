package line_test

import (
	"testing"

	"redis-tutor/repl/line"
)

func TestTight(t *testing.T) {
	for _, tt := range []struct{ typed, loose, program string }{
		{"GET j |jq .", "GET j | jq .", "jq"},
		{"GET j| jq .", "GET j | jq .", "jq"},
		{"GET j|jq", "GET j | jq", "jq"},
		{"LRANGE l 0 -1|tr '|' x|wc", "LRANGE l 0 -1 | tr '|' x|wc", "tr"},
		{"GET j | jq .", "", ""},
		{"GET j |wc | cat", "", ""}, // the second one is a pipe
		{`GET "j|jq"`, "", ""},
		{`GET "j"|jq`, "", ""},
		{"GET j|", "", ""},
		{"|wc", "", ""},
		{"GET j", "", ""},
		{`GET "j |wc`, "", ""},
	} {
		loose, program, found := line.Tight(tt.typed)
		if loose != tt.loose || program != tt.program || found != (tt.loose != "") {
			t.Errorf("Tight(%q) = %q, %q, %v", tt.typed, loose, program, found)
		}
	}
}
