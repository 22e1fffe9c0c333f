// Package cells knows how text fills the cells of a terminal: how many columns
// it takes, where one visible character ends and the next begins, what is
// control and what is text, and which characters may not be shown as they are.
//
// It promises one answer for the whole program, whatever the environment says:
// characters of ambiguous width take one column, as in nearly every terminal.
// It writes nothing and knows no colours, prompts or windows.
package cells

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Width returns how many columns text takes. Control sequences take none.
func Width(text string) int {
	total := 0
	for text != "" {
		if n := Escape(text); n > 0 {
			text = text[n:]
			continue
		}
		_, rest, width := Next(text)
		total += width
		text = rest
	}
	return total
}

// Next returns the first visible character of s, which is not empty, what
// follows it, and its width in columns.
func Next(s string) (cluster, rest string, width int) {
	first, n := utf8.DecodeRuneInString(s)
	if follower, _ := utf8.DecodeRuneInString(s[n:]); narrow(first) && (n == len(s) || narrow(follower)) {
		return s[:n], s[n:], 1 // nearly always, and quickly
	}
	cluster, rest, width, _ = uniseg.FirstGraphemeClusterInString(s, -1)
	return cluster, rest, width
}

// narrow reports whether a character is known to be one column wide and to
// stand alone: ASCII, Latin letters, punctuation and the tutor's own signs.
func narrow(r rune) bool {
	if r < 0x7f {
		return r >= ' '
	}
	return r > 0xae && r < 0x300 || r >= 0x2010 && r <= 0x2027 || r >= 0x2190 && r <= 0x2193 || r >= 0x2500 && r <= 0x2593 || r == '✓'
}

// Fit returns as much of the beginning of text as fits into width columns.
func Fit(text string, width int) string {
	rest := text
	for rest != "" {
		_, after, w := Next(rest)
		if width -= w; width < 0 {
			break
		}
		rest = after
	}
	return text[:len(text)-len(rest)]
}

// Crop shortens text to width columns, and says with mark that there was more.
// Colours it begins are ended, and what a terminal would obey is spelled as by
// Safe; a tab is a space.
func Crop(text string, width int, mark string) string {
	if width <= 0 {
		return ""
	}
	if Width(text) <= width || Width(mark) > width {
		mark = ""
	}
	width -= Width(mark)
	var b strings.Builder
	styled := false
	for text != "" {
		if n := Escape(text); n > 0 {
			b.WriteString(text[:n])
			text, styled = text[n:], true
			continue
		}
		cluster, rest, _ := Next(text)
		cluster = Safe(strings.ReplaceAll(cluster, "\t", " "))
		if width -= Width(cluster); width < 0 {
			break
		}
		b.WriteString(cluster)
		text = rest
	}
	b.WriteString(mark)
	if styled {
		b.WriteString("\x1b[0m")
	}
	return b.String()
}

// Pad returns text filled up with spaces to width columns.
func Pad(text string, width int) string { return text + gap(text, width) }

// PadLeft is Pad with the spaces in front, for numbers.
func PadLeft(text string, width int) string { return gap(text, width) + text }

func gap(text string, width int) string { return strings.Repeat(" ", max(width-Width(text), 0)) }

// Escape returns the length of the control sequence that s begins with, 0
// when it begins with none.
func Escape(s string) int {
	if len(s) < 2 || s[0] != 27 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= '@' && s[i] <= '~' {
			return i + 1
		}
	}
	return len(s)
}

// Plain returns s without its control sequences.
func Plain(s string) string {
	if strings.IndexByte(s, 27) < 0 {
		return s
	}
	var b strings.Builder
	for s != "" {
		n := Escape(s)
		if n == 0 { // text up to the next ESC; one that begins nothing stays
			if n = 1 + strings.IndexByte(s[1:], 27); n == 0 {
				n = len(s)
			}
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

// Safe returns text that a terminal shows and does not obey: control
// characters, marks that turn the direction of writing or cannot be seen, and
// bytes that are not UTF-8 are spelled \xHH. Line ends and tabs stay, and so
// do the joiners that hold emoji and letters together.
func Safe(text string) string {
	at := unsafeAt(text)
	if at < 0 {
		return text
	}
	var b strings.Builder
	for ; at >= 0; at = unsafeAt(text) {
		b.WriteString(text[:at])
		_, n := utf8.DecodeRuneInString(text[at:])
		for _, c := range []byte(text[at : at+n]) {
			fmt.Fprintf(&b, `\x%02x`, c)
		}
		text = text[at+n:]
	}
	return b.String() + text
}

// unsafeAt returns where the first character is that cannot be shown, or -1.
func unsafeAt(text string) int {
	for at, r := range text {
		switch {
		case r >= ' ' && r < 0x7f, r == '\n', r == '\t':
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(text[at:]); n == 1 {
				return at
			}
		case obeyed(r):
			return at
		}
	}
	return -1
}

func obeyed(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return r != joiner && r != nonJoiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
