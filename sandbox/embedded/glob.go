package embedded

// match reports whether s fits a glob-style pattern as Redis understands it:
// * ? [abc] [^a] [a-z] and \ before a character that stands for itself. It
// goes back to the last star only, so its time is bounded by len(pattern) *
// len(s).
func match(pattern, s string) bool {
	star, mark := "", "" // the pattern behind the last star, and where it was tried
	starred := false
	for s != "" || pattern != "" {
		if pattern != "" && pattern[0] == '*' {
			star, mark, starred = pattern[1:], s, true
			pattern = star
			continue
		}
		if rest, ok := matchOne(pattern, s); ok {
			pattern, s = rest, s[1:]
			continue
		}
		if !starred || mark == "" {
			return false
		}
		mark = mark[1:]
		pattern, s = star, mark
	}
	return true
}

// matchOne matches the first byte of s and returns the pattern behind what
// matched it.
func matchOne(pattern, s string) (rest string, ok bool) {
	if s == "" || pattern == "" {
		return "", false
	}
	switch {
	case pattern[0] == '?':
		return pattern[1:], true
	case pattern[0] == '[':
		return matchClass(pattern[1:], s[0])
	case pattern[0] == '\\' && len(pattern) > 1:
		pattern = pattern[1:]
	}
	return pattern[1:], pattern[0] == s[0]
}

// matchClass matches the inside of [...] and returns what follows it. A class
// that is not closed ends with the pattern.
func matchClass(class string, c byte) (rest string, ok bool) {
	not := class != "" && class[0] == '^'
	if not {
		class = class[1:]
	}
	for class != "" && class[0] != ']' {
		switch {
		case class[0] == '\\' && len(class) > 1:
			ok = ok || class[1] == c
			class = class[2:]
		case len(class) > 2 && class[1] == '-':
			low, high := min(class[0], class[2]), max(class[0], class[2])
			ok = ok || low <= c && c <= high
			class = class[3:]
		default:
			ok = ok || class[0] == c
			class = class[1:]
		}
	}
	if class != "" {
		class = class[1:]
	}
	return class, ok != not
}
