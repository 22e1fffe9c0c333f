package grammar

import (
	"slices"
	"strings"
)

// A rule is what Redis refuses although COMMAND DOCS does not tell. It is about
// an option once that stands on the line.
type rule struct {
	command string
	option  string
	bars    string // options that do not go with it, on whichever side
	needs   string // options of which one must stand beside it
	alone   bool   // what can come more than once otherwise comes once
}

// rulesOf returns the rules of a command. A test proves them on a server.
func rulesOf(command string) []rule {
	return slices.DeleteFunc([]rule{
		{command: "BITOP", option: "NOT", alone: true},
		{command: "CLIENT LIST", option: "TYPE", bars: "ID"},
		{command: "CLIENT TRACKING", option: "BCAST", bars: "OPTIN OPTOUT"},
		{command: "CLIENT TRACKING", option: "OPTIN", bars: "OPTOUT"},
		{command: "CLIENT TRACKING", option: "PREFIX", bars: "OPTIN OPTOUT", needs: "BCAST"},
		{command: "GEORADIUS", option: "STORE", bars: "WITHCOORD WITHDIST WITHHASH"},
		{command: "GEORADIUS", option: "STOREDIST", bars: "WITHCOORD WITHDIST WITHHASH"},
		{command: "GEORADIUSBYMEMBER", option: "STORE", bars: "WITHCOORD WITHDIST WITHHASH"},
		{command: "GEORADIUSBYMEMBER", option: "STOREDIST", bars: "WITHCOORD WITHDIST WITHHASH"},
		{command: "LCS", option: "LEN", bars: "IDX"},
		{command: "RESTORE", option: "IDLETIME", bars: "FREQ"},
		{command: "XADD", option: "LIMIT", needs: "~"},
		{command: "XTRIM", option: "LIMIT", needs: "~"},
		{command: "ZADD", option: "INCR", alone: true},
		{command: "ZADD", option: "NX", bars: "GT LT"},
		{command: "ZRANGE", option: "LIMIT", needs: "BYSCORE BYLEX"},
		{command: "ZRANGE", option: "WITHSCORES", bars: "BYLEX"},
		{command: "ZRANGESTORE", option: "LIMIT", needs: "BYSCORE BYLEX"},
	}, func(r rule) bool { return r.command != command })
}

// barred returns the options that do not go with token.
func barred(rules []rule, token string) []string {
	var list []string
	for _, r := range rules {
		bars := strings.Fields(r.bars)
		switch {
		case strings.EqualFold(r.option, token):
			list = append(list, bars...)
		case hasToken(bars, token):
			list = append(list, r.option)
		}
	}
	return list
}

// needed returns the options of which token needs one.
func needed(rules []rule, token string) []string {
	for _, r := range rules {
		if strings.EqualFold(r.option, token) && r.needs != "" {
			return strings.Fields(r.needs)
		}
	}
	return nil
}

// alone reports whether an option has what is repeated come once.
func alone(rules []rule, token string) bool {
	return slices.ContainsFunc(rules, func(r rule) bool { return r.alone && strings.EqualFold(r.option, token) })
}

func hasToken(tokens []string, token string) bool {
	return slices.ContainsFunc(tokens, func(t string) bool { return strings.EqualFold(t, token) })
}

// opensWith reports whether a node begins with one of the tokens.
func opensWith(n node, tokens []string) bool {
	return slices.ContainsFunc(n.wants(), func(w Want) bool { return w.Role == Token && hasToken(tokens, w.Token) })
}

// less returns a node without the choices that begin with one of the tokens,
// nil when nothing is left of it.
func less(n node, tokens []string) node {
	choices, ok := n.(alt)
	switch {
	case ok:
		choices = slices.DeleteFunc(slices.Clone(choices), func(c node) bool { return opensWith(c, tokens) })
		if len(choices) > 0 {
			return choices
		}
		return nil
	case opensWith(n, tokens):
		return nil
	}
	return n
}
