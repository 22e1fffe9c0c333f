package embedded

// LCS: the longest common subsequence of two strings.

type lcsOptions struct {
	length, indexes, withLen bool
	least                    int64
}

func lcs(c *call) {
	var o lcsOptions
	a, okA := c.lcsText(c.args[1])
	b, okB := c.lcsText(c.args[2])
	if !okA || !okB {
		c.fail("ERR The specified keys must contain string values")
		return
	}
	ok := c.parse(3, options{
		"LEN":          flag(&o.length),
		"IDX":          flag(&o.indexes),
		"WITHMATCHLEN": flag(&o.withLen),
		"MINMATCHLEN": {1, func(args []string) (ok bool) {
			o.least, ok = c.number(args[0])
			o.least = max(o.least, 0)
			return ok
		}},
	})
	switch {
	case !ok:
	case o.length && o.indexes:
		c.fail("ERR If you want both the length and indexes, please just use IDX.")
	case int64(len(a)+1)*int64(len(b)+1) > 1<<29:
		c.fail("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
	default:
		c.common(a, b, o)
	}
}

func (c *call) lcsText(key string) (string, bool) {
	e := c.entry(key)
	if e == nil {
		return "", true
	}
	v, ok := e.val.(*str)
	if !ok {
		return "", false
	}
	return v.load().text, true
}

// match is a run that both strings have, with where it begins.
type matchRun struct{ a, b, n int }

func (c *call) common(a, b string, o lcsOptions) {
	table := lcsTable(a, b)
	total := int(table[len(a)*(len(b)+1)+len(b)])
	if o.length {
		c.count(total)
		return
	}
	text, runs := lcsWalk(a, b, table)
	if !o.indexes {
		c.bytes(text)
		return
	}
	kept := runs[:0]
	for _, r := range runs {
		if o.least == 0 || int64(r.n) >= o.least {
			kept = append(kept, r)
		}
	}
	c.mapping(2)
	c.bulk("matches")
	c.array(len(kept))
	for _, r := range kept {
		c.writeRun(r, o.withLen)
	}
	c.fact("len", int64(total))
}

// writeRun writes where a run stands in each string.
func (c *call) writeRun(r matchRun, withLen bool) {
	if withLen {
		c.array(3)
	} else {
		c.array(2)
	}
	for _, from := range []int{r.a, r.b} {
		c.array(2)
		c.count(from)
		c.count(from + r.n - 1)
	}
	if withLen {
		c.count(r.n)
	}
}

// lcsTable has, for each pair of prefixes, the length of what they share.
func lcsTable(a, b string) []uint32 {
	width := len(b) + 1
	table := make([]uint32, (len(a)+1)*width)
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			if a[i-1] == b[j-1] {
				table[i*width+j] = table[(i-1)*width+j-1] + 1
			} else {
				table[i*width+j] = max(table[(i-1)*width+j], table[i*width+j-1])
			}
		}
	}
	return table
}

// lcsWalk goes back through the table: the text, and its runs from the last to
// the first.
func lcsWalk(a, b string, table []uint32) (text []byte, runs []matchRun) {
	width := len(b) + 1
	i, j := len(a), len(b)
	at := table[i*width+j]
	text = make([]byte, at)
	for i > 0 && j > 0 {
		switch {
		case a[i-1] == b[j-1]:
			at--
			text[at] = a[i-1]
			if n := len(runs); n > 0 && runs[n-1].a == i && runs[n-1].b == j {
				runs[n-1] = matchRun{i - 1, j - 1, runs[n-1].n + 1}
			} else {
				runs = append(runs, matchRun{i - 1, j - 1, 1})
			}
			i, j = i-1, j-1
		case table[(i-1)*width+j] > table[i*width+j-1]:
			i--
		default:
			j--
		}
	}
	return text, runs
}
