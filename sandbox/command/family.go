package command

import "strings"

// Family says what a command is for that is not in the table, but belongs to
// others of a known name: those of a module, or of vector sets. Names are in any
// case; what it says has no full stop. The command of a module has its name before a
// dot, as JSON.SET; what stands there alone names all of them. A dot makes no
// command: www.redis.io and 0.5 have one, too.
func Family(name string) (about string, found bool) {
	name = strings.ToUpper(name)
	module, _, _ := strings.Cut(name, ".")
	what := moduleFor(module)
	if isVectorSet(name) {
		what = "vector sets"
	}
	if what == "" {
		return "", false
	}
	return "for " + what + ", in Redis since 8.0 and before that in a module", true
}

// moduleFor says what the modules are for that Redis took in with 8.0.
func moduleFor(prefix string) string {
	switch prefix {
	case "JSON":
		return "JSON documents"
	case "FT":
		return "indexes and searches in hashes and JSON"
	case "TS":
		return "time series"
	case "BF":
		return "Bloom filters"
	case "CF":
		return "cuckoo filters"
	case "CMS":
		return "count-min sketches"
	case "TOPK":
		return "lists of what is most frequent"
	case "TDIGEST":
		return "estimated percentiles"
	}
	return ""
}

func isVectorSet(name string) bool {
	switch name {
	case "VADD", "VCARD", "VDIM", "VEMB", "VGETATTR", "VINFO", "VISMEMBER", "VLINKS", "VRANDMEMBER", "VRANGE", "VREM", "VSETATTR", "VSIM":
		return true
	}
	return false
}
