package terminal

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

func bracketed(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

func TestPasteOfSeveralLines(t *testing.T) {
	r := newRig(t, 40, 8, Config{})
	r.ask()
	r.press("SET\x02\x02" + bracketed("1\r\nGET\ta\r\n\r\n  \r\nDEL "))
	r.wantLine("S1", nil)
	r.ask()
	r.wantLine("GET a", nil)
	r.ask()
	r.want(6, 2, "> S1", "> GET a", "> DEL ET") // no line end, so it waits; what stood after the cursor comes last
	r.press("x\r")
	r.wantLine("DEL xET", nil)
}

func TestPasteIsWhole(t *testing.T) {
	r := newRig(t, 40, 8, Config{})
	var want strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&want, "SET key:%d %d\n", i, i)
	}
	io.WriteString(r.keys, bracketed(want.String()))
	var got strings.Builder
	for range 2000 {
		line, err := r.ReadLine("> ")
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(line + "\n")
	}
	if got.String() != want.String() {
		t.Error("the lines are not those pasted")
	}
}

func TestPastedHook(t *testing.T) {
	var whole string
	r := newRig(t, 40, 8, Config{Pasted: func(text string) ([]string, string) {
		whole = text
		return []string{"GET a", "GET b"}, ""
	}})
	r.ask()
	r.press("x" + bracketed("> GET a\n(nil)\n> GET b\n(nil)") + "after")
	r.wantLine("GET a", nil)
	r.ask()
	r.wantLine("GET b", nil)
	if want := "x> GET a\n(nil)\n> GET b\n(nil)"; whole != want {
		t.Errorf("Pasted got %q, want %q", whole, want)
	}
	r.ask()
	r.want(7, 2, "> GET a", "> GET b", "> after")
}

func TestInterruptDropsThePaste(t *testing.T) {
	r := newRig(t, 40, 8, Config{})
	r.ask()
	r.press(bracketed("a\nb\nc\nd\n"))
	r.wantLine("a", nil)
	r.press("\x03") // while the command runs
	r.ask()
	r.want(2, 1, "> a", ">")
	r.press(bracketed("e\nf\n"))
	r.wantLine("e", nil)
	r.Interrupt()
	r.ask()
	r.press("g\r")
	r.wantLine("g", nil)
}

// A long line is drawn when it is there, not after each of its characters.
func TestPasteWritesLittle(t *testing.T) {
	for _, brackets := range []bool{true, false} {
		r := newRig(t, 80, 24, Config{Paint: paintWords})
		r.ask()
		before := r.screen.bytes
		text := strings.Repeat("0123456789", 500)
		if brackets {
			text = bracketed(text)
		}
		r.press(text)
		r.settle()
		if wrote := r.screen.bytes - before; wrote > 40_000 {
			t.Errorf("5,000 characters pasted, %d bytes written", wrote)
		}
	}
}

// TestKeep: what cannot stand in a line comes to Keep, whole, and what that has
// to say stands above the line. Ctrl-V makes a paste of the next character.
func TestKeep(t *testing.T) {
	r := newRig(t, 40, 8, Config{Keep: func(before, text string) (string, string) {
		return fmt.Sprintf("<%d%q>", len(before), text), "noted"
	}})
	r.ask()
	r.press("a" + bracketed("b\t\x01\x1b[31mc\xff"))
	r.want(28, 1, "noted", `> a<1"b\t\x01\x1b[31mc\xff">`)
	r.press("\x15\x16\t\x16é\x16\x1b[A\r")
	r.wantLine(`<0"\t">é<9"\x1b">[A`, nil)
}
