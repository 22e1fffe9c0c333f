package expect

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxDepth bounds how deep patterns nest. No reply of Redis comes near it.
const maxDepth = 16

// Parse reads a pattern, the whole of src. Its error says what was found
// where a pattern should be.
func Parse(src string) (Pattern, error) {
	s := &scanner{rest: src}
	p, err := s.pattern(0)
	if err != nil {
		return Pattern{}, err
	}
	if s.skip(); s.rest != "" {
		return Pattern{}, fmt.Errorf("nothing may follow the pattern, got %q", s.rest)
	}
	return p, nil
}

type scanner struct{ rest string }

func (s *scanner) skip() { s.rest = strings.TrimLeft(s.rest, " \t") }

// take drops prefix when the rest begins with it.
func (s *scanner) take(prefix string) bool {
	rest, ok := strings.CutPrefix(s.rest, prefix)
	if ok {
		s.rest = rest
	}
	return ok
}

// word takes everything up to a space, comma or brace.
func (s *scanner) word() string {
	end := strings.IndexAny(s.rest, " \t,{}")
	if end < 0 {
		end = len(s.rest)
	}
	w := s.rest[:end]
	s.rest = s.rest[end:]
	return w
}

// pattern reads one pattern. Inside an aggregate (depth > 0) an error is
// known by its first word only, as spaces part the items there.
func (s *scanner) pattern(depth int) (Pattern, error) {
	s.skip()
	switch {
	case depth > maxDepth:
		return Pattern{}, fmt.Errorf("patterns nested more than %d deep", maxDepth)
	case s.rest == "":
		return Pattern{}, fmt.Errorf("a pattern is missing")
	case strings.HasPrefix(s.rest, "1) "):
		return s.ordered(depth)
	case s.rest[0] == '{':
		return s.braces(depth)
	case s.rest[0] == '"':
		text, err := s.quoted()
		return Pattern{kind: bulk, text: text}, err
	case s.rest[0] == '/':
		return s.regexp()
	case s.rest[0] == '(':
		return s.parenthesis(depth)
	}
	return bare(s.word())
}

// ordered reads items numbered as redis-cli numbers them. A number that does
// not follow ends the list: it may be the outer list's next one.
func (s *scanner) ordered(depth int) (Pattern, error) {
	p := Pattern{kind: ordered}
	for s.skip(); s.take(strconv.Itoa(len(p.items)+1) + ") "); s.skip() {
		item, err := s.pattern(depth + 1)
		if err != nil {
			return p, err
		}
		p.items = append(p.items, item)
	}
	return p, nil
}

// braces reads { }: items, or pairs when an arrow follows the first item.
// Commas are allowed everywhere, as authors see them in other languages.
func (s *scanner) braces(depth int) (Pattern, error) {
	p := Pattern{kind: anyOrder}
	s.take("{")
	for s.skip(); !s.take("}"); s.skip() {
		item, err := s.pattern(depth + 1)
		if err != nil {
			return p, fmt.Errorf("inside { }: %w", err)
		}
		if item.kind == status {
			return p, fmt.Errorf("inside { }: write %q in double quotes", item.text)
		}
		p.items = append(p.items, item)
		s.skip()
		if s.take("=>") {
			if p.kind == anyOrder && len(p.items) > 1 {
				return p, fmt.Errorf("inside { }: items and pairs do not mix")
			}
			p.kind = pairs
			continue
		}
		s.take(",")
		if p.kind == pairs && len(p.items)%2 != 0 {
			return p, fmt.Errorf("inside { }: no value behind %s =>", item)
		}
	}
	if len(p.items)%2 != 0 && p.kind == pairs {
		return p, fmt.Errorf("inside { }: a value is missing behind the last =>")
	}
	return p, nil
}

// regexp reads /…/. A slash inside is written \/, which Go's syntax takes for
// a slash, so the source stays as it is.
func (s *scanner) regexp() (Pattern, error) {
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++
		case '/':
			src := s.rest[1:i]
			s.rest = s.rest[i+1:]
			if src == "" {
				return Pattern{}, fmt.Errorf("an empty regular expression; * matches anything")
			}
			re, err := regexp.Compile(src)
			return Pattern{kind: matching, text: src, re: re}, err
		}
	}
	return Pattern{}, fmt.Errorf("no closing / in %q", s.rest)
}

// parenthesis reads the words that redis-cli puts in parentheses.
func (s *scanner) parenthesis(depth int) (Pattern, error) {
	switch {
	case s.take("(nil)"):
		return Pattern{kind: null}, nil
	case s.take("(empty array)"):
		return Pattern{kind: empty}, nil
	case s.take("(integer)"):
		s.skip()
		word := s.word()
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return Pattern{}, fmt.Errorf("(integer) wants a whole number, got %q", word)
		}
		return Pattern{kind: integer, low: n}, nil
	case s.take("(error)"):
		return s.failure(depth)
	}
	return Pattern{}, fmt.Errorf("(nil), (empty array), (integer) or (error) expected, got %q", s.rest)
}

// failure reads what follows (error): the rest of the line, as error texts
// are sentences, but one word only where other items follow.
func (s *scanner) failure(depth int) (Pattern, error) {
	s.skip()
	text := s.rest
	if depth > 0 {
		text = s.word()
	} else {
		s.rest = ""
	}
	text = strings.TrimRight(text, " \t")
	if text == "" {
		return Pattern{}, fmt.Errorf("(error) wants the error's text, or * for any")
	}
	if start, open := strings.CutSuffix(text, "*"); open {
		return Pattern{kind: failures, text: start}, nil
	}
	return Pattern{kind: failure, text: text}, nil
}

// bare reads an unquoted word: *, a range, a number or a status.
func bare(word string) (Pattern, error) {
	if word == "*" {
		return Pattern{}, nil
	}
	if low, high, ok := strings.Cut(word, ".."); ok {
		return span(word, low, high)
	}
	if isNumber(word) {
		return Pattern{kind: number, text: word}, nil
	}
	if !isWord(word) {
		return Pattern{}, fmt.Errorf("%q is no pattern; put text in double quotes", word)
	}
	return Pattern{kind: status, text: word}, nil
}

func span(word, low, high string) (Pattern, error) {
	from, err1 := strconv.ParseInt(low, 10, 64)
	to, err2 := strconv.ParseInt(high, 10, 64)
	if err1 != nil || err2 != nil || from > to {
		return Pattern{}, fmt.Errorf("a range is written 1..60, got %q", word)
	}
	return Pattern{kind: between, low: from, high: to}, nil
}

// isNumber reports whether a bare word is a number as Redis prints them, so
// that inf and 0x10 are not.
func isNumber(word string) bool {
	digits := strings.TrimPrefix(word, "-")
	if digits == "" || digits[0] < '0' || digits[0] > '9' {
		return false
	}
	_, err := strconv.ParseFloat(word, 64)
	return err == nil && !strings.ContainsAny(word, "xXpP_")
}

func isWord(word string) bool {
	for i := range len(word) {
		c := word[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || !strings.Contains("0123456789-_+.:", word[i:i+1])) {
			return false
		}
	}
	return word != ""
}
