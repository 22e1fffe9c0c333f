package image

import "strconv"

// restore returns the commands that make a key as the picture shows it,
// whatever is there now. With exact the server's own dump is used where there
// is one: it keeps encodings, the order of hashes, and deadlines of fields.
func restore(name string, p *picture, exact bool) [][]string {
	if !p.exists() {
		return [][]string{{"DEL", name}}
	}
	deadline := strconv.FormatInt(p.deadline, 10)
	plain := len(p.fields) > 0 && !fieldDeadlines(p) // a dump that cannot hold the deadlines of fields
	if p.dump != "" && !plain && (exact || create("", p) == nil) {
		return [][]string{{"DEL", name}, {"RESTORE", name, deadline, p.dump, "ABSTTL"}}
	}
	out := append([][]string{{"DEL", name}}, create(name, p)...)
	if p.deadline != 0 {
		out = append(out, []string{"PEXPIREAT", name, deadline})
	}
	return out
}

// create returns the commands that store a value under a key that is not
// there.
func create(name string, p *picture) [][]string {
	all := func(words ...string) [][]string { return [][]string{append(words, p.items...)} }
	switch p.kind {
	case "string":
		return all("SET", name)
	case "list":
		return all("RPUSH", name)
	case "hash":
		return append(all("HSET", name), p.fieldCommands(name)...)
	case "set":
		return all("SADD", name)
	case "zset":
		words := make([]string, 0, len(p.items)+2)
		words = append(words, "ZADD", name)
		for i := 0; i+1 < len(p.items); i += 2 {
			words = append(words, p.items[i+1], p.items[i])
		}
		return [][]string{words}
	case "stream":
		return p.stream.commands(name)
	}
	return nil
}

// restorable says why a key cannot be made again, "" when it can.
func restorable(p *picture) string {
	switch {
	case p.big:
		return p.why
	case p.dump == "" && p.stream != nil && p.stream.partial:
		return "without DUMP its groups cannot be put back"
	case p.exists() && p.dump == "" && create("", p) == nil:
		return "its type, " + p.kind + ", cannot be read without DUMP"
	}
	return ""
}
