package embedded

// Parts of strings: GETRANGE, SETRANGE, and how strings grow.

// tooLong answers a string that would be larger than proto-max-bulk-len.
func (c *call) tooLong(offset, n int64) bool {
	if total := offset + n; total < offset || total > c.s.config.number("proto-max-bulk-len") {
		c.fail("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
		return true
	}
	return false
}

func strlen(c *call) {
	if v, ok := look[*str](c, c.args[1]); ok {
		c.count(v.length())
	}
}

func getrange(c *call) {
	start, ok := c.number(c.args[2])
	if !ok {
		return
	}
	end, ok := c.number(c.args[3])
	if !ok {
		return
	}
	v, ok := look[*str](c, c.args[1])
	if !ok {
		return
	}
	n := int64(v.length())
	if start < 0 && end < 0 && start > end || n == 0 {
		c.bulk("")
		return
	}
	from, to := bounds(start, end, n)
	if to = max(to, 0); from > to {
		c.bulk("")
		return
	}
	c.bulk(v.text[from : to+1])
}

func setrange(c *call) {
	offset, ok := c.number(c.args[2])
	if !ok {
		return
	}
	if offset < 0 {
		c.fail("ERR offset is out of range")
		return
	}
	key, patch := c.args[1], c.args[3]
	v, ok := look[*str](c, key)
	switch {
	case !ok:
		return
	case patch == "":
		c.count(v.length())
		return
	case c.tooLong(offset, int64(len(patch))):
		return
	}
	text := v.room(int(offset) + len(patch))
	copy(text[offset:], patch)
	c.keepText(key, string(text), asRaw)
	c.wrote('$', "setrange", key)
	c.count(len(text))
}

// length is that of a string that is loaded, 0 when there is none.
func (v *str) length() int {
	if v == nil {
		return 0
	}
	return len(v.text)
}

// room is a copy of the text to be changed, at least n bytes long, with zero
// bytes behind what there was.
func (v *str) room(n int) []byte {
	if v == nil {
		return make([]byte, n)
	}
	text := make([]byte, max(n, len(v.text)))
	copy(text, v.text)
	return text
}
