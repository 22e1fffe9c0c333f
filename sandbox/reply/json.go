package reply

import "strconv"

// appendJSON appends v as compact JSON, in the two dialects of redis-cli.
// Neither is always valid JSON: errors, infinities, keys that are not
// strings and, when quoted, data with a double quote in it break it.
func appendJSON(dst []byte, v *Value, f Format) []byte {
	switch v.Kind {
	case Status, Bulk, Verbatim:
		return appendJSONText(dst, v.Text, f)
	case Error:
		return appendJSONText(append(dst, "error:"...), cString(v.Text), f)
	case Integer:
		return strconv.AppendInt(dst, v.Int, 10)
	case Double, BigNumber:
		return append(dst, v.Text...)
	case Bool:
		return append(dst, v.Str()...)
	case Nil:
		return append(dst, "null"...)
	case Map:
		return appendObject(dst, v, f)
	}
	dst = append(dst, '[')
	for i := range v.Items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSON(dst, &v.Items[i], f)
	}
	return append(dst, ']')
}

func appendObject(dst []byte, v *Value, f Format) []byte {
	dst = append(dst, '{')
	for i := 0; i+1 < len(v.Items); i += 2 {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSONKey(dst, &v.Items[i], f)
		dst = append(dst, ':')
		dst = appendJSON(dst, &v.Items[i+1], f)
	}
	return append(dst, '}')
}

// appendJSONKey puts quotes around a key that has none of its own, and
// escapes nothing inside them.
func appendJSONKey(dst []byte, key *Value, f Format) []byte {
	switch key.Kind {
	case Status, Error, Bulk, Verbatim:
		return appendJSON(dst, key, f)
	}
	return append(appendJSON(append(dst, '"'), key, f), '"')
}

func appendJSONText(dst []byte, s string, f Format) []byte {
	if f != QuotedJSON {
		return appendJSONString(dst, s)
	}
	start := len(dst)
	dst = appendQuote(dst, s)
	return doubleBackslashes(dst, start)
}

// doubleBackslashes doubles every backslash of dst from start on, in place:
// it lengthens dst first and then moves the bytes from the end.
func doubleBackslashes(dst []byte, start int) []byte {
	from := len(dst)
	for _, c := range dst[start:from] {
		if c == '\\' {
			dst = append(dst, 0)
		}
	}
	for to := len(dst); to > from; {
		from, to = from-1, to-1
		dst[to] = dst[from]
		if dst[from] == '\\' {
			to--
			dst[to] = '\\'
		}
	}
	return dst
}

// appendJSONString leaves bytes from 0x20 on alone: valid UTF-8 stays valid,
// and the rest is passed through as redis-cli does.
func appendJSONString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '\\' || c == '"':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\f':
			dst = append(dst, '\\', 'f')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c == '\b':
			dst = append(dst, '\\', 'b')
		case c < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
