package reply

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Limits of what a Reader accepts. They are those of Redis itself
// (proto-max-bulk-len is 512 MB) and keep a broken peer from asking for all
// the memory there is.
const (
	maxBulk  = 512 << 20 // bytes in one bulk string
	maxItems = 1 << 30   // elements in one aggregate
	maxDepth = 128       // aggregates inside aggregates
	maxLine  = 64 << 10  // bytes in one header, status or error line
)

// ProtocolError says that the bytes read are not RESP as redis-cli
// understands it. Its text is what redis-cli prints after "Error: ".
type ProtocolError struct{ text string }

func (e *ProtocolError) Error() string { return e.text }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{fmt.Sprintf(format, args...)}
}

// Reader reads replies from a connection.
type Reader struct{ br *bufio.Reader }

// NewReader returns a Reader that buffers r.
func NewReader(r io.Reader) *Reader { return &Reader{bufio.NewReaderSize(r, 16<<10)} }

// Parse reads the one reply that b holds. Bytes after it are an error.
func Parse(b []byte) (Value, error) {
	r := NewReader(bytes.NewReader(b))
	v, err := r.Read()
	if err != nil {
		return Value{}, err
	}
	if _, err := r.br.ReadByte(); err == nil {
		return Value{}, protocolErrorf("Protocol error, bytes after the reply")
	}
	return v, nil
}

// Read returns the next reply. At the end of the stream it returns io.EOF
// when nothing of a reply was read, else io.ErrUnexpectedEOF; bytes that are
// not RESP give a *ProtocolError.
func (r *Reader) Read() (Value, error) { return r.read(0) }

// Buffered returns how many bytes wait unread in the buffer.
func (r *Reader) Buffered() int { return r.br.Buffered() }

func (r *Reader) read(depth int) (Value, error) {
	if depth > maxDepth {
		return Value{}, protocolErrorf("Protocol error, replies nested too deeply")
	}
	line, err := r.line()
	if err != nil {
		if depth > 0 && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return Value{}, err
	}
	if line == "" {
		return Value{}, protocolErrorf("Protocol error, got \"\\r\" as reply type byte")
	}
	text := line[1:]
	switch line[0] {
	case '+':
		return Value{Kind: Status, Text: text}, nil
	case '-':
		return Value{Kind: Error, Text: text}, nil
	case ':':
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return Value{}, protocolErrorf("Bad integer value")
		}
		return Value{Kind: Integer, Int: n}, nil
	case ',':
		if _, err := strconv.ParseFloat(text, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return Value{}, protocolErrorf("Bad double value")
		}
		return Value{Kind: Double, Text: text}, nil
	case '#':
		if text != "t" && text != "f" {
			return Value{}, protocolErrorf("Bad bool value")
		}
		return boolValue(text == "t"), nil
	case '_':
		return Value{}, nil
	case '(':
		return Value{Kind: BigNumber, Text: text}, nil
	case '$':
		return r.bulk(text, Bulk)
	case '=':
		return r.bulk(text, Verbatim)
	case '*':
		return r.items(text, Array, 1, depth)
	case '~':
		return r.items(text, Set, 1, depth)
	case '>':
		return r.items(text, Push, 1, depth)
	case '%':
		return r.items(text, Map, 2, depth)
	}
	return Value{}, protocolErrorf("Protocol error, got %s as reply type byte", Quote(line[:1]))
}

func boolValue(b bool) Value {
	v := Value{Kind: Bool}
	if b {
		v.Int = 1
	}
	return v
}

// line reads up to CR LF and returns what stands before it.
func (r *Reader) line() (string, error) {
	var long []byte
	for {
		part, err := r.br.ReadSlice('\n')
		if err == nil && long == nil {
			return trimLine(part)
		}
		if len(long)+len(part) > maxLine {
			return "", protocolErrorf("Protocol error, line too long")
		}
		long = append(long, part...)
		switch {
		case err == nil:
			return trimLine(long)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(long) > 0:
			return "", io.ErrUnexpectedEOF
		default:
			return "", err
		}
	}
}

func trimLine(b []byte) (string, error) {
	if len(b) < 2 || b[len(b)-2] != '\r' {
		return "", protocolErrorf("Protocol error, line without carriage return")
	}
	return string(b[:len(b)-2]), nil
}

func (r *Reader) bulk(header string, kind Kind) (Value, error) {
	n, err := strconv.Atoi(header)
	if err != nil || n < -1 || n > maxBulk {
		return Value{}, protocolErrorf("Bad bulk string length")
	}
	if n == -1 {
		return Value{}, nil
	}
	body, err := r.body(n)
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

// body reads n bytes and the CR LF behind them. It grows as bytes arrive, so
// that a lying length costs no memory.
func (r *Reader) body(n int) (string, error) {
	var buf bytes.Buffer
	if _, err := io.CopyN(&buf, r.br, int64(n)+2); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return "", err
	}
	b := buf.Bytes()
	if b[n] != '\r' || b[n+1] != '\n' {
		return "", protocolErrorf("Protocol error, bulk string without line end")
	}
	return string(b[:n]), nil
}

func (r *Reader) items(header string, kind Kind, per, depth int) (Value, error) {
	n, err := strconv.Atoi(header)
	if err != nil || n < -1 || n > maxItems {
		return Value{}, protocolErrorf("Bad multi-bulk length")
	}
	if n == -1 {
		return Value{}, nil
	}
	v := Value{Kind: kind, Items: make([]Value, 0, min(n*per, 1024))}
	for range n * per {
		item, err := r.read(depth + 1)
		if err != nil {
			return Value{}, err
		}
		v.Items = append(v.Items, item)
	}
	return v, nil
}
