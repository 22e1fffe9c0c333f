package grammar

import "slices"

// Options are nodes that may come in any order, as Redis takes them.
type options []option

// An option is one of them.
type option struct {
	node
	rules  []rule
	needed bool // the line may not end without it
	again  bool // it may come more than once
	used   bool // and has come already
	last   bool // it takes all words to the end of the line
}

func (o options) read(text string) []way {
	var ways []way
	for i, item := range o {
		for _, w := range item.node.read(text) {
			w.rest = chain(w.rest, o.without(i, w.as.Token))
			ways = append(ways, w)
		}
	}
	return ways
}

// without returns what is left when option i has been begun, with a token.
func (o options) without(i int, token string) node {
	bars, needs := barred(o[i].rules, token), needed(o[i].rules, token)
	left := options{}
	for j, item := range o {
		switch {
		case j == i && item.again:
			item.used, item.needed = true, false
		case j == i || o[i].last && !item.needed:
			continue
		}
		if item.node = less(item.node, bars); item.node == nil {
			continue
		}
		item.needed = item.needed || opensWith(item.node, needs)
		left = append(left, item)
	}
	if len(left) == 0 {
		return nothing
	}
	return left
}

func (o options) done() bool {
	return !slices.ContainsFunc(o, func(item option) bool { return item.needed })
}

func (o options) wants() []Want {
	var wants []Want
	for _, item := range o {
		wants = append(wants, item.node.wants()...)
	}
	return wants
}

func (o options) form() string {
	nodes := make([]node, len(o))
	for i, item := range o {
		nodes[i] = item.node
		if item.again {
			nodes[i] = many{item.node, item.used}
		}
		if !item.needed && !item.used {
			nodes[i] = opt{nodes[i]}
		}
	}
	return forms(nodes, " ")
}

func (o options) bind(n int) node {
	bound := slices.Clone(o)
	for i := range bound {
		bound[i].node = bound[i].node.bind(n)
	}
	return bound
}
