package terminal

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A key is one thing the learner did. Codes from 32 up are characters to be
// inserted, codes below 32 and 127 the control characters readline knows, and
// negative codes the keys it does not know.
type key struct {
	code   rune
	text   string // of keyPaste and keyLine
	back   int    // of keyLine: how many characters are behind the cursor
	row    int    // of keyPlace
	pasted bool   // made from a paste, so Ctrl-C drops it
	sure   bool   // of keyEnter: the line is known to be whole
}

const (
	keyHome      rune = 1
	keyLeft      rune = 2
	keyInterrupt rune = 3
	keyEOF       rune = 4
	keyEnd       rune = 5
	keyRight     rune = 6
	keyAbort     rune = 7
	keyTab       rune = 9
	keyKill      rune = 11
	keyClear     rune = 12
	keyEnter     rune = 13
	keyDown      rune = 14
	keyUp        rune = 16
	keySearch    rune = 18
	keySearchFwd rune = 19
	keyKillFront rune = 21
	keyYank      rune = 25
	keyBackspace rune = 127
)

const (
	keyNone      rune = -1 - iota
	keyDelete         // the Delete key: unlike Ctrl-D it never means the end
	keyWordLeft       // to the start of a word
	keyWordRight      // to the end of a word
	keyRubWord        // Ctrl-W: back to white space
	keyCutLeft        // Alt-Backspace: to the start of a word
	keyCutRight       // Alt-D: to the end of a word
	keyPaste          // text came in brackets
	keyLine           // text replaces the line
	keyEscape         // by itself, or what a sequence begins with
	keySuspend
	keyPlace // the terminal says on which row the cursor stands; the top one is 0
)

// maxPaste bounds the memory of a paste that never ends.
const maxPaste = 8 << 20

// escapeWait is how long the rest of an escape sequence may take. After it,
// what was begun is forgotten: it was the Escape key.
const escapeWait = 100 * time.Millisecond

type parserState int

const (
	ground  parserState = iota
	escape              // after ESC
	control             // after ESC [
	single              // after ESC O
	quoted              // inside OSC, DCS, SOS, PM or APC
	skip                // bytes to be swallowed
	paste               // between ESC [200~ and ESC [201~
	literal             // after Ctrl-V
)

// A parser turns the bytes of a terminal into keys. What it does not know it
// swallows, so that no stray report ends up in a command.
type parser struct {
	state  parserState
	seq    []byte // parameters of a control sequence, bytes of a character
	left   int    // bytes to be swallowed in skip
	text   []byte // of the paste
	last   byte
	lastAt time.Time
}

// feed returns the keys that p completes. now is when p arrived. A paste is what
// comes in brackets and nothing else: that several keys come at once, a Tab or
// Enter among them, is no sign of one. Over a slow line typed keys do, and from
// programs that type.
func (ps *parser) feed(p []byte, now time.Time) []key {
	if late := now.Sub(ps.lastAt) > escapeWait; late && ps.state != paste && ps.state != literal {
		ps.state, ps.seq, ps.last = ground, ps.seq[:0], 0
	}
	ps.lastAt = now
	keys := make([]key, 0, len(p))
	for _, b := range p {
		if k := ps.step(b); k.code != keyNone {
			keys = append(keys, k)
		}
		ps.last = b
	}
	if ps.state == escape { // what follows, if anything, is still to come
		keys = append(keys, key{code: keyEscape})
	}
	return keys
}

func (ps *parser) step(b byte) key {
	switch ps.state {
	case escape:
		return ps.stepEscape(b)
	case control:
		return ps.stepControl(b)
	case single:
		return ps.stepSingle(b)
	case quoted:
		if b == 7 || b == '\\' && ps.last == 27 {
			ps.state = ground
		}
	case skip:
		if ps.left--; ps.left <= 0 {
			ps.state = ground
		}
	case paste:
		return ps.stepPaste(b)
	case literal:
		ps.state = ground
		if b < 32 && b != 3 && b != '\r' && b != '\n' {
			return key{code: keyPaste, text: string(rune(b))}
		}
		return ps.stepGround(b)
	default:
		return ps.stepGround(b)
	}
	return key{code: keyNone}
}

func (ps *parser) stepGround(b byte) key {
	switch {
	case b >= utf8.RuneSelf:
		return ps.stepRune(b)
	case len(ps.seq) > 0: // a character broke off
		ps.seq = ps.seq[:0]
	}
	switch {
	case b == 27:
		ps.state = escape
	case b == 22: // Ctrl-V: what comes next is text
		ps.state = literal
	case b == '\n' && ps.last == '\r': // the second half of CR LF
	case b < 32 || b == 127:
		return key{code: controlKey(b)}
	default:
		return key{code: rune(b)}
	}
	return key{code: keyNone}
}

// stepRune collects the bytes of one character. Bytes that are none become
// U+FFFD, so that the learner sees that something is wrong.
func (ps *parser) stepRune(b byte) key {
	ps.seq = append(ps.seq, b)
	if !utf8.FullRune(ps.seq) {
		return key{code: keyNone}
	}
	r, n := utf8.DecodeRune(ps.seq)
	rest := ps.seq[n:]
	ps.seq = append(ps.seq[:0], rest...)
	if len(ps.seq) > 0 && utf8.FullRune(ps.seq) {
		ps.seq = ps.seq[:0]
	}
	if !typeable(r) {
		r = keyNone
	}
	return key{code: r}
}

