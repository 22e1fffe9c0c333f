package reply

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Limits of what a Reader accepts. They are no smaller than what Redis sends
// (proto-max-bulk-len is 512 MB) and keep a broken peer from asking for all
// the memory there is.
const (
	maxText   = 512 << 20 // bytes in one bulk string or line
	maxItems  = 1 << 30   // elements in one aggregate
	maxDepth  = 1024      // aggregates inside aggregates
	maxDouble = 325       // bytes in one double; hiredis's buffer
)

// ProtocolError says that the bytes read are not RESP as redis-cli
// understands it. Its text is what redis-cli prints after "Error: ".
type ProtocolError struct{ text string }

func (e *ProtocolError) Error() string { return e.text }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{fmt.Sprintf(format, args...)}
}

// Reader reads replies from a connection. After an error the place in the
// stream is lost, and the connection with it.
type Reader struct{ br *bufio.Reader }

// bufferSize is what a Reader reads ahead at most, in bytes.
const bufferSize = 16 << 10

// NewReader returns a Reader that buffers r.
func NewReader(r io.Reader) *Reader { return &Reader{bufio.NewReaderSize(r, bufferSize)} }

// Parse reads the one reply that b holds. Bytes after it are an error.
func Parse(b []byte) (Value, error) {
	r := &Reader{br: bufio.NewReaderSize(bytes.NewReader(b), min(len(b), bufferSize))}
	v, err := r.Read()
	if err != nil {
		return Value{}, err
	}
	if _, err := r.br.ReadByte(); err == nil {
		return Value{}, protocolErrorf("Protocol error, bytes after the reply")
	}
	return v, nil
}

// Read returns the next reply, a push included. At the end of the stream it
// returns io.EOF when nothing of a reply was read, else io.ErrUnexpectedEOF;
// bytes that are not RESP give a *ProtocolError.
func (r *Reader) Read() (Value, error) { return r.read(0) }

// ReadReply returns the next reply that is not a push, and hands the pushes
// before it to push, which may be nil. In RESP3 the answers to SUBSCRIBE and
// its family are pushes and nothing else follows them: read those with Read.
func (r *Reader) ReadReply(push func(Value)) (Value, error) {
	for {
		v, err := r.Read()
		if err != nil || v.Kind != Push {
			return v, err
		}
		if push != nil {
			push(v)
		}
	}
}

// Buffered returns how many bytes wait unread in the buffer.
func (r *Reader) Buffered() int { return r.br.Buffered() }

// read looks at the type byte before it waits for the rest of the line, so
// that a peer that does not speak RESP is found out at once.
func (r *Reader) read(depth int) (Value, error) {
	mark, err := r.br.ReadByte()
	if err != nil {
		if depth > 0 {
			err = midReply(err)
		}
		return Value{}, err
	}
	switch mark {
	case '+', '-', ':', ',', '#', '_', '(':
		line, err := r.line()
		if err != nil {
			return Value{}, err
		}
		return scalar(mark, line)
	case '$':
		return r.bulk(Bulk)
	case '=':
		return r.bulk(Verbatim)
	case '*':
		return r.items(Array, 1, depth)
	case '~':
		return r.items(Set, 1, depth)
	case '>':
		return r.items(Push, 1, depth)
	case '%':
		return r.items(Map, 2, depth)
	}
	return Value{}, protocolErrorf("Protocol error, got %s as reply type byte", Quote(string([]byte{mark})))
}

