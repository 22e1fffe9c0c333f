package embedded

import (
	"cmp"
	"iter"
	"math/rand/v2"
	"sort"
	"strings"

	"github.com/tidwall/btree"
)

// zset is a sorted set value. miniredis has the scores, the members in their
// order are kept beside it: whatever changes a score changes both.
type zset struct {
	home
	large bool // kept as a skip list, no longer as a listpack
	order *btree.BTreeG[*scored]
	came  *dict[struct{}] // the members as they came, from the first ZSCAN on
}

// scored is a member with its score.
type scored struct {
	name  string
	score float64
}

func newZset(p home) *zset {
	before := func(x, y *scored) bool { return x.compare(y) < 0 }
	return &zset{home: p, order: btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})}
}

func (z *zset) kind() string { return "zset" }

func (z *zset) encoding() string {
	if z.large {
		return "skiplist"
	}
	return "listpack"
}

// scores are those that miniredis has, by member.
func (z *zset) scores() map[string]float64 {
	if z == nil {
		return nil
	}
	scores, _ := z.db.SortedSet(z.key)
	return scores
}

func (z *zset) size() int {
	if z == nil {
		return 0
	}
	return z.order.Len()
}

func (z *zset) copyTo(p home) value {
	for name, score := range z.scores() {
		_, _ = p.db.ZAdd(p.key, score, name) // nothing is there
	}
	return &zset{home: p, large: z.large, order: z.order.Copy()}
}

func (z *zset) score(name string) (float64, bool) {
	score, ok := z.scores()[name]
	return score, ok
}

// set gives a member a score.
func (z *zset) set(name string, score float64) {
	old, there := z.score(name)
	if there && old == score {
		return
	}
	if score == 0 && !z.large {
		score = 0 // a listpack keeps whole numbers, and they know no -0
	}
	if there {
		z.order.Delete(&scored{name, old})
	} else if z.came != nil {
		z.came.put(name, struct{}{})
	}
	z.order.Set(&scored{name, score})
	_, _ = z.db.ZAdd(z.key, score, name)
}

func (z *zset) remove(name string) bool {
	score, there := z.score(name)
	if !there {
		return false
	}
	z.order.Delete(&scored{name, score})
	z.came.remove(name)
	_, _ = z.db.ZRem(z.key, name)
	return true
}

// from yields the members from a rank on, by score, and by name where scores
// are equal. They must not change meanwhile.
func (z *zset) from(rank int) iter.Seq[*scored] {
	return func(yield func(*scored) bool) {
		if first := z.at(rank); first != nil {
			z.order.Ascend(first, yield)
		}
	}
}

// at returns the member of a rank, or nil outside.
func (z *zset) at(rank int) *scored {
	if z == nil {
		return nil
	}
	x, _ := z.order.GetAt(rank)
	return x
}

// search returns the rank of the first member for which reached holds; it has
// to hold for all behind it.
func (z *zset) search(reached func(*scored) bool) int {
	return sort.Search(z.size(), func(i int) bool { return reached(z.at(i)) })
}

func (x *scored) compare(y *scored) int {
	return cmp.Or(cmp.Compare(x.score, y.score), strings.Compare(x.name, y.name))
}

// rank is the place of a member that is there, from 0 on.
func (z *zset) rank(name string, score float64) int {
	sought := &scored{name, score}
	return z.search(func(x *scored) bool { return x.compare(sought) >= 0 })
}

// measure makes the set a skip list when it is too large for a listpack.
func (z *zset) measure(s *Server, names ...string) {
	for _, name := range names {
		z.large = z.large || int64(len(name)) > s.config.number("zset-max-listpack-value")
	}
	z.large = z.large || int64(z.size()) > s.config.number("zset-max-listpack-entries")
}

// list returns the names of the members in order.
func (z *zset) list() []string {
	names := make([]string, 0, z.size())
	for x := range z.from(0) {
		names = append(names, x.name)
	}
	return names
}

// random returns any member of a set that is not empty.
func (z *zset) random() string { return z.at(rand.IntN(z.size())).name }
