package sandbox_test

import (
	"context"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
)

// TestParityOfMistakes takes each line of testdata/parity-commands.txt, which
// is right, and makes every simple mistake in it: words too few, too many or
// twice, keys of other types, numbers that are none or at an edge, options
// misspelt. Each is run on the embedded Redis and on a real one, whose replies
// must be the same, and so must the keys be after them. A part of all that is
// run, and everything when PARITY_ALL is set; parity-known.txt must then have
// nothing to explain that does not happen.
func TestParityOfMistakes(t *testing.T) {
	all := os.Getenv("PARITY_ALL") != ""
	lines := slices.DeleteFunc(textLines(t, "testdata/parity-commands.txt"), func(line string) bool {
		return line == "" || strings.HasPrefix(line, "# ")
	})
	for _, proto := range []int{2, 3} {
		m := newMutant(t, proto)
		for _, line := range lines {
			for _, mistake := range mistakes(line) {
				if all || chosen(mistake, proto) {
					m.try(mistake)
				}
			}
		}
		t.Logf("RESP%d: %d of %d replies and states are equal", proto, m.equal, m.lines)
		for _, k := range m.known {
			if all && !k.seen && !strings.HasPrefix(k.pattern, "COMMAND INFO") {
				t.Errorf("%s: explained, and never seen", k.pattern)
			}
		}
	}
}

// chosen picks one mistake in several, another one for each protocol.
func chosen(mistake string, proto int) bool {
	h := fnv.New32()
	_, _ = h.Write([]byte(mistake))
	return h.Sum32()%10 == uint32(proto)
}

// The keys that lines and mistakes are made of, and how they look.
const (
	mutantKeys  = "str num list hash set ints zset geo stream hll none dst"
	mutantSetup = `FLUSHALL
SET str hello-world EX 1000
SET num 10
RPUSH list a b c b d
HSET hash a 1 b two n 5
SADD set a b c
SADD ints 3 1 2
ZADD zset 1 a 2 b 2 bb 3 c
GEOADD geo 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 2.35 48.85 Paris
XADD stream 1-1 f v
XADD stream 2-1 f v g w
XADD stream 3-1 f v
XGROUP CREATE stream g 0
XREADGROUP GROUP g c1 COUNT 2 STREAMS stream >
PFADD hll a b c
MSET w_1 30 w_2 20 w_3 10`
	mutantState = `GET str
TTL str
GET num
LRANGE list 0 -1
HGETALL hash
SMEMBERS set
SMEMBERS ints
OBJECT ENCODING ints
ZRANGE zset 0 -1 WITHSCORES
ZRANGE geo 0 -1 WITHSCORES
XRANGE stream - +
XPENDING stream g
TYPE dst
OBJECT ENCODING dst
TTL dst
LRANGE dst 0 -1
ZRANGE dst 0 -1 WITHSCORES
SMEMBERS dst
GET dst
TYPE none
DBSIZE`
)

// badNumbers take the place of each number.
var badNumbers = strings.Fields(`abc "" 1.5 -1 0 1 2 3 100 9223372036854775807 9223372036854775808 -9223372036854775808
	-9223372036854775809 01 +1 1e3 inf -inf +inf nan 0x10 4294967295 2147483648 (1 1-1 - + * $ >`)