// midReply turns the end of the stream into its form inside a reply.
func midReply(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// line reads up to CR LF and returns what stands before it, valid until the
// next read. A line that ends in a bare LF keeps it: no type allows one, so
// each refuses the line in its own words.
func (r *Reader) line() ([]byte, error) {
	line, err := r.br.ReadSlice('\n')
	var long []byte
	for errors.Is(err, bufio.ErrBufferFull) {
		if long = append(long, line...); len(long) > maxText {
			return nil, protocolErrorf("Protocol error, line too long")
		}
		line, err = r.br.ReadSlice('\n')
	}
	if err != nil {
		return nil, midReply(err)
	}
	if long != nil {
		line = append(long, line...)
	}
	return bytes.TrimSuffix(line, []byte("\r\n")), nil
}

// scalar makes the reply that one line holds.
func scalar(mark byte, line []byte) (Value, error) {
	switch mark {
	case '+', '-':
		return simple(mark, line)
	case ':':
		n, ok := integer(line)
		if !ok {
			return Value{}, protocolErrorf("Bad integer value")
		}
		return Value{Kind: Integer, Int: n}, nil
	case ',':
		return double(string(line))
	case '#':
		switch string(line) {
		case "t", "T":
			return Value{Kind: Bool, Int: 1}, nil
		case "f", "F":
			return Value{Kind: Bool}, nil
		}
		return Value{}, protocolErrorf("Bad bool value")
	case '(':
		if !allDigits(bytes.TrimPrefix(line, []byte("-"))) {
			return Value{}, protocolErrorf("Bad bignum value")
		}
		return Value{Kind: BigNumber, Text: string(line)}, nil
	}
	if len(line) > 0 {
		return Value{}, protocolErrorf("Bad nil value")
	}
	return Value{}, nil
}

func simple(mark byte, line []byte) (Value, error) {
	if bytes.ContainsAny(line, "\r\n") {
		return Value{}, protocolErrorf("Bad simple string value")
	}
	switch {
	case mark == '-':
		return Value{Kind: Error, Text: string(line)}, nil
	case string(line) == "OK": // the commonest reply costs no memory
		return Value{Kind: Status, Text: "OK"}, nil
	}
	return Value{Kind: Status, Text: string(line)}, nil
}

// integer parses what hiredis takes for an integer: no plus sign, no leading
// zero, no -0.
func integer(b []byte) (int64, bool) {
	digits := bytes.TrimPrefix(b, []byte("-"))
	if !allDigits(digits) || digits[0] == '0' && len(b) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	return n, err == nil
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// double keeps the text of a number. As in redis-cli 7.0 infinities are
// numbers and nan is not.
func double(text string) (Value, error) {
	if len(text) > maxDouble {
		return Value{}, protocolErrorf("Double value is too large")
	}
	if !strings.EqualFold(text, "inf") && !strings.EqualFold(text, "-inf") {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return Value{}, protocolErrorf("Bad double value")
		}
	}
	return Value{Kind: Double, Text: text}, nil
}

func (r *Reader) bulk(kind Kind) (Value, error) {
	line, err := r.line()
	if err != nil {
		return Value{}, err
	}
	n, ok := integer(line)
	switch {
	case !ok:
		return Value{}, protocolErrorf("Bad bulk string length")
	case n < -1 || n > maxText:
		return Value{}, protocolErrorf("Bulk string length out of range")
	case n == -1:
		return Value{}, nil
	}
	body, err := r.body(int(n))
	if err != nil {
		return Value{}, err
	}
	if kind == Bulk {
		return Value{Kind: Bulk, Text: body}, nil
	}
	if len(body) < 4 || body[3] != ':' {
		return Value{}, protocolErrorf("Verbatim string 4 bytes of content type are missing or incorrectly encoded.")
	}
	return Value{Kind: Verbatim, Mark: body[:3], Text: body[4:]}, nil
}

// body reads n bytes and the CR LF behind them. What does not fit the buffer
// grows as bytes arrive, so that a lying length costs no memory.
func (r *Reader) body(n int) (string, error) {
	var text string
	if n <= r.br.Size() {
		b, err := r.br.Peek(n)
		if err != nil {
			return "", midReply(err)
		}
		text = string(b)
		r.br.Discard(n) // cannot fail: Peek had the bytes
	} else {
		var sb strings.Builder
		if _, err := io.CopyN(&sb, r.br, int64(n)); err != nil {
			return "", midReply(err)
		}
		text = sb.String()
	}
	end, err := r.br.Peek(2)
	switch {
	case err != nil:
		return "", midReply(err)
	case string(end) != "\r\n":
		return "", protocolErrorf("Protocol error, bulk string without line end")
	}
	r.br.Discard(2)
	return text, nil
}

// items reads an aggregate of n times per replies. It makes room for few of
// them before they are there, and for fewer the deeper it is.
func (r *Reader) items(kind Kind, per, depth int) (Value, error) {
	line, err := r.line()
	if err != nil {
		return Value{}, err
	}
	n, ok := integer(line)
	switch {
	case !ok:
		return Value{}, protocolErrorf("Bad multi-bulk length")
	case n < -1 || n > maxItems:
		return Value{}, protocolErrorf("Multi-bulk length out of range")
	case n == -1:
		return Value{}, nil
	case depth >= maxDepth:
		return Value{}, protocolErrorf("Protocol error, replies nested too deeply")
	}
	all, room := int(n)*per, 1024
	if depth > 0 {
		room = 16
	}
	v := Value{Kind: kind, Items: make([]Value, 0, min(all, room))}
	for range all {
		item, err := r.read(depth + 1)
		if err != nil {
			return Value{}, err
		}
		v.Items = append(v.Items, item)
	}
	return v, nil
}
