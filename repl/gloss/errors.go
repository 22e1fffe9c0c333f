package gloss

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/command/grammar"
	"redis-tutor/sandbox/reply"
)

// explainError finds the reason behind an error. The texts it looks for are
// those of Redis 6.2 to 8 (src/server.c, src/object.c, src/t_*.c).
func (f Facts) explainError() []Remark {
	text := f.Reply.Text
	has := func(part string) bool { return strings.Contains(text, part) }
	switch {
	case fromScript(text):
		return f.explainScript()
	case has("not a valid HyperLogLog"):
		return f.explainNoHyperLogLog()
	case isWrongType(f.Reply):
		return f.explainWrongType()
	case has("unknown command"):
		return f.explainUnknown()
	case has("wrong number of arguments"), has("syntax error"), has("nknown subcommand"), has("Unsupported option"):
		if which := f.explainSubcommand(); which != nil {
			return which
		}
		return slices.Concat(f.explainForm(), f.pointAtFault(), f.explainQuotes())
	case has("hash value is not an integer"), has("hash value is not a float"):
		return f.explainField()
	case has("not an integer"), has("not a valid float"), has("not a float"), has("must be positive"):
		return f.explainNumber()
	case f.Reply.ErrorCode() == "EXECABORT":
		return one("A command was refused while it was queued, so Redis ran none of them.")
	case has("no such key"):
		return f.explainNoKey()
	case has("requires the key to exist"):
		return one("There is no stream %s. `MKSTREAM` behind the ID makes it.", quote(f.key()))
	case has("index out of range"):
		return f.explainIndex()
	}
	if known := explainByText(text); known != nil {
		return known
	}
	if known := explainRefusal(f.Reply.ErrorCode()); known != nil {
		return known
	}
	return f.pointAtFault()
}

// explainNoKey names the key, of a command that is known to have one.
func (f Facts) explainNoKey() []Remark {
	if keys := f.keys(); len(keys) > 0 {
		return one("There is no key %s.", quote(keys[0]))
	}
	return nil
}

func (f Facts) explainIndex() []Remark {
	n, known := f.count("LLEN", f.key())
	if !known {
		return nil
	}
	return one("The list %s has %d elements, and they are counted from 0.", quote(f.key()), n)
}

// explainDoom follows an error inside MULTI.
func (f Facts) explainDoom() []Remark {
	if !f.InTx || !f.Doomed {
		return nil
	}
	return one("That command was not queued, and `EXEC` will now refuse the whole transaction. `DISCARD` drops it.")
}

func isWrongType(v reply.Value) bool {
	return v.ErrorCode() == "WRONGTYPE" || strings.Contains(v.Text, "must contain string values") // so says LCS
}

func (f Facts) explainWrongType() []Remark {
	c, ok := f.Commands().Lookup(f.Args...)
	if !ok {
		return nil
	}
	var lines []Remark
	for _, key := range c.Needs(f.Args) {
		typ := f.typeOf(key)
		if typ == "" || typ == "none" || slices.Contains(c.Types, typ) {
			continue
		}
		wants, rest := "", ""
		if len(c.Types) > 0 { // else it was a command in a script
			wants = "; `" + c.Name + "` works on " + c.Kinds()
		}
		if fits := commandsFor(typ); fits != "" {
			rest = " For " + command.TypeName(typ) + " there are " + fits + ", …"
		}
		lines = append(lines, one("%s holds %s%s.%s", quote(key), command.TypeName(typ), wants, rest)...)
	}
	return lines
}

// explainNoHyperLogLog names the strings that are none.
func (f Facts) explainNoHyperLogLog() []Remark {
	var lines []Remark
	for _, key := range f.keys() {
		v := f.Look("GETRANGE", key, "0", strconv.Itoa(command.HyperLogLogHead-1))
		if v.Kind == reply.Bulk && v.Text != "" && !command.IsHyperLogLog(v.Text) {
			lines = append(lines, one("%s holds a string that `PFADD` has not made, and `%s` works on no other.", quote(key), strings.ToUpper(f.Args[0]))...)
		}
	}
	return lines
}

