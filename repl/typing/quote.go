package typing

import "redis-tutor/sandbox/words"

// written returns a word as it has to be typed: in quotes where it needs
// them, or where quotes were opened (quote is 0 where not). What single quotes
// cannot hold is put in double quotes.
func written(word string, quote byte) string {
	switch quote {
	case 0:
		return words.Quote(word)
	case '\'':
		if single, ok := words.InSingle(word); ok {
			return single
		}
	}
	return words.InDouble(word)
}
