package picture

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"

	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/amount"
)

// bitmap reports whether a string is better seen as bits: at least half of its
// bytes are no text.
func bitmap(s string) bool {
	odd, valid := 0, utf8.ValidString(s)
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f || s[i] > 0x7f && !valid {
			odd++
		}
	}
	return s != "" && 2*odd >= len(s)
}

// bitmap draws bits as cells, with the number of the first bit of each line.
// A long run of zeros is cut short.
func (p *page) bitmap(s string) {
	if p.Words() {
		p.sayBits(s) // names those that are set
		return
	}
	const bytesNumber, number = 9, 5 // columns
	per := max(1, min((p.Width()-number)/bytesNumber, 8))
	zeros, drawn := 0, 0
	for i := 0; i < len(s) && drawn < most; i += per {
		part := s[i:min(i+per, len(s))]
		if i > 0 && i+per < len(s) && strings.Trim(part, "\x00") == "" {
			zeros += 8 * len(part)
			continue
		}
		p.zeros(number, zeros)
		zeros = 0
		p.Row(screen.Cell{Role: screen.Quiet, Text: cells.PadLeft(itoa(int64(8*i)), number-1) + " "}, screen.Cell{Role: screen.Good, Text: p.cells(part)})
		if drawn++; drawn == most && i+per < len(s) {
			p.omitted(strings.Repeat(" ", number), int64(len(s)-i-per), "byte")
		}
	}
	p.sayBits(s)
}

func (p *page) zeros(margin, bits int) {
	if bits > 0 {
		p.Row(screen.Cell{Role: screen.Quiet, Text: fmt.Sprintf("%*s┆ %s bits of 0", margin, "", amount.Grouped(int64(bits)))})
	}
}

// sayBits counts the bits that are set, names them if they are few, and shows
// the bytes.
func (p *page) sayBits(s string) {
	var set []string
	n := 0
	for i := range 8 * len(s) {
		if bit(s, i) {
			if n++; n <= most {
				set = append(set, itoa(int64(i)))
			}
		}
	}
	which := ": " + strings.Join(set, ", ")
	if n > most || n == 0 {
		which = fmt.Sprintf(", among %d", 8*len(s))
	}
	p.Note(bitsAre(n) + " set, as `BITCOUNT` counts them" + which + ".")
	p.Note("As bytes: " + p.Crop(p.quoted(s), p.Width()-len("# As bytes: ")))
}

func bitsAre(n int) string {
	if n == 1 {
		return "1 bit is"
	}
	return fmt.Sprintf("%d bits are", n)
}

// bit returns a bit as GETBIT counts them: from the left.
func bit(s string, i int) bool { return s[i/8]&(0x80>>(i%8)) != 0 }

func (p *page) cells(s string) string {
	var b strings.Builder
	for i := range 8 * len(s) {
		if i%8 == 0 && i > 0 {
			b.WriteByte(' ')
		}
		if bit(s, i) {
			b.WriteString("█")
		} else {
			b.WriteString("░")
		}
	}
	return b.String()
}

// bytes shows the bytes of a short text that was edited in place, and their
// bits: SETBIT and SETRANGE make such strings.
func (p *page) bytes(s string) {
	if p.Words() {
		for i := range len(s) {
			p.spoken(fmt.Sprintf("byte %d: hex %02x, bits %08b", i, s[i], s[i]), "")
		}
		return
	}
	p.Row(screen.Cell{Role: screen.Quiet, Text: "byte  char  hex  bits"})
	for i := range len(s) {
		char := string(rune(s[i]))
		if s[i] < ' ' || s[i] >= utf8.RuneSelf {
			char = "·"
		}
		p.Row(screen.Cell{Role: screen.Plain, Text: fmt.Sprintf("%4d  %s  %02x   ", i, cells.Pad(char, 4), s[i])},
			screen.Cell{Role: screen.Good, Text: p.cells(s[i : i+1])},
			screen.Cell{Role: screen.Quiet, Text: fmt.Sprintf("  %d set", bits.OnesCount8(s[i]))})
	}
}
