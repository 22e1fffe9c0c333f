package main

import (
	"errors"
	"net"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// server is what one server says.
type server struct {
	version  string // major and minor, as "7.0"
	commands map[string]*row
}

// row is a command with its grammar.
type row struct {
	command.Command
	args    []command.Argument
	history []change
}

// ask asks the server that listens at addr: a TCP address, or the path of a
// socket.
func ask(addr string) (server, error) {
	network := "tcp"
	if strings.HasPrefix(addr, "/") {
		network = "unix"
	}
	conn, err := net.Dial(network, addr)
	if err != nil {
		return server{}, err
	}
	defer conn.Close()
	var answers []reply.Value
	r := reply.NewReader(conn)
	for _, question := range [][]string{{"COMMAND"}, {"COMMAND", "DOCS"}, {"INFO", "server"}} {
		if _, err := conn.Write(reply.AppendCommand(nil, question...)); err != nil {
			return server{}, err
		}
		v, err := r.Read()
		if err == nil && v.IsError() {
			err = errors.New(v.Text)
		}
		if err != nil {
			return server{}, err
		}
		answers = append(answers, v)
	}
	return server{version(answers[2].Text), rows(answers[0], answers[1])}, nil
}

// unreleased is what a server built from the development branch of Redis 8
// calls itself.
const unreleased = "255.255"

// version finds "7.0" in what INFO says.
func version(info string) string {
	_, rest, _ := strings.Cut(info, "redis_version:")
	parts := strings.SplitN(rest, ".", 3)
	found := strings.Join(parts[:min(2, len(parts))], ".")
	if found == unreleased {
		return "8.0"
	}
	return found
}

// rows makes one row of what COMMAND and COMMAND DOCS say about a name.
func rows(infos, docs reply.Value) map[string]*row {
	all := map[string]*row{}
	for _, info := range infos.Items {
		addInfo(all, info)
	}
	addDocs(all, docs)
	return all
}

func addInfo(all map[string]*row, info reply.Value) {
	it := info.Items
	r := &row{}
	r.Name = tableName(it[0].Text)
	r.Arity = int(it[1].Int)
	r.Flags = texts(it[2])
	r.Span = [3]int{int(it[3].Int), int(it[4].Int), int(it[5].Int)}
	for _, category := range texts(it[6]) {
		r.ACL = append(r.ACL, strings.TrimPrefix(category, "@"))
	}
	r.Tips = texts(it[7])
	for _, spec := range it[8].Items {
		r.Specs = append(r.Specs, keySpec(r.Name, spec))
	}
	all[r.Name] = r
	for _, sub := range it[9].Items {
		addInfo(all, sub)
	}
}

func addDocs(all map[string]*row, docs reply.Value) {
	for i := 0; i+1 < len(docs.Items); i += 2 {
		r := all[tableName(docs.Items[i].Text)]
		if r == nil {
			continue
		}
		doc := docs.Items[i+1]
		r.Since, r.Group = doc.Field("since").Text, doc.Field("group").Text
		r.Complexity = formula(doc.Field("complexity").Text)
		r.Deprecated = doc.Field("deprecated_since").Text
		r.args = arguments(doc.Field("arguments"), r.Since)
		for _, c := range doc.Field("history").Items {
			r.history = append(r.history, change{c.Items[0].Text, c.Items[1].Text})
		}
		addDocs(all, doc.Field("subcommands"))
	}
}

func keySpec(name string, spec reply.Value) command.KeySpec {
	s := command.KeySpec{Flags: texts(spec.Field("flags"))}
	begin, find := spec.Field("begin_search"), spec.Field("find_keys")
	where, how := begin.Field("spec"), find.Field("spec")
	switch begin.Field("type").Text {
	case "index":
		s.Index = int(where.Field("index").Int)
	case "keyword":
		s.Keyword, s.From = where.Field("keyword").Text, int(where.Field("startfrom").Int)
	default:
		s.Unknown = true
		if strings.HasPrefix(name, "SORT") && slices.Contains(s.Flags, "OW") {
			s.Keyword, s.From = "STORE", 2
		}
	}
	s.Step = int(how.Field("keystep").Int)
	if find.Field("type").Text == "keynum" {
		s.Counted, s.First = true, int(how.Field("firstkey").Int)
		return s
	}
	s.Last, s.Limit = int(how.Field("lastkey").Int), int(how.Field("limit").Int)
	return s
}

// arguments reads a grammar. An argument says its version only where it came
// after what it belongs to.
func arguments(v reply.Value, since string) []command.Argument {
	var args []command.Argument
	for _, item := range v.Items {
		arg := command.Argument{
			Name:  shown(item),
			Type:  item.Field("type").Text,
			Token: item.Field("token").Text,
			Flags: texts(item.Field("flags")),
		}
		came := since
		if own := item.Field("since").Text; command.Later(own, since) {
			arg.Since, came = own, own
		}
		arg.Args = arguments(item.Field("arguments"), came)
		args = append(args, arg)
	}
	return args
}

// shown is the name of an argument as help shows it.
func shown(arg reply.Value) string {
	if text := arg.Field("display_text").Text; text != "" {
		return text
	}
	return arg.Field("name").Text
}

// formula returns the first O(…) of a complexity text.
func formula(text string) string {
	at := strings.Index(text, "O(")
	if at < 0 {
		return ""
	}
	depth := 0
	for i := at + 1; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return text[at : i+1]
			}
		}
	}
	return ""
}

// tableName turns "config|get" into "CONFIG GET".
func tableName(name string) string {
	return strings.ToUpper(strings.ReplaceAll(name, "|", " "))
}

func texts(v reply.Value) []string {
	var out []string
	for _, item := range v.Items {
		out = append(out, item.Text)
	}
	return out
}
