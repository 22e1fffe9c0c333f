// Package words knows the words of a line, in redis-cli's grammar: words are
// parted by spaces, "double quotes" know escapes, 'single quotes' only \', and
// nothing else is special.
//
// It promises to read every line as redis-cli reads it, and to say where the
// quoting of a line broke. It refuses to know which commands exist, what
// prompts and comments are, and who wrote the line.
package words

// SyntaxError says that the quotes of a line do not balance.
type SyntaxError struct {
	Pos  int    // byte offset in the line where the quoting broke
	Msg  string // why, for a person
	Open bool   // a quote opens at Pos, and what follows may yet close it
}

// Error returns redis-cli's words, which say no more than that.
func (e *SyntaxError) Error() string { return "Invalid argument(s)" }

// Split returns the words of a line; a blank line has none. The error is a
// *SyntaxError.
func Split(s string) ([]string, error) {
	args := make([]string, 0, 4) // room for most commands
	for at := 0; ; {
		w, ok, err := Next(s, at)
		if err != nil {
			return nil, err
		}
		if !ok {
			return args, nil
		}
		args = append(args, w.Text)
		at = w.End
	}
}

// Word is a word and its place: s[Start:End] of the line s is how it was
// written, quotes included.
type Word struct {
	Text       string // with the quoting resolved
	Start, End int    // byte offsets in the line
}

// Next returns the first word of s at or behind the offset at, which is 0 or
// the end of the word before; it is not ok when none is left. Quotes may open
// inside a word, and a closing quote ends it. The error is a *SyntaxError.
func Next(s string, at int) (w Word, ok bool, err error) {
	for at < len(s) && IsSpace(s[at]) {
		at++
	}
	start := at
	for ; at < len(s) && !endsWord(s[at]); at++ {
		if s[at] == '"' || s[at] == '\'' {
			return quotedWord(s, start, at)
		}
	}
	return Word{s[start:at], start, at}, at > start, nil
}

// quotedWord returns the word that begins at start and has its opening quote
// at open.
func quotedWord(s string, start, open int) (w Word, ok bool, err error) {
	text, n := unquote(s[start:open], s[open:])
	end := open + n
	switch {
	case n == 0 && s[open] == '"':
		return w, false, &SyntaxError{open, "this double quote is not closed", true}
	case n == 0:
		return w, false, &SyntaxError{open, "this single quote is not closed", true}
	case end < len(s) && !IsSpace(s[end]):
		return w, false, &SyntaxError{end, "a closing quote must be followed by a space", false}
	}
	return Word{text, start, end}, true, nil
}

// Quoted reads the quoted string that s begins with: what it means, and what
// follows its closing quote. It is not ok when there is no closing quote.
// Unlike Next it lets anything follow.
func Quoted(s string) (text, rest string, ok bool) {
	text, n := unquote("", s)
	return text, s[n:], n > 0
}

// unquote resolves the quoted string that s begins with, behind the text that
// stands before it, and returns the length of it, 0 when it is not closed.
// Double quotes know \n, \r, \t, \a, \b and \xHH, single quotes only \'.
func unquote(before, s string) (text string, n int) {
	word := []byte(before)
	for i := 1; i < len(s); {
		switch c := s[i]; {
		case c == s[0]:
			return string(word), i + 1
		case c == '\\' && s[0] == '"':
			b, n := unescape(s[i:])
			word = append(word, b)
			i += n
		case c == '\\' && i+1 < len(s) && s[i+1] == '\'':
			word = append(word, '\'')
			i += 2
		default:
			word = append(word, c)
			i++
		}
	}
	return "", 0
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

// IsSpace is C's isspace: what may stand between words and behind a quote.
func IsSpace(c byte) bool { return endsWord(c) || c == '\v' || c == '\f' }

// endsWord is the shorter list of what ends a word outside quotes.
func endsWord(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
