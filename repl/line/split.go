// Package line knows the grammar of one input line: how redis-cli splits it
// into arguments, where its quoting broke, and what a learner pastes around
// a command (prompts, comments, replies of a transcript).
//
// It promises to read every line as redis-cli reads it. It refuses to know
// which commands exist, what a terminal is and who typed the line.
package line

// SyntaxError says that the quotes of a line do not balance.
type SyntaxError struct {
	Pos int    // byte offset in the line where the quoting broke
	Msg string // why, for a learner
}

// Error returns redis-cli's words, which say no more than that.
func (e *SyntaxError) Error() string { return "Invalid argument(s)" }

// Split splits a line into arguments by redis-cli's rules; a blank line has
// none. Quotes may open inside a word and a closing quote ends it. Double
// quotes know \n, \r, \t, \a, \b and \xHH, single quotes only \'. The error
// is a *SyntaxError.
func Split(s string) ([]string, error) {
	args := make([]string, 0, 4) // room for most commands
	sc := scanner{s: s}
	for {
		arg, ok, err := sc.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			return args, nil
		}
		args = append(args, arg)
	}
}

// scanner walks the words of a line.
type scanner struct {
	s     string
	start int // where the last word begins, quotes included
	pos   int // behind the last word
}

// next returns the next word with its quoting resolved; not ok at the end.
func (sc *scanner) next() (word string, ok bool, err error) {
	for sc.pos < len(sc.s) && isSpace(sc.s[sc.pos]) {
		sc.pos++
	}
	sc.start = sc.pos
	if sc.pos == len(sc.s) {
		return "", false, nil
	}
	for ; sc.pos < len(sc.s) && !endsWord(sc.s[sc.pos]); sc.pos++ {
		if c := sc.s[sc.pos]; c == '"' || c == '\'' {
			word, err = sc.quoted([]byte(sc.s[sc.start:sc.pos]), c)
			return word, err == nil, err
		}
	}
	return sc.s[sc.start:sc.pos], true, nil
}

// quoted reads from the opening quote at pos to the closing one, which must
// end the word, and returns the word that begins with the bytes of word.
func (sc *scanner) quoted(word []byte, quote byte) (string, error) {
	open := sc.pos
	for sc.pos++; sc.pos < len(sc.s); {
		switch c := sc.s[sc.pos]; {
		case c == quote:
			sc.pos++
			if sc.pos < len(sc.s) && !isSpace(sc.s[sc.pos]) {
				return "", &SyntaxError{sc.pos, "a closing quote must be followed by a space"}
			}
			return string(word), nil
		case c == '\\' && quote == '"':
			b, n := unescape(sc.s[sc.pos:])
			word = append(word, b)
			sc.pos += n
		case c == '\\' && sc.pos+1 < len(sc.s) && sc.s[sc.pos+1] == '\'':
			word = append(word, '\'')
			sc.pos += 2
		default:
			word = append(word, c)
			sc.pos++
		}
	}
	if quote == '"' {
		return "", &SyntaxError{open, "this double quote is not closed"}
	}
	return "", &SyntaxError{open, "this single quote is not closed"}
}

// unescape returns the byte that the escape at the start of s stands for
// inside double quotes, and the length of the escape. A backslash in front
// of anything without a meaning is dropped; the last of a line stays.
func unescape(s string) (b byte, n int) {
	if len(s) < 2 {
		return s[0], 1
	}
	if len(s) >= 4 && s[1] == 'x' {
		hi, lo := hexDigit(s[2]), hexDigit(s[3])
		if hi >= 0 && lo >= 0 {
			return byte(hi<<4 | lo), 4
		}
	}
	switch s[1] {
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'a':
		return '\a', 2
	case 'b':
		return '\b', 2
	}
	return s[1], 2
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// isSpace is C's isspace: what may stand between words and behind a quote.
func isSpace(c byte) bool { return endsWord(c) || c == '\v' || c == '\f' }

// endsWord is the shorter list of what ends a word outside quotes.
func endsWord(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
