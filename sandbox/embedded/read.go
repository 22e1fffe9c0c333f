package embedded

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// Limits on what a client may send; Redis has the same.
const (
	maxArgs   = 1 << 20
	maxInline = 64 << 10
)

// syntaxError is a breach of the protocol. Redis answers it and hangs up.
type syntaxError struct{ text string }

func (e *syntaxError) Error() string { return e.text }

// errQuery says that a command is larger than a client's may be. Redis closes
// such a connection without a word.
var errQuery = errors.New("the query buffer limit is reached")

// readCommand reads one command: an array of bulk strings, or a line of words
// as people type them into a raw connection. An empty line gives no words.
func readCommand(br *bufio.Reader, limits Limits) ([]string, error) {
	line, err := readLine(br)
	if err != nil {
		return nil, err
	}
	if len(line) == 0 {
		return nil, nil
	}
	if line[0] != '*' {
		return splitInline(string(line))
	}
	n, err := strconv.Atoi(string(line[1:]))
	if err != nil || n > maxArgs {
		return nil, &syntaxError{"invalid multibulk length"}
	}
	args := make([]string, 0, min(max(n, 0), 64))
	size := 0
	for range n {
		arg, err := readBulk(br, limits.Value)
		if err != nil {
			return nil, err
		}
		if size += len(arg) + 16; size > limits.Query {
			return nil, errQuery
		}
		args = append(args, arg)
	}
	return args, nil
}

func readLine(br *bufio.Reader) ([]byte, error) {
	line, err := br.ReadSlice('\n')
	if err == bufio.ErrBufferFull || len(line) > maxInline {
		return nil, &syntaxError{"too big inline request"}
	}
	if err != nil {
		return nil, err
	}
	line = line[:len(line)-1]
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, nil
}

func readBulk(br *bufio.Reader, most int) (string, error) {
	line, err := readLine(br)
	if err != nil {
		return "", err
	}
	if len(line) == 0 || line[0] != '$' {
		got := byte(0)
		if len(line) > 0 {
			got = line[0]
		}
		return "", &syntaxError{"expected '$', got '" + string(got) + "'"}
	}
	n, err := strconv.Atoi(string(line[1:]))
	if err != nil || n < 0 || n > most {
		return "", &syntaxError{"invalid bulk length"}
	}
	if n+2 <= br.Size() {
		return readSmall(br, n)
	}
	var body bytes.Buffer // grows as bytes come: a length alone takes nothing
	if _, err := io.CopyN(&body, br, int64(n+2)); err != nil {
		return "", err
	}
	return string(body.Bytes()[:n]), nil
}

// readSmall copies a bulk that fits the reader's buffer only once.
func readSmall(br *bufio.Reader, n int) (string, error) {
	body, err := br.Peek(n + 2)
	if err != nil {
		return "", err
	}
	s := string(body[:n])
	_, err = br.Discard(n + 2)
	return s, err
}

// splitInline splits a typed line into words as redis-server does: double
// quotes know escapes, single quotes only \'.
func splitInline(line string) ([]string, error) {
	var args []string
	for i := 0; ; {
		for i < len(line) && isSpace(line[i]) {
			i++
		}
		if i == len(line) {
			return args, nil
		}
		word, next, ok := inlineWord(line, i)
		if !ok {
			return nil, &syntaxError{"unbalanced quotes in request"}
		}
		args, i = append(args, word), next
	}
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// inlineWord reads the word that begins at i and returns where it ends.
func inlineWord(line string, i int) (word string, next int, ok bool) {
	var out []byte
	for i < len(line) && !isSpace(line[i]) {
		if line[i] != '"' && line[i] != '\'' {
			out = append(out, line[i])
			i++
			continue
		}
		if out, i, ok = quoted(out, line, i+1, line[i]); !ok {
			return "", i, false
		}
		return string(out), i, i == len(line) || isSpace(line[i])
	}
	return string(out), i, true
}

// quoted reads up to the closing quote and returns the place behind it.
func quoted(out []byte, line string, i int, quote byte) ([]byte, int, bool) {
	for i < len(line) {
		c := line[i]
		switch {
		case c == quote:
			return out, i + 1, true
		case c == '\\' && quote == '\'' && i+1 < len(line) && line[i+1] == '\'':
			out, i = append(out, '\''), i+2
		case c == '\\' && quote == '"' && i+1 < len(line):
			out, i = appendEscape(out, line, i+1)
		default:
			out, i = append(out, c), i+1
		}
	}
	return out, i, false
}

// appendEscape appends what the escape behind a backslash stands for.
func appendEscape(out []byte, line string, i int) ([]byte, int) {
	if line[i] == 'x' && i+2 < len(line) {
		if n, err := strconv.ParseUint(line[i+1:i+3], 16, 8); err == nil {
			return append(out, byte(n)), i + 3
		}
	}
	c := line[i]
	switch c {
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'a':
		c = '\a'
	case 'b':
		c = '\b'
	}
	return append(out, c), i + 1
}
