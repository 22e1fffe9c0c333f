package embedded

import "math/rand/v2"

// skiplist keeps members in the order of their scores, and of their names
// where scores are equal. Each step of a level counts the members it leaps
// over, so that a member's rank is known.
type skiplist struct {
	head   *skipnode
	levels int
	n      int
}

type skipnode struct {
	name  string
	score float64
	next  []step
}

type step struct {
	to   *skipnode
	span int
}

const maxLevels = 32

func newSkiplist() *skiplist {
	return &skiplist{head: &skipnode{next: make([]step, maxLevels)}, levels: 1}
}

// before reports whether the node comes before a member with this score and
// name.
func (x *skipnode) before(score float64, name string) bool {
	return x.score < score || x.score == score && x.name < name
}

func randomLevels() int {
	n := 1
	for n < maxLevels && rand.IntN(4) == 0 {
		n++
	}
	return n
}

// path is, for each level, the last node before a place and its rank.
type path struct {
	nodes [maxLevels]*skipnode
	ranks [maxLevels]int
}

func (l *skiplist) find(score float64, name string) *path {
	p := &path{}
	x, rank := l.head, 0
	for i := l.levels - 1; i >= 0; i-- {
		for x.next[i].to != nil && x.next[i].to.before(score, name) {
			rank += x.next[i].span
			x = x.next[i].to
		}
		p.nodes[i], p.ranks[i] = x, rank
	}
	return p
}

func (l *skiplist) insert(score float64, name string) {
	p := l.find(score, name)
	levels := randomLevels()
	for i := l.levels; i < levels; i++ {
		p.nodes[i] = l.head
		l.head.next[i].span = l.n
	}
	l.levels = max(l.levels, levels)
	x := &skipnode{name: name, score: score, next: make([]step, levels)}
	for i := range levels {
		prev := &p.nodes[i].next[i]
		over := p.ranks[0] - p.ranks[i]
		x.next[i] = step{prev.to, prev.span - over}
		*prev = step{x, over + 1}
	}
	for i := levels; i < l.levels; i++ {
		p.nodes[i].next[i].span++
	}
	l.n++
}

// remove takes out a member that is there.
func (l *skiplist) remove(score float64, name string) {
	p := l.find(score, name)
	x := p.nodes[0].next[0].to
	for i := range l.levels {
		prev := &p.nodes[i].next[i]
		if prev.to == x {
			*prev = step{x.next[i].to, prev.span + x.next[i].span - 1}
		} else {
			prev.span--
		}
	}
	for l.levels > 1 && l.head.next[l.levels-1].to == nil {
		l.levels--
	}
	l.n--
}

// rank is the place of a member that is there, from 0 on.
func (l *skiplist) rank(score float64, name string) int { return l.find(score, name).ranks[0] }

// at returns the node at a place, nil outside.
func (l *skiplist) at(rank int) *skipnode {
	if rank < 0 || rank >= l.n {
		return nil
	}
	x, passed := l.head, -1
	for i := l.levels - 1; i >= 0; i-- {
		for x.next[i].to != nil && passed+x.next[i].span <= rank {
			passed += x.next[i].span
			x = x.next[i].to
		}
	}
	return x
}

// count returns how many members are at the beginning for which in holds; it
// must hold for none behind the first for which it does not.
func (l *skiplist) count(in func(*skipnode) bool) int {
	x, n := l.head, 0
	for i := l.levels - 1; i >= 0; i-- {
		for x.next[i].to != nil && in(x.next[i].to) {
			n += x.next[i].span
			x = x.next[i].to
		}
	}
	return n
}
