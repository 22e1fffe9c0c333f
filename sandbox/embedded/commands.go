package embedded

import (
	"slices"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// COMMAND and its subcommands, told from the command table: redis-cli asks
// for them when it starts.
func commandRules() map[string]rule {
	subs := container(map[string]rule{
		"COUNT":           func(c *call) { c.integer(int64(len(c.s.commands()))) },
		"INFO":            commandInfo,
		"DOCS":            commandDocs,
		"LIST":            commandList,
		"GETKEYS":         commandGetKeys,
		"GETKEYSANDFLAGS": commandGetKeys,
	})
	return map[string]rule{"COMMAND": func(c *call) {
		switch {
		case c.s.table() == nil:
			c.fail("ERR the command table is not there")
		case len(c.args) == 1:
			commandInfo(c)
		default:
			subs(c)
		}
	}}
}

// commands returns the commands, without subcommands, of the version that the
// server says it is. It has them all but PFDEBUG, which is for Redis's own
// tests.
func (s *Server) commands() []*command.Command {
	var out []*command.Command
	for _, cmd := range s.table().All() {
		if cmd.Container() == "" && !newer(cmd) {
			out = append(out, cmd)
		}
	}
	return out
}

// all returns the commands and subcommands.
func (s *Server) all() []*command.Command {
	var out []*command.Command
	for _, cmd := range s.commands() {
		out = append(append(out, cmd), s.table().Subcommands(cmd.Name)...)
	}
	return slices.DeleteFunc(out, newer)
}

// newer reports whether a command has come after the version that the server
// says it is: it may be called, but is not listed.
func newer(cmd *command.Command) bool {
	return command.Later(cmd.Since, Version)
}

// named returns the commands with these names, nil for those that are not
// there, and all when no names are given.
func (s *Server) named(names []string) []*command.Command {
	if len(names) == 0 {
		return s.commands()
	}
	out := make([]*command.Command, len(names))
	for i, name := range names {
		words := strings.Split(name, "|")
		if cmd, ok := s.table().Lookup(words...); ok && s.knows(strings.ToUpper(words[0])) && len(words) == cmd.NameWords() {
			out[i] = cmd
		}
	}
	return out
}

func commandInfo(c *call) {
	var items []reply.Value
	for _, cmd := range c.s.named(c.args[min(2, len(c.args)):]) {
		if cmd == nil {
			items = append(items, reply.Value{})
			continue
		}
		items = append(items, c.s.info(cmd))
	}
	c.reply(reply.NewArray(items...))
}

// wireName is a command's name as COMMAND writes it.
func wireName(cmd *command.Command) string {
	return strings.ToLower(strings.ReplaceAll(cmd.Name, " ", "|"))
}

func (s *Server) info(cmd *command.Command) reply.Value {
	var categories []reply.Value
	for _, category := range cmd.ACL {
		categories = append(categories, reply.NewStatus("@"+category))
	}
	subs := reply.Value{Kind: reply.Set}
	if cmd.Container() == "" {
		for _, sub := range s.table().Subcommands(cmd.Name) {
			if newer(sub) {
				continue
			}
			subs.Kind = reply.Array
			subs.Items = append(subs.Items, s.info(sub))
		}
	}
	var specs []reply.Value
	for _, spec := range cmd.Specs {
		specs = append(specs, keySpec(spec))
	}
	return reply.NewArray(
		reply.NewBulk(wireName(cmd)), reply.NewInt(int64(cmd.Arity)), statusSet(cmd.Flags),
		reply.NewInt(int64(cmd.Span[0])), reply.NewInt(int64(cmd.Span[1])), reply.NewInt(int64(cmd.Span[2])),
		reply.Value{Kind: reply.Set, Items: categories}, bulkSet(cmd.Tips),
		reply.Value{Kind: reply.Set, Items: specs}, subs,
	)
}

func keySpec(spec command.KeySpec) reply.Value {
	begin, find := pairs("type", "unknown", "spec", pairs()), pairs("type", "unknown", "spec", pairs())
	switch {
	case spec.Unknown:
	case spec.Keyword != "":
		begin = pairs("type", "keyword", "spec", pairs("keyword", spec.Keyword, "startfrom", spec.From))
	default:
		begin = pairs("type", "index", "spec", pairs("index", spec.Index))
	}
	switch {
	case spec.Unknown:
	case spec.Counted:
		find = pairs("type", "keynum", "spec", pairs("keynumidx", 0, "firstkey", spec.First, "keystep", spec.Step))
	default:
		find = pairs("type", "range", "spec", pairs("lastkey", spec.Last, "keystep", spec.Step, "limit", spec.Limit))
	}
	return pairs("flags", statusSet(spec.Flags), "begin_search", begin, "find_keys", find)
}

// pairs makes a map of names and values that are texts, numbers or replies.
func pairs(words ...any) reply.Value {
	v := reply.Value{Kind: reply.Map}
	for _, word := range words {
		switch w := word.(type) {
		case string:
			v.Items = append(v.Items, reply.NewBulk(w))
		case int:
			v.Items = append(v.Items, reply.NewInt(int64(w)))
		case reply.Value:
			v.Items = append(v.Items, w)
		}
	}
	return v
}

func statusSet(texts []string) reply.Value {
	v := reply.Value{Kind: reply.Set}
	for _, text := range texts {
		v.Items = append(v.Items, reply.NewStatus(text))
	}
	return v
}

func bulkSet(texts []string) reply.Value {
	v := reply.Value{Kind: reply.Set}
	for _, text := range texts {
		v.Items = append(v.Items, reply.NewBulk(text))
	}
	return v
}

func commandDocs(c *call) {
	v := reply.Value{Kind: reply.Map}
	for _, cmd := range c.s.named(c.args[2:]) {
		if cmd != nil {
			v.Items = append(v.Items, reply.NewBulk(wireName(cmd)), c.s.docs(cmd))
		}
	}
	c.reply(v)
}

// docs is what COMMAND DOCS says of a command, with our own summary.
func (s *Server) docs(cmd *command.Command) reply.Value {
	v := pairs("summary", cmd.Summary, "since", cmd.Since, "group", cmd.Group)
	if cmd.Complexity != "" {
		v.Items = append(v.Items, pairs("complexity", cmd.Complexity).Items...)
	}
	if args := cmd.Arguments(); len(args) > 0 {
		v.Items = append(v.Items, reply.NewBulk("arguments"), grammar(args))
	}
	subs := s.table().Subcommands(cmd.Name)
	if cmd.Container() != "" || len(subs) == 0 {
		return v
	}
	inner := reply.Value{Kind: reply.Map}
	for _, sub := range subs {
		if !newer(sub) {
			inner.Items = append(inner.Items, reply.NewBulk(wireName(sub)), s.docs(sub))
		}
	}
	v.Items = append(v.Items, reply.NewBulk("subcommands"), inner)
	return v
}

func grammar(args []command.Argument) reply.Value {
	items := make([]reply.Value, len(args))
	for i, arg := range args {
		items[i] = pairs("name", arg.Name, "type", arg.Type)
		add := func(more ...any) { items[i].Items = append(items[i].Items, pairs(more...).Items...) }
		if arg.Token != "" || arg.Type == "pure-token" {
			add("token", arg.Token)
		}
		if arg.Since != "" {
			add("since", arg.Since)
		}
		if len(arg.Flags) > 0 {
			add("flags", statusSet(arg.Flags))
		}
		if len(arg.Args) > 0 {
			add("arguments", grammar(arg.Args))
		}
	}
	return reply.NewArray(items...)
}

// commandList is COMMAND LIST, with a pattern or an ACL category as a filter.
func commandList(c *call) {
	by, want := c.arg(3), ""
	if len(c.args) == 5 {
		want = c.args[4]
	}
	if len(c.args) > 2 && (len(c.args) != 5 || c.arg(2) != "FILTERBY" || by != "PATTERN" && by != "ACLCAT" && by != "MODULE") {
		c.fail(syntaxErr)
		return
	}
	var out []string
	for _, cmd := range c.s.all() {
		name := wireName(cmd)
		switch {
		case by == "PATTERN" && !match(strings.ToLower(want), name), by == "MODULE":
		case by == "ACLCAT" && !contains(cmd.ACL, strings.ToLower(want)):
		default:
			out = append(out, name)
		}
	}
	c.bulks(out...)
}

func contains(list []string, want string) bool {
	for _, s := range list {
		if s == want {
			return true
		}
	}
	return false
}

// commandGetKeys is COMMAND GETKEYS and GETKEYSANDFLAGS.
func commandGetKeys(c *call) {
	args := c.args[2:]
	cmd, ok := c.s.table().Lookup(args...)
	switch {
	case !ok:
		c.fail("ERR Invalid command specified")
		return
	case len(cmd.Specs) == 0:
		c.fail("ERR The command has no key arguments")
		return
	case !cmd.ArityFits(len(args)):
		c.fail("ERR Invalid number of arguments specified for command")
		return
	}
	args, ok = withCounts(cmd, args)
	keys := cmd.Keys(args)
	switch {
	case !ok && cmd.Has("no_mandatory_keys"):
		c.array(0)
	case !ok, len(keys) == 0 && !cmd.Has("no_mandatory_keys"):
		c.fail("ERR Invalid arguments specified for command")
	case c.arg(1) == "GETKEYS":
		c.bulks(keys...)
	default:
		var items []reply.Value
		for _, spec := range cmd.Specs {
			one := *cmd
			one.Specs = []command.KeySpec{spec}
			for _, key := range one.Keys(args) {
				items = append(items, reply.NewArray(reply.NewBulk(key), statusSet(usedFor(cmd, spec, args))))
			}
		}
		c.reply(reply.NewArray(items...))
	}
}

// usedFor returns the flags of a key: what a command line does with it, where
// that depends on the line.
func usedFor(cmd *command.Command, spec command.KeySpec, args []string) []string {
	if !slices.Contains(spec.Flags, "variable_flags") {
		return spec.Flags
	}
	has := func(options ...string) bool {
		return slices.ContainsFunc(args[2:], func(arg string) bool { return slices.Contains(options, upper(arg)) })
	}
	switch {
	case cmd.Name == "SET" && !has("GET"):
		return []string{"OW", "update"}
	case strings.HasPrefix(cmd.Name, "BITFIELD") && !has("SET", "INCRBY"):
		return []string{"RO", "access"}
	}
	return []string{"RW", "access", "update"}
}

// withCounts returns the words with every number of keys as COMMAND reads it: by
// the digits in front. ok is false when it does not fit the keys behind it.
func withCounts(cmd *command.Command, args []string) (out []string, ok bool) {
	out = slices.Clone(args)
	for _, spec := range cmd.Specs {
		if !spec.Counted || spec.Keyword != "" {
			continue
		}
		if spec.Index >= len(args) {
			return args, false
		}
		n := leadingInt(args[spec.Index])
		if n < 1 || n > len(args)-spec.Index-spec.First {
			return args, false
		}
		out[spec.Index] = itoa(n)
	}
	return out, true
}

// leadingInt is C's atoi: spaces and a sign may go before the digits, and
// what follows them does not count.
func leadingInt(text string) int {
	text = strings.TrimLeft(text, " \t\n\v\f\r")
	digits := strings.TrimPrefix(strings.TrimPrefix(text, "+"), "-")
	end := 0
	for end < len(digits) && end < 9 && digits[end] >= '0' && digits[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(digits[:end])
	if strings.HasPrefix(text, "-") {
		return -n
	}
	return n
}
