package reply

import "strconv"

// appendStandard appends v as redis-cli shows it on a terminal. The first
// line goes where the cursor is, every later one is indented by indent
// spaces. Verbatim strings keep their own line ends and are not indented.
func appendStandard(dst []byte, v *Value, indent int) []byte {
	switch v.Kind {
	case Status:
		dst = append(dst, cString(v.Text)...)
	case Error:
		dst = append(append(dst, "(error) "...), cString(v.Text)...)
	case Integer:
		dst = strconv.AppendInt(append(dst, "(integer) "...), v.Int, 10)
	case Double:
		dst = append(append(dst, "(double) "...), v.Text...)
	case Bool:
		dst = appendBool(dst, v)
	case Bulk:
		dst = AppendQuote(dst, v.Text)
	case Verbatim, BigNumber:
		dst = append(dst, v.Text...)
	case Array:
		return appendList(dst, v, indent, ')', "(empty array)\n")
	case Set:
		return appendList(dst, v, indent, '~', "(empty set)\n")
	case Push:
		return appendList(dst, v, indent, ')', "(empty push)\n")
	case Map:
		return appendList(dst, v, indent, '#', "(empty hash)\n")
	default:
		dst = append(dst, "(nil)"...)
	}
	return append(dst, '\n')
}

// appendBool serves Standard and Raw.
func appendBool(dst []byte, v *Value) []byte {
	return append(append(append(dst, '('), v.Str()...), ')')
}

// appendList appends the numbered items of an aggregate. The numbers are
// aligned on the right; a map numbers its pairs.
func appendList(dst []byte, v *Value, indent int, mark byte, empty string) []byte {
	per := v.perEntry()
	n := len(v.Items) / per
	if n == 0 {
		return append(dst, empty...)
	}
	width := digits(n)
	inner := indent + width + 2
	for i := range n {
		if i > 0 {
			dst = appendSpaces(dst, indent)
		}
		dst = appendSpaces(dst, width-digits(i+1))
		dst = strconv.AppendInt(dst, int64(i+1), 10)
		dst = append(dst, mark, ' ')
		dst = appendStandard(dst, &v.Items[i*per], inner)
		if per == 2 {
			dst = appendField(dst[:len(dst)-1], &v.Items[i*per+1], inner)
		}
	}
	return dst
}

// appendField appends the value of a map's pair behind its key, from which
// the LF has been taken. The arrow keeps its trailing space also where the
// value begins on a line of its own.
func appendField(dst []byte, v *Value, indent int) []byte {
	dst = append(dst, " => "...)
	if isMultiline(v) {
		dst = appendSpaces(append(dst, '\n'), indent)
	}
	return appendStandard(dst, v, indent)
}

// isMultiline reports whether redis-cli counts on v to need several lines: an
// aggregate of more than one entry, however deep inside others. Verbatim
// strings do not count, nor do the keys of a map.
func isMultiline(v *Value) bool {
	for v.IsAggregate() {
		per := v.perEntry()
		if n := len(v.Items) / per; n != 1 {
			return n > 1
		}
		v = &v.Items[per-1]
	}
	return false
}

// perEntry returns how many items make one entry of an aggregate.
func (v *Value) perEntry() int {
	if v.Kind == Map {
		return 2
	}
	return 1
}

func digits(n int) int {
	width := 1
	for ; n >= 10; n /= 10 {
		width++
	}
	return width
}

func appendSpaces(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, ' ')
	}
	return dst
}
