package grammar

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Role is what a word is for in its command.
type Role byte

// The roles. Text is a word of no special kind, Value what is stored or
// compared, Name the name of something beside the keyspace, such as a
// consumer group or a channel.
const (
	Text       Role = iota
	Command         // the command's name
	Subcommand      // the name's second half
	Token           // an option's word, such as EX
	Key
	Field   // of a hash or an entry of a stream
	Member  // of a set or a sorted set
	Element // of a list
	Value
	Score
	Number
	ID // of an entry of a stream
	Pattern
	Name
	Wrong // nothing that may stand here
)

// Want is one thing that a word may be.
type Want struct {
	Role Role
	// Token is the option's word, for a Token, and the subcommand's own name
	// for a Subcommand; else the token in front of this word, if it has one.
	Token string
	// Name is Redis's name for the word, such as "seconds"; for a Token it
	// is the form of the whole option, such as "EX seconds".
	Name string

	kind kind
}

// kind is how a word is checked.
type kind byte

const (
	anything kind = iota
	integer
	positive // an integer above 0
	natural  // or 0
	nonzero  // below or above it
	bit      // 0 or 1
	encoding // of BITFIELD
	cursor   // an integer without a sign
	double
	bound  // of a range of scores: a double, or "(" and one
	offset // an integer, or "#" and one
	streamID
	count
)

// fixed reports whether only one word will do.
func (w Want) fixed() bool { return w.Role == Token || w.Role == Subcommand }

// fits reports whether text can be this word as it stands.
func (w Want) fits(text string) bool {
	if w.fixed() {
		return strings.EqualFold(text, w.Token)
	}
	switch w.kind {
	case integer, count, positive, natural, nonzero, bit:
		return isInteger(text) && inLimits(w.kind, text)
	case encoding:
		return isEncoding(text)
	case cursor:
		_, err := strconv.ParseUint(text, 10, 64)
		return err == nil
	case double:
		return isDouble(text)
	case bound:
		return isDouble(strings.TrimPrefix(text, "("))
	case offset:
		return isInteger(strings.TrimPrefix(text, "#"))
	case streamID:
		return isStreamID(text)
	}
	return true
}

// Begins reports whether more typing could make text fit: a learner who has
// got as far as "-" may be about to write a number.
func (w Want) Begins(text string) bool {
	if w.fixed() {
		return len(text) <= len(w.Token) && strings.EqualFold(text, w.Token[:len(text)])
	}
	if w.fits(text) {
		return true
	}
	switch w.kind {
	case integer, count, nonzero:
		return text == "" || text == "-"
	case encoding:
		return text == "" || text == "i" || text == "u"
	case double, bound:
		lower := strings.TrimLeft(strings.ToLower(text), "+-(")
		return strings.HasPrefix("infinity", lower) || strings.HasSuffix(lower, "e") && isDouble(lower+"1") ||
			lower == "." || strings.HasSuffix(lower, "e-") && isDouble(lower+"1")
	case offset:
		return text == "" || text == "#" || text == "-"
	case streamID:
		return text == "" || strings.HasSuffix(text, "-") && isStreamID(text+"0")
	}
	return text == ""
}

// isInteger is Redis's string2ll: no plus sign, no zeros in front.
func isInteger(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == text
}

// isDouble reports whether Redis takes text for a number: also an infinity,
// but no NaN.
func isDouble(text string) bool {
	if strings.HasPrefix(text, "0x") {
		text += "p0" // Go wants an exponent
	}
	f, err := strconv.ParseFloat(text, 64)
	return (err == nil || errors.Is(err, strconv.ErrRange)) && !math.IsNaN(f) && !strings.Contains(text, "_")
}

// isStreamID reports whether text is an ID, whole or in part, or one of the
// signs that stand for one.
func isStreamID(text string) bool {
	switch text {
	case "*", "$", ">", "+", "-":
		return true
	}
	ms, seq, parted := strings.Cut(strings.TrimPrefix(text, "("), "-")
	if _, err := strconv.ParseUint(ms, 10, 64); err != nil {
		return false
	}
	_, err := strconv.ParseUint(seq, 10, 64)
	return !parted || seq == "*" || err == nil
}

// atoi returns a count that fits, 0 for one out of range.
func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// means says what the word must be, for a person: "a whole number".
func (w Want) means() string {
	switch w.kind {
	case streamID:
		return "the ID of an entry"
	case count:
		return "how many " + strings.TrimPrefix(w.Name, "num") + " follow"
	case integer, positive, natural, nonzero, cursor, offset:
		return "a number" + unit(w.Name)
	case bit:
		return "0 or 1"
	case encoding:
		return "a sign and bits, such as u8 or i16"
	case double, bound:
		return "a number"
	}
	return w.Name
}

// unit returns " of seconds" for what is measured in seconds.
func unit(name string) string {
	switch name {
	case "seconds", "milliseconds":
		return " of " + name
	case "ms", "min-idle-time":
		return " of milliseconds"
	case "unix-time-seconds":
		return ", seconds since 1970"
	case "unix-time-milliseconds":
		return ", milliseconds since 1970"
	}
	return ""
}