// typeable reports whether r may stand in a line.
func typeable(r rune) bool { return r >= 32 && !unicode.IsControl(r) }

// controlKey is what a control character does.
func controlKey(b byte) rune {
	switch b {
	case 8, 127:
		return keyBackspace
	case '\n', '\r':
		return keyEnter
	case 23:
		return keyRubWord
	case 26:
		return keySuspend
	case 1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 14, 16, 18, 19, 21, 25:
		return rune(b)
	}
	return keyNone
}

func (ps *parser) stepEscape(b byte) key {
	ps.state = ground
	switch b {
	case '[':
		ps.state, ps.seq = control, ps.seq[:0]
	case 'O':
		ps.state = single
	case ']', 'P', 'X', '^', '_':
		ps.state = quoted
	case 27:
		ps.state = escape
	case 'b':
		return key{code: keyWordLeft}
	case 'f':
		return key{code: keyWordRight}
	case 'd':
		return key{code: keyCutRight}
	case 8, 127:
		return key{code: keyCutLeft}
	case 3:
		return key{code: keyInterrupt}
	}
	return key{code: keyNone}
}

// stepControl collects ESC [ parameters and acts on the final byte.
func (ps *parser) stepControl(b byte) key {
	switch {
	case b == 27:
		ps.state = escape
	case b < 32: // a control character inside works as if it stood before
		ps.state = ground
		return key{code: controlKey(b)}
	case b < '@':
		if len(ps.seq) < 64 {
			ps.seq = append(ps.seq, b)
		}
	default:
		ps.state = ground
		return ps.finishControl(b)
	}
	return key{code: keyNone}
}

func (ps *parser) finishControl(final byte) key {
	attr := string(ps.seq)
	ps.seq = ps.seq[:0]
	switch {
	case final == '[' && attr == "": // a function key of the Linux console
		ps.state, ps.left = skip, 1
	case final == 'M' && attr == "": // an old mouse report: three bytes follow
		ps.state, ps.left = skip, 3
	case final == '~' && attr == "200":
		ps.state, ps.text = paste, nil
	case final == '~':
		return key{code: tildeKey(attr)}
	case final == 'R':
		return placeKey(attr)
	case final >= 'A' && final <= 'H' && !strings.HasPrefix(attr, "<"):
		return key{code: arrowKey(final, attr)}
	}
	return key{code: keyNone}
}

func (ps *parser) stepSingle(b byte) key {
	ps.state = ground
	if b == 'M' { // Enter of the number pad
		return key{code: keyEnter}
	}
	return key{code: arrowKey(b, "")}
}

// tildeKey is what ESC [ attr ~ means.
func tildeKey(attr string) rune {
	number, modifier, _ := strings.Cut(attr, ";")
	switch number {
	case "1", "7":
		return keyHome
	case "4", "8":
		return keyEnd
	case "3":
		if modifier == "5" || modifier == "3" {
			return keyCutRight
		}
		return keyDelete
	}
	return keyNone
}

// placeKey is what ESC [ row ; column R means, the answer to askPlace.
func placeKey(attr string) key {
	number, _, both := strings.Cut(attr, ";")
	row, err := strconv.Atoi(number)
	if !both || err != nil || row < 1 {
		return key{code: keyNone}
	}
	return key{code: keyPlace, row: row - 1}
}

// arrowKey is what ESC [ attr final means: with Ctrl or Alt the arrows go by
// words.
func arrowKey(final byte, attr string) rune {
	_, modifier, _ := strings.Cut(attr, ";")
	word := modifier == "5" || modifier == "3" || attr == "5"
	switch {
	case final == 'A':
		return keyUp
	case final == 'B':
		return keyDown
	case final == 'C' && word:
		return keyWordRight
	case final == 'C':
		return keyRight
	case final == 'D' && word:
		return keyWordLeft
	case final == 'D':
		return keyLeft
	case final == 'H':
		return keyHome
	case final == 'F':
		return keyEnd
	}
	return keyNone
}

// stepPaste collects the paste. Ctrl-C inside it is the learner's way out of
// a paste that does not end.
func (ps *parser) stepPaste(b byte) key {
	const end = "\x1b[201~"
	if b == 3 {
		ps.state, ps.text = ground, nil
		return key{code: keyInterrupt}
	}
	if len(ps.text) >= maxPaste { // keep the tail, where the end will show
		ps.text = append(ps.text[:maxPaste-len(end)], ps.text[maxPaste-len(end)+1:]...)
	}
	ps.text = append(ps.text, b)
	if b != '~' || !strings.HasSuffix(string(tail(ps.text, len(end))), end) {
		return key{code: keyNone}
	}
	text := lineEnds(string(ps.text[:len(ps.text)-len(end)]))
	ps.state, ps.text = ground, nil
	return key{code: keyPaste, text: text}
}

func tail(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

// lineEnds makes every line end \n.
func lineEnds(s string) string { return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s) }
