package reply

import "strconv"

// AppendCommand appends a command in the form clients send it, an array of
// bulk strings.
func AppendCommand(dst []byte, args ...string) []byte {
	dst = appendHeader(dst, '*', len(args))
	for _, arg := range args {
		dst = appendBulk(dst, arg)
	}
	return dst
}

// AppendWire appends the reply as RESP, in protocol version 2 or 3. Version
// 2 has fewer types: there a set or push becomes an array, a map a flat
// array, a double or verbatim string a bulk string, a bool an integer.
func (v Value) AppendWire(dst []byte, proto int) []byte {
	three := proto >= 3
	switch v.Kind {
	case Status:
		return appendLine(dst, '+', v.Text)
	case Error:
		return appendLine(dst, '-', v.Text)
	case Integer:
		return appendLine(dst, ':', strconv.FormatInt(v.Int, 10))
	case Bulk:
		return appendBulk(dst, v.Text)
	case Array:
		return v.appendItems(dst, '*', 1, proto)
	}
	if !three {
		return v.appendWire2(dst)
	}
	switch v.Kind {
	case Double:
		return appendLine(dst, ',', v.Text)
	case BigNumber:
		return appendLine(dst, '(', v.Text)
	case Bool:
		return appendLine(dst, '#', v.Str()[:1])
	case Verbatim:
		dst = appendHeader(dst, '=', len(v.Text)+4)
		return append(append(append(append(dst, v.Mark...), ':'), v.Text...), '\r', '\n')
	case Set:
		return v.appendItems(dst, '~', 1, proto)
	case Map:
		return v.appendItems(dst, '%', 2, proto)
	case Push:
		return v.appendItems(dst, '>', 1, proto)
	}
	return append(dst, "_\r\n"...)
}

// appendWire2 appends a kind that RESP2 has no type for.
func (v Value) appendWire2(dst []byte) []byte {
	switch v.Kind {
	case Double, BigNumber, Verbatim:
		return appendBulk(dst, v.Text)
	case Bool:
		return appendLine(dst, ':', strconv.FormatInt(v.Int, 10))
	case Set, Map, Push:
		return v.appendItems(dst, '*', 1, 2)
	}
	return append(dst, "$-1\r\n"...)
}

func (v Value) appendItems(dst []byte, mark byte, per, proto int) []byte {
	dst = appendHeader(dst, mark, len(v.Items)/per)
	for _, item := range v.Items {
		dst = item.AppendWire(dst, proto)
	}
	return dst
}

func appendHeader(dst []byte, mark byte, n int) []byte {
	return appendLine(dst, mark, strconv.Itoa(n))
}

func appendLine(dst []byte, mark byte, text string) []byte {
	dst = append(append(dst, mark), text...)
	return append(dst, '\r', '\n')
}

func appendBulk(dst []byte, text string) []byte {
	dst = appendHeader(dst, '$', len(text))
	return append(append(dst, text...), '\r', '\n')
}
