package reply

import (
	"strconv"
	"strings"
)

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
// array, a double, big number or verbatim string a bulk string, a bool an
// integer. Line ends in a status or error become spaces, as Redis writes
// them: they would cut the reply in two.
func (v Value) AppendWire(dst []byte, proto int) []byte {
	three := proto >= 3
	switch v.Kind {
	case Status:
		return appendLine(dst, '+', oneLine(v.Text))
	case Error:
		return appendLine(dst, '-', oneLine(v.Text))
	case Integer:
		return appendInt(dst, ':', v.Int)
	case Bulk:
		return appendBulk(dst, v.Text)
	case Array:
		return v.appendItems(dst, '*', proto)
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
		return v.appendVerbatim(dst)
	case Set:
		return v.appendItems(dst, '~', proto)
	case Map:
		return v.appendItems(dst, '%', proto)
	case Push:
		return v.appendItems(dst, '>', proto)
	}
	return append(dst, "_\r\n"...)
}

// appendWire2 appends a kind that RESP2 has no type for.
func (v Value) appendWire2(dst []byte) []byte {
	switch v.Kind {
	case Double, BigNumber, Verbatim:
		return appendBulk(dst, v.Text)
	case Bool:
		return appendInt(dst, ':', v.Int)
	case Set, Map, Push:
		return v.appendItems(dst, '*', 2)
	}
	return append(dst, "$-1\r\n"...)
}

// appendVerbatim writes txt for a mark that has not the three letters RESP
// wants.
func (v Value) appendVerbatim(dst []byte) []byte {
	mark := v.Mark
	if len(mark) != 3 {
		mark = "txt"
	}
	dst = appendHeader(dst, '=', len(v.Text)+4)
	dst = append(append(append(dst, mark...), ':'), v.Text...)
	return append(dst, '\r', '\n')
}

// appendItems counts a map by its pairs; items that make no whole entry are
// not sent.
func (v Value) appendItems(dst []byte, mark byte, proto int) []byte {
	per := v.perEntry()
	n := len(v.Items) / per
	if mark == '*' {
		dst = appendHeader(dst, mark, n*per)
	} else {
		dst = appendHeader(dst, mark, n)
	}
	for _, item := range v.Items[:n*per] {
		dst = item.AppendWire(dst, proto)
	}
	return dst
}

func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
}

func appendHeader(dst []byte, mark byte, n int) []byte {
	return appendInt(dst, mark, int64(n))
}

func appendInt(dst []byte, mark byte, n int64) []byte {
	dst = strconv.AppendInt(append(dst, mark), n, 10)
	return append(dst, '\r', '\n')
}

func appendLine(dst []byte, mark byte, text string) []byte {
	dst = append(append(dst, mark), text...)
	return append(dst, '\r', '\n')
}

func appendBulk(dst []byte, text string) []byte {
	dst = appendHeader(dst, '$', len(text))
	return append(append(dst, text...), '\r', '\n')
}
