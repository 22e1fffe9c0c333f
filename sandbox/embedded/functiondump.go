package embedded

import (
	"maps"
	"slices"
)

// dumpLibrary begins a library in the payload of FUNCTION DUMP.
const dumpLibrary = 0xF5

func functionDump(c *call) {
	var out []byte
	libs := c.s.scripts.libs.byName
	for _, name := range slices.Sorted(maps.Keys(libs)) {
		out = appendText(append(out, dumpLibrary), libs[name].body)
	}
	c.bytes(sealed(out))
}

// functionRestore loads all libraries of a payload, or none.
func functionRestore(c *call) {
	policy := "APPEND"
	switch {
	case len(c.args) > 4:
		c.subcommandSyntax()
		return
	case len(c.args) == 4:
		policy = c.arg(3)
	}
	if policy != "FLUSH" && policy != "APPEND" && policy != "REPLACE" {
		c.fail("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.")
		return
	}
	body, ok := unsealed(c.args[2])
	if !ok {
		c.fail(badPayload)
		return
	}
	old := c.s.scripts.libs
	libs := libraries{maps.Clone(old.byName), maps.Clone(old.functions)}
	if policy == "FLUSH" {
		libs = libraries{}
	}
	if problem := libs.restore(c.s, body, policy == "REPLACE"); problem != "" {
		c.fail("%s", problem)
		return
	}
	c.s.scripts.libs = libs
	c.ok()
}

func (ls *libraries) restore(s *Server, body []byte, replace bool) (problem string) {
	for p := (&payload{body, true}); len(p.rest) > 0; {
		if kind := p.take(1)[0]; kind != dumpLibrary {
			return "ERR given type is not a function"
		}
		text := p.text()
		if !p.ok {
			return "ERR Bad data format"
		}
		if name, _ := libraryName(text); ls.byName[name] != nil && !replace {
			return "ERR Library " + name + " already exists"
		}
		if _, problem := ls.take(s, text, replace); problem != "" {
			return problem
		}
	}
	return ""
}