// mistakes returns the line and all that can be made of it.
func mistakes(line string) []string {
	w := strings.Fields(line)
	var out []string
	add := func(parts ...[]string) { out = append(out, strings.Join(slices.Concat(parts...), " ")) }
	for n := 1; n <= len(w); n++ {
		add(w[:n])
	}
	add(w, []string{"extra"})
	add(w, []string{"extra", "extra"})
	for i := 1; i < len(w); i++ {
		for _, word := range insteadOf(w[i]) {
			add(w[:i], []string{word}, w[i+1:])
		}
		add(w[:i], w[i+1:])
		add(w[:i+1], w[i:])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func insteadOf(word string) []string {
	keys := strings.Fields(mutantKeys)
	switch {
	case slices.Contains(keys, word):
		return append(keys, `""`)
	case strings.ContainsAny(word[:1], "0123456789(-+$>*["):
		return append(badNumbers[:len(badNumbers):len(badNumbers)], `" 1"`)
	}
	return []string{"foo", `""`, "-1", strings.ToLower(word)}
}

// mutant runs mistakes.
type mutant struct {
	*parity
	ours, theirs *sandbox.Sandbox
}

func newMutant(t *testing.T, proto int) *mutant {
	m := &mutant{parity: newParity(t, proto)}
	m.ours, m.theirs = m.open()
	m.run(commandsOf(mutantSetup))
	return m
}

func commandsOf(text string) (out [][]string) {
	for _, line := range strings.Split(text, "\n") {
		out = append(out, strings.Fields(line))
	}
	return out
}

// run gives commands to both and returns their replies.
func (m *mutant) run(cmds [][]string) (ours, theirs []reply.Value) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for s, to := range map[*sandbox.Sandbox]*[]reply.Value{m.ours: &ours, m.theirs: &theirs} {
		err := s.Pipeline(ctx, cmds, func(_ int, v reply.Value) error {
			*to = append(*to, v)
			return nil
		})
		if err != nil {
			m.t.Fatalf("%q: %v", cmds[0], err)
		}
	}
	return ours, theirs
}

// try runs a line. What the real server refuses must leave everything as it
// was; otherwise the keys are compared and put back.
func (m *mutant) try(line string) {
	m.t.Helper()
	args := m.split(line)
	if strings.HasPrefix(line, "CLIENT PAUSE") || fleeting(args) || huge(line) {
		return
	}
	cmds := [][]string{args}
	if waits(line) { // and never does in a transaction
		cmds = [][]string{{"MULTI"}, args, {"EXEC"}}
	}
	ours, theirs := m.run(cmds)
	got, want := steady(args, ours[len(ours)-1]), steady(args, theirs[len(theirs)-1])
	m.compare(line, got, want)
	if want.IsError() && !strings.HasPrefix(line, "AUTH") {
		return
	}
	ours, theirs = m.run(commandsOf(mutantState))
	random := strings.HasPrefix(line, "SPOP") || slices.Contains(args, "*")
	for i, cmd := range commandsOf(mutantState) {
		got, want := steady(cmd, ours[i]), steady(cmd, theirs[i])
		if !random && !reply.Equal(got, want) && !m.explained(line) {
			m.t.Errorf("RESP%d, after %s: %s\n    real %q\nembedded %q", m.proto, line, cmd, want.AppendWire(nil, 3), got.AppendWire(nil, 3))
		}
	}
	again := [][]string{{"DISCARD"}, {"CONFIG", "SET", "hash-max-listpack-entries", "512"}, {"ACL", "LOG", "RESET"}, {"SELECT", "0"}}
	m.run(append(again, commandsOf(mutantSetup)...))
}

// fleeting reports whether milliseconds decide: a key would expire while it is
// compared, or an entry not have been idle for long enough.
func fleeting(args []string) bool {
	milliseconds := strings.HasSuffix(args[0], "CLAIM") || args[0] == "XPENDING"
	for _, arg := range args {
		switch strings.ToUpper(arg) {
		case "PX", "PSETEX", "PEXPIRE":
			milliseconds = true
		case "1", "2", "3", "100":
			if milliseconds {
				return true
			}
		}
	}
	return false
}

// huge reports whether a real server would make a string of 512 MB.
func huge(line string) bool {
	return (strings.HasPrefix(line, "SETBIT") || strings.HasPrefix(line, "BITFIELD")) &&
		(strings.Contains(line, "4294967295") || strings.Contains(line, "2147483648"))
}

// waits reports whether a command might block.
func waits(line string) bool {
	name, _, _ := strings.Cut(line, " ")
	return name[0] == 'B' && !strings.HasPrefix(name, "BIT") || strings.Contains(line, "BLOCK") || name == "WAIT"
}

// steady takes out of a reply what is random, has no order or tells the time.
func steady(args []string, v reply.Value) reply.Value {
	switch strings.ToUpper(args[0]) {
	case "SMEMBERS", "SUNION", "SINTER", "SDIFF", "KEYS", "ACL", "COMMAND":
		sortItems(&v)
	case "SSCAN", "SCAN", "HSCAN", "ZSCAN":
		if len(v.Items) == 2 {
			sortItems(&v.Items[1])
		}
	case "HRANDFIELD", "SRANDMEMBER", "SPOP", "ZRANDMEMBER":
		if !v.IsError() {
			return reply.Value{Kind: v.Kind, Int: int64(len(v.Items))}
		}
	case "RANDOMKEY", "LASTSAVE", "TIME", "LOLWUT", "INFO", "HELLO":
		return reply.Value{Kind: v.Kind}
	case "CLIENT":
		if v.Kind != reply.Error && len(v.Text) > 100 { // LIST
			return reply.Value{Kind: v.Kind}
		}
	case "PTTL", "PEXPIRETIME", "TTL", "EXPIRETIME":
		if v.Int > 100 {
			v.Int = (v.Int + 999) / 1000
		}
	case "XPENDING", "XINFO", "XADD":
		return timeless(v)
	}
	if len(args) > 1 && strings.EqualFold(args[1], "GENPASS") && v.Kind == reply.Bulk {
		return reply.Value{Kind: v.Kind, Int: int64(len(v.Text))}
	}
	return v
}

// timeless takes out times, idle times and IDs made of the time.
func timeless(v reply.Value) reply.Value {
	switch {
	case v.Kind == reply.Integer && v.Int > 1e9:
		v.Int = 1e9
	case v.Kind == reply.Bulk && len(v.Text) > 13 && v.Text[0] == '1':
		v.Text = "now"
	}
	items := v.Items
	v.Items = nil
	for i, item := range items {
		item = timeless(item)
		if i == 2 && len(items) == 4 && item.Kind == reply.Integer || i > 0 && items[i-1].Text == "idle" {
			item.Int = 0
		}
		v.Items = append(v.Items, item)
	}
	return v
}
