package command_test

import (
	"strings"
	"testing"

	"redis-tutor/sandbox/command"
)

func TestFamily(t *testing.T) {
	for name, want := range map[string]string{
		"JSON.SET": "for JSON documents, in Redis since 8.0", "json.get": "for JSON documents", "json": "for JSON documents",
		"FT.SEARCH": "for indexes", "TS.ADD": "for time series", "BF.ADD": "for Bloom filters", "VADD": "for vector sets",
		"GRAPH.QUERY": "", "0.5": "", "www.redis.io": "", "GET": "", ".": "", ".x": "", "": "", "V": "",
	} {
		about, found := command.Family(name)
		if found != (want != "") || !strings.HasPrefix(about, want) {
			t.Errorf("Family(%q) = %q, %v; want %q", name, about, found, want)
		}
	}
	for _, name := range load(t).Names() {
		if about, found := command.Family(name); found {
			t.Errorf("%s is in the table and %s", name, about)
		}
	}
}