// commandsFor names the commands a learner would reach for first.
func commandsFor(typ string) string {
	switch typ {
	case "string":
		return "`GET`, `SET`, `APPEND`, `STRLEN`"
	case "list":
		return "`LRANGE`, `RPUSH`, `LPUSH`, `LLEN`"
	case "hash":
		return "`HGETALL`, `HGET`, `HSET`, `HDEL`"
	case "set":
		return "`SMEMBERS`, `SADD`, `SISMEMBER`, `SREM`"
	case "zset":
		return "`ZRANGE`, `ZADD`, `ZSCORE`, `ZREM`"
	case "stream":
		return "`XRANGE`, `XADD`, `XLEN`"
	}
	return ""
}

// explainQuotes notices the quotes that web pages and word processors make.
func (f Facts) explainQuotes() []Remark {
	if !strings.ContainsAny(strings.Join(f.Args, " "), "“”„‘’«»") {
		return nil
	}
	return one("Those are quotes of a word processor. Redis knows the plain ones: \" and '.")
}

func (f Facts) explainUnknown() []Remark {
	if c, ok := f.Commands().Lookup(f.Args[0]); ok {
		return one("`%s` is a command of Redis, since %s, but this server does not have it.", c.Name, c.Since)
	}
	if about, found := command.Family(f.Args[0]); found {
		return one("`%s` is %s. This server does not have it.", strings.ToUpper(f.Args[0]), about)
	}
	near := f.Commands().Nearest(f.Args[0])
	switch {
	case len(near) == 0 && f.Meant:
		return nil
	case len(near) == 0 && len(f.Commands().Search(f.Args[0])) > 0: // delete, insert: said as elsewhere
		return one("This server has no command of that name. `help %s` finds those for it.", strings.ToLower(f.Args[0]))
	case len(near) == 0:
		return one("This server has no command of that name, and none looks like it.")
	}
	var names []string
	for _, c := range near[:min(3, len(near))] {
		names = append(names, "`"+c.Name+"`")
	}
	return one("Did you mean %s?", strings.Join(names, " or "))
}

func (f Facts) explainForm() []Remark {
	c, ok := f.Commands().Lookup(f.Args...)
	if !ok {
		return nil
	}
	form := one("The form is: `%s`", c.Syntax())
	if f.Unversioned {
		form = append(form, one("That is its form in the newest Redis. This server does not say its version, and may be older.")...)
	}
	return form
}

// pointAtFault names the word that Redis could not read, as far as the form
// tells.
func (f Facts) pointAtFault() []Remark {
	fault := f.read().Fault
	if fault == nil {
		return nil
	}
	return one("Where it went wrong: %s.", fault)
}

// read returns what each word of the command is for.
func (f Facts) read() *grammar.Line { return grammar.NewReader(f.Commands()).Read(f.Args) }

// explainNumber tells whether the number that Redis could not read was typed
// or is what the key holds.
func (f Facts) explainNumber() []Remark {
	if typed := slices.Concat(f.pointAtFault(), explainByText(f.Reply.Text)); len(typed) > 0 {
		return typed
	}
	switch strings.ToUpper(f.Args[0]) {
	case "HINCRBY", "HINCRBYFLOAT":
		return f.explainField()
	case "INCR", "DECR", "INCRBY", "DECRBY", "INCRBYFLOAT":
		return f.explainStored(quote(f.key()), "GETRANGE", f.key(), "0", strconv.Itoa(mostRead))
	}
	return nil
}

// mostRead is how much is read of a value that is shown, in bytes.
const mostRead = 99

// explainField shows the field in the way, unless it is long: no command reads
// a part of one.
func (f Facts) explainField() []Remark {
	key, field := f.key(), f.arg(2)
	if n, known := f.count("HSTRLEN", key, field); !known || n > mostRead {
		return nil
	}
	return f.explainStored("field "+quote(field)+" of "+quote(key), "HGET", key, field)
}

// explainStored shows the value in the way, found by a reading command.
func (f Facts) explainStored(where string, look ...string) []Remark {
	v := f.Look(look...)
	if v.IsError() || v.Str() == "" {
		return nil
	}
	return one("%s holds %s, which is not a number Redis can count with.", where, quoteValue(v.Str()))
}
