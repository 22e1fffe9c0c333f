package gloss

// explainEncoding says what OBJECT ENCODING's word stands for (see
// https://redis.io/docs/latest/commands/object-encoding/).
func explainEncoding(name string) []Remark {
	switch name {
	case "int":
		return one("int: a whole number of 64 bits, kept as a number.")
	case "embstr":
		return one("embstr: a short text, in one piece of memory with what Redis notes about it.")
	case "raw":
		return one("raw: a text of more than 44 bytes, or one that was changed in its place.")
	case "listpack", "ziplist":
		return one("%s: few and short elements, one behind the other in one piece of memory. When it grows, Redis changes to another form.", name)
	case "quicklist":
		return one("quicklist: a long list, kept as a chain of listpacks.")
	case "hashtable":
		return one("hashtable: many or long elements, each found at once however many there are.")
	case "intset":
		return one("intset: a small set of whole numbers, kept sorted.")
	case "skiplist":
		return one("skiplist: many or long members, found by score and, through a hash table, by name.")
	}
	return nil
}
