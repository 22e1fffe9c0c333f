package terminal

import "strings"

// Yes reports whether the answer to a question is yes. All else is no.
func Yes(answer string) bool {
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true
	}
	return false
}
