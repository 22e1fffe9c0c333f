package reply

import "strconv"

// standard writes replies as redis-cli shows them on a terminal.
type standard struct {
	dst  []byte
	mark func(at int, p Part) // told where each part begins, in bytes of dst; nil when nobody asks
}

func appendStandard(dst []byte, v *Value) []byte {
	o := standard{dst: dst}
	o.value(v, 0)
	return o.dst
}

// begin says what is written from here on.
func (o *standard) begin(p Part) {
	if o.mark != nil {
		o.mark(len(o.dst), p)
	}
}

func (o *standard) text(p Part, s string) {
	o.begin(p)
	o.dst = append(o.dst, s...)
}

// value writes v. The first line goes where the cursor is, every later one is
// indented by indent spaces. Verbatim strings keep their own line ends and are
// not indented.
func (o *standard) value(v *Value, indent int) {
	switch v.Kind {
	case Status:
		o.text(Text, cString(v.Text))
	case Error:
		o.text(Failure, "(error) ")
		o.dst = append(o.dst, cString(v.Text)...)
	case Integer:
		o.text(Tag, "(integer) ")
		o.begin(Number)
		o.dst = strconv.AppendInt(o.dst, v.Int, 10)
	case Double:
		o.text(Tag, "(double) ")
		o.text(Number, v.Text)
	case Bool:
		o.begin(Text)
		o.dst = appendBool(o.dst, v)
	case Bulk:
		o.begin(Text)
		o.dst = appendQuote(o.dst, v.Text)
	case Verbatim, BigNumber:
		o.text(Text, v.Text)
	case Array:
		o.list(v, indent, ')', "(empty array)")
		return
	case Set:
		o.list(v, indent, '~', "(empty set)")
		return
	case Push:
		o.list(v, indent, ')', "(empty push)")
		return
	case Map:
		o.list(v, indent, '#', "(empty hash)")
		return
	default:
		o.text(Nothing, "(nil)")
	}
	o.text(Text, "\n")
}

// appendBool serves Standard and Raw.
func appendBool(dst []byte, v *Value) []byte {
	return append(append(append(dst, '('), v.Str()...), ')')
}

// list writes the numbered items of an aggregate. The numbers are aligned on
// the right; a map numbers its pairs.
func (o *standard) list(v *Value, indent int, mark byte, empty string) {
	per := v.perEntry()
	n := len(v.Items) / per
	if n == 0 {
		o.text(Nothing, empty)
		o.text(Text, "\n")
		return
	}
	width := digits(n)
	inner := indent + width + 2
	for i := range n {
		o.begin(Index)
		if i > 0 {
			o.dst = appendSpaces(o.dst, indent)
		}
		o.dst = appendSpaces(o.dst, width-digits(i+1))
		o.dst = strconv.AppendInt(o.dst, int64(i+1), 10)
		o.dst = append(o.dst, mark, ' ')
		if per == 2 {
			o.pair(&v.Items[2*i], &v.Items[2*i+1], inner)
			continue
		}
		o.value(&v.Items[i], inner)
	}
}

// pair writes an entry of a map. The arrow keeps its trailing space also where
// the value begins on a line of its own.
func (o *standard) pair(key, v *Value, indent int) {
	if key.Kind == Bulk {
		o.begin(Name)
		o.dst = appendQuote(o.dst, key.Text)
	} else {
		o.value(key, indent)
		o.dst = o.dst[:len(o.dst)-1] // its LF
	}
	o.text(Index, " => ")
	if isMultiline(v) {
		o.text(Text, "\n")
		o.dst = appendSpaces(o.dst, indent)
	}
	o.value(v, indent)
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
