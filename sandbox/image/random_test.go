package image_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRandomWrites: after any 200 writes, 200 undos give the first state back
// and 200 redos the last.
func TestRandomWrites(t *testing.T) {
	kinds(t, func(t *testing.T, b *box) {
		for seed := range uint64(3) {
			b.log.Clear()
			b.ask("FLUSHALL")
			r := rand.New(rand.NewPCG(seed, 7))
			first, n := b.state(), 0
			for range 200 {
				if b.typed(randomWrite(r)) != nil {
					n++
				}
			}
			last := b.state()
			for range 2 {
				for range n {
					b.undo()
				}
				b.same("the first", seed, first)
				for range n {
					b.redo()
				}
				b.same("the last", seed, last)
			}
		}
	})
}

func (b *box) same(what string, seed uint64, want string) {
	b.t.Helper()
	if got := b.state(); got != want {
		b.t.Fatalf("seed %d: %s state comes back as\n%s\nwant\n%s", seed, what, got, want)
	}
}

// randomWrite makes a write on one of a few keys, whatever their type is.
func randomWrite(r *rand.Rand) string {
	forms := []string{
		"SET K V", "SET K V EX 500", "SET K V KEEPTTL", "APPEND K V", "INCR K", "GETDEL K",
		"RPUSH K V V V", "LPUSH K V", "LPOP K", "RPOP K 2", "LSET K 0 V", "LREM K 0 V", "LMOVE K K LEFT RIGHT", "LTRIM K 0 1",
		"HSET K V V V V", "HDEL K V", "HINCRBY K n 2", "SADD K V V", "SREM K V", "SMOVE K K V", "SPOP K",
		"ZADD K 1 V 2.5 V", "ZINCRBY K 0.1 V", "ZREM K V", "ZPOPMAX K", "SUNIONSTORE K K K",
		"SETBIT K 9 1", "XADD K * f V", "XTRIM K MAXLEN 1",
		"EXPIRE K 300", "PEXPIRE K 90000", "PERSIST K", "EXPIRE K -1", "DEL K", "DEL K K", "RENAME K K", "RENAMENX K K", "COPY K K",
		"MOVE K 1", "MSET K V K V", "FLUSHDB",
	}
	words := strings.Fields(forms[r.IntN(len(forms))])
	for i, word := range words {
		switch word {
		case "K":
			words[i] = fmt.Sprintf("key:%d", r.IntN(6))
		case "V":
			words[i] = fmt.Sprintf("v%d", r.IntN(5))
		}
	}
	return strings.Join(words, " ")
}
