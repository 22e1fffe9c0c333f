// Command generate reads the facts about commands from a running Redis server
// and writes them as the table that package command parses:
//
//	go run ./sandbox/command/generate -addr 127.0.0.1:6379 > content/commands.json
//
// newer.json adds commands that the server is too old for. Summaries are left
// out, and of the complexity only the formula is kept.
package main

import (
	"bufio"
	"cmp"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"

	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

//go:embed newer.json
var newer []byte

func main() {
	addr := flag.String("addr", "127.0.0.1:6379", "the server to ask")
	flag.Parse()
	if err := run(*addr, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// row is one line of the table: a command with its grammar.
type row struct {
	command.Command
	Args []command.Argument `json:"args,omitempty"`
}

func run(addr string, w io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	infos, err := ask(conn, "COMMAND")
	if err != nil {
		return err
	}
	docs, err := ask(conn, "COMMAND", "DOCS")
	if err != nil {
		return err
	}
	rows := merge(infos, docs)
	if err := addNewer(rows, newer); err != nil {
		return err
	}
	return write(w, rows)
}

func ask(conn net.Conn, args ...string) (reply.Value, error) {
	if _, err := conn.Write(reply.AppendCommand(nil, args...)); err != nil {
		return reply.Value{}, err
	}
	v, err := reply.NewReader(conn).Read()
	if err == nil && v.IsError() {
		err = fmt.Errorf("%s", v.Text)
	}
	return v, err
}

// merge makes one row of what COMMAND and COMMAND DOCS say about a name.
func merge(infos, docs reply.Value) map[string]*row {
	rows := map[string]*row{}
	for _, info := range infos.Items {
		addInfo(rows, info)
	}
	addDocs(rows, docs)
	return rows
}

func addInfo(rows map[string]*row, info reply.Value) {
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
		r.Specs = append(r.Specs, keySpec(r.Name, fields(spec)))
	}
	rows[r.Name] = r
	for _, sub := range it[9].Items {
		addInfo(rows, sub)
	}
}

func addDocs(rows map[string]*row, docs reply.Value) {
	for i := 0; i+1 < len(docs.Items); i += 2 {
		r := rows[tableName(docs.Items[i].Text)]
		if r == nil {
			continue
		}
		doc := fields(docs.Items[i+1])
		r.Since, r.Group = doc["since"].Text, doc["group"].Text
		r.Complexity = formula(doc["complexity"].Text)
		r.Deprecated = doc["deprecated_since"].Text
		r.Args = arguments(doc["arguments"])
		r.Form = command.Form(r.Args)
		addDocs(rows, doc["subcommands"])
	}
}

func keySpec(name string, spec map[string]reply.Value) command.KeySpec {
	s := command.KeySpec{Flags: texts(spec["flags"])}
	begin, find := fields(spec["begin_search"]), fields(spec["find_keys"])
	where, how := fields(begin["spec"]), fields(find["spec"])
	switch begin["type"].Text {
	case "index":
		s.Index = int(where["index"].Int)
	case "keyword":
		s.Keyword, s.From = where["keyword"].Text, int(where["startfrom"].Int)
	default:
		s.Unknown = true
		if strings.HasPrefix(name, "SORT") && slices.Contains(s.Flags, "OW") {
			s.Keyword, s.From = "STORE", 2
		}
	}
	s.Step = int(how["keystep"].Int)
	if find["type"].Text == "keynum" {
		s.Counted, s.First = true, int(how["firstkey"].Int)
		return s
	}
	s.Last, s.Limit = int(how["lastkey"].Int), int(how["limit"].Int)
	return s
}

func arguments(v reply.Value) []command.Argument {
	var args []command.Argument
	for _, item := range v.Items {
		f := fields(item)
		args = append(args, command.Argument{
			Name:  f["name"].Text,
			Type:  f["type"].Text,
			Token: f["token"].Text,
			Flags: texts(f["flags"]),
			Args:  arguments(f["arguments"]),
		})
	}
	return args
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

// addNewer adds the hand-kept commands, unless the server knows them.
func addNewer(rows map[string]*row, data []byte) error {
	var more []*row
	if err := json.Unmarshal(data, &more); err != nil {
		return fmt.Errorf("newer.json: %w", err)
	}
	for _, r := range more {
		if rows[r.Name] == nil {
			r.Form = command.Form(r.Args)
			rows[r.Name] = r
		}
	}
	return nil
}

func write(w io.Writer, rows map[string]*row) error {
	sorted := make([]*row, 0, len(rows))
	for _, r := range rows {
		sorted = append(sorted, r)
	}
	slices.SortFunc(sorted, func(a, b *row) int { return cmp.Compare(a.Name, b.Name) })
	out := bufio.NewWriter(w)
	out.WriteString("[\n")
	for i, r := range sorted {
		var line strings.Builder
		enc := json.NewEncoder(&line)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(r); err != nil {
			return err
		}
		out.WriteString(strings.TrimSuffix(line.String(), "\n"))
		if i < len(sorted)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]\n")
	return out.Flush()
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

func fields(v reply.Value) map[string]reply.Value {
	out := make(map[string]reply.Value, len(v.Items)/2)
	for i := 0; i+1 < len(v.Items); i += 2 {
		out[v.Items[i].Text] = v.Items[i+1]
	}
	return out
}
