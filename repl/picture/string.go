package picture

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
)

// How much of a string is fetched, in bytes: of a longer one its beginning
// and its end.
const (
	wholeString = 1024
	stringHead  = 320
	stringTail  = 80
	binaryEnd   = 32 // of a string that is no text, either end
)

// str draws a string: its text, and what else its bytes may be taken for.
func (p *page) str() error {
	if p.size > wholeString {
		return p.longString()
	}
	v, err := p.ask([]string{"GET", p.name})
	if err != nil {
		return err
	}
	s := v[0].Text
	if command.IsHyperLogLog(s) {
		return p.hyperLogLog(s)
	}
	p.header("string of " + amount.Of(p.size, "byte"))
	if bitmap(s) {
		p.bitmap(s)
		return nil
	}
	p.text(p.quoted(s))
	p.countable(s)
	if n := utf8.RuneCountInString(s); n != len(s) && utf8.ValidString(s) {
		p.Note(fmt.Sprintf("%s in %s: UTF-8 takes more than one byte for some. Redis counts bytes.", amount.Of(int64(n), "character"), amount.Of(int64(len(s)), "byte")))
	}
	if s != "" && len(s) <= 8 && p.encoding == "raw" {
		p.bytes(s)
	}
	return nil
}

// longString shows the two ends of a string that is not fetched whole.
func (p *page) longString() error {
	v, err := p.ask([]string{"GETRANGE", p.name, "0", itoa(stringHead - 1)}, []string{"GETRANGE", p.name, itoa(-stringTail), "-1"})
	if err != nil {
		return err
	}
	begin, end := v[0].Text, v[1].Text
	if command.IsHyperLogLog(begin) {
		return p.hyperLogLog(begin)
	}
	p.header("string of " + amount.Of(p.size, "byte"))
	switch {
	case bitmap(begin) || !cutClean(begin): // escapes are long, and say little
		begin, end = begin[:binaryEnd], end[len(end)-binaryEnd:]
	default:
		begin, end = strings.ToValidUTF8(begin, ""), strings.ToValidUTF8(end, "")
	}
	p.text(p.quoted(begin))
	p.omitted("", p.size-int64(len(begin)+len(end)), "byte")
	p.text(p.quoted(end))
	p.Note(fmt.Sprintf("`GETRANGE %s 0 99` reads a part of it.", p.word(p.name)))
	return nil
}

// cutClean reports whether s is UTF-8 but for a character cut in two at its
// end.
func cutClean(s string) bool {
	for cut := range min(utf8.UTFMax, len(s)+1) {
		if utf8.ValidString(s[:len(s)-cut]) {
			return true
		}
	}
	return false
}

// text writes a long quoted text over as many lines as it takes.
func (p *page) text(quoted string) { p.Exact("", screen.Code, quoted) }

// countable says whether Redis can count with a string.
func (p *page) countable(s string) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s {
		if n < math.MaxInt64 {
			p.Note(fmt.Sprintf("A whole number: `INCR` would make it %d.", n+1))
		}
		return
	}
	f, err := strconv.ParseFloat(s, 64)
	if err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) && strings.Trim(s, "0123456789.-e") == "" {
		p.Note("A number: `INCRBYFLOAT` counts with it, `INCR` wants whole ones.")
	}
}
