package reply

import "strconv"

// appendCSV appends v as one CSV record without its line end: every leaf is a
// field, an error two, an empty aggregate an empty one.
func appendCSV(dst []byte, v *Value) []byte {
	switch v.Kind {
	case Status, Bulk, Verbatim:
		return appendQuote(dst, v.Text)
	case Error:
		return appendQuote(append(dst, "ERROR,"...), cString(v.Text))
	case Integer:
		return strconv.AppendInt(dst, v.Int, 10)
	case Double, BigNumber:
		return append(dst, v.Text...)
	case Bool:
		return append(dst, v.Str()...)
	case Nil:
		return append(dst, "NULL"...)
	}
	for i := range v.Items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCSV(dst, &v.Items[i])
	}
	return dst
}
