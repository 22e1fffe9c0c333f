package embedded

// match reports whether s fits a glob-style pattern as Redis understands it:
// * ? [abc] [^a] [a-z] and \ before a character that stands for itself.
func match(pattern, s string) bool {
	for len(pattern) > 0 {
		switch pattern[0] {
		case '*':
			for len(pattern) > 1 && pattern[1] == '*' {
				pattern = pattern[1:]
			}
			if len(pattern) == 1 {
				return true
			}
			for i := 0; i <= len(s); i++ {
				if match(pattern[1:], s[i:]) {
					return true
				}
			}
			return false
		case '?':
			if s == "" {
				return false
			}
			pattern = pattern[1:]
		case '[':
			if s == "" {
				return false
			}
			ok, rest := matchClass(pattern[1:], s[0])
			if !ok {
				return false
			}
			pattern = rest
		default:
			if pattern[0] == '\\' && len(pattern) > 1 {
				pattern = pattern[1:]
			}
			if s == "" || s[0] != pattern[0] {
				return false
			}
			pattern = pattern[1:]
		}
		s = s[1:]
	}
	return s == ""
}

// matchClass matches the inside of [...] and returns what follows it. A class
// that is not closed ends with the pattern.
func matchClass(class string, c byte) (ok bool, rest string) {
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
	return ok != not, class
}
