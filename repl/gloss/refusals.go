package gloss

import "strings"

// explainRefusal says what to do when a server does not do what it is asked,
// whatever the command: by the error's first word.
func explainRefusal(code string) []Remark {
	switch code {
	case "NOAUTH":
		return one("This server wants a password first: `AUTH password`.")
	case "WRONGPASS":
		return one("The user name or the password is wrong. `AUTH password` is for the user `default`, `AUTH user password` for any other.")
	case "NOPERM":
		return one("The server's ACL does not let this user do that. `ACL WHOAMI` says who you are.")
	case "LOADING":
		return one("The server has just started and is reading its data. Try again in a moment.")
	case "MASTERDOWN":
		return one("This server is a replica that has lost its master, and it does not answer from old data.")
	case "READONLY":
		return one("This server is a replica: only its master takes writes. `INFO replication` names it.")
	case "NOREPLICAS":
		return one("The server is told to take writes only while enough replicas follow it, and they do not.")
	case "OOM":
		return one("The server's memory is full (`maxmemory`). Reading and removing still work.")
	case "MISCONF":
		return one("The server cannot save its data, so it takes no writes until that is mended.")
	case "BUSY":
		return one("A script is running and nothing else is served. `SCRIPT KILL` ends it, if it has written nothing.")
	case "CLUSTERDOWN", "CROSSSLOT", "MOVED", "ASK":
		return one("This server is a node of a cluster, and the key belongs elsewhere. The tutor talks to one server; redis-cli -c follows.")
	case "NOSCRIPT":
		return one("The server has no script of that digest. `SCRIPT LOAD` gives it one, `EVAL` takes the script itself.")
	case "BUSYKEY":
		return one("The key is there already. RESTORE overwrites it with REPLACE.")
	case "BUSYGROUP":
		return one("The stream has a consumer group of that name already.")
	case "NOGROUP":
		return one("A consumer group is made before it is read from: `XGROUP CREATE key group $`.")
	}
	return nil
}

// refusals are errors whose reason is behind their text, whatever the
// command. The texts are those of Redis 6.2 to 8.
var refusals = []struct{ part, why string }{
	{"DB index is out of range", "Databases have numbers, 0 to 15 unless the server is told otherwise."},
	{"invalid DB index", "A database is named by its number: `SELECT 1`."},
	{"EXEC without MULTI", "There is no transaction here: `MULTI` begins one."},
	{"DISCARD without MULTI", "There is no transaction here: `MULTI` begins one."},
	{"MULTI calls can not be nested", "You are inside a transaction already: `EXEC` runs it, `DISCARD` drops it."},
	{"WATCH inside MULTI", "`WATCH` comes before `MULTI`: it says which keys must stay as they are until `EXEC`."},
	{"invalid expire time", "A time to live is a whole number above 0. `DEL` removes at once, `PERSIST` takes a time away."},
	{"would overflow", "Redis counts in whole numbers of 64 bits, -9223372036854775808 to 9223372036854775807; this would leave them. Nothing was changed."},
	{"NaN or Infinity", "The sum would not be a number any more. Nothing was changed."},
	{"min or max is not a float", "A range of scores is two numbers, as in `1 5`; `(1` leaves 1 itself out, `-inf` and `+inf` are the ends."},
	{"min or max not valid string range", "A range of names has `[` or `(` before each end, as in `[a (c`; `-` and `+` are the ends."},
	{"weight value is not a float", "WEIGHTS wants one number for each key."},
	{"timeout is n", "A time to wait is a number of seconds from 0 on, and 0 is for ever."},
	{"can't be converted into double", "SORT compares numbers, unless `ALPHA` says that these are words."},
	{"source and destination objects are the same", "There is nothing to do: both are the same key in the same database."},
	{"offset is out of range", "Bytes and bits of a string are counted from 0, and a string has 512 MB at most."},
	{"string exceeds maximum allowed size", "A string has 512 MB at most, and less where the server is told so."},
	{"XX and NX options", "NX means: only what is new. XX means: only what is there. Both at once leave nothing."},
	{"GT, LT, and/or NX options", "NX means: only what is new. GT and LT compare with what is there. Choose one."},
	{"Number of keys can't be greater", "The number says how many of the words that follow are keys, and fewer follow."},
	{"should be greater than 0", "A number of keys, fields or elements is expected there, and comes before them."},
	{"allowed in this context", "This connection is subscribed, and in RESP2 it can do little else until `UNSUBSCRIBE`. With `HELLO 3` it can."},
	{"Invalid stream ID", "An ID of a stream is milliseconds and a counter, as in `1700000000000-0`; `*` lets Redis choose one."},
	{"equal or smaller than the target stream top item", "A stream only grows at its end: a new ID must be above the last one. `*` takes care of that."},
	{"DUMP payload version or checksum", "RESTORE takes what DUMP gave, byte for byte. Copied off a screen it must stand between double quotes."},
	{"No matching script", "The server has no script of that digest. `SCRIPT LOAD` gives it one, `EVAL` takes the script itself."},
	{"command not allowed. If the enable-", "The server's configuration switches this command off, since it can do harm."},
	{"must be greater than 0-0", "The smallest ID of a stream is 0-1; `*` lets Redis choose one."},
	{"invalid longitude,latitude", "Longitude comes first, -180 to 180, then latitude, about -85 to 85."},
	{"nonexistent global variable", "In Lua a name has no value until `local name = …` gives it one, and text stands in quotes."},
	{"called from script", "`redis.call` was given a command that this server does not have."},
	{"No such user", "`ACL LIST` shows the users there are."},
}

func explainByText(text string) []Remark {
	for _, r := range refusals {
		if strings.Contains(text, r.part) {
			return []Remark{{Text: r.why, Point: r.part}}
		}
	}
	return nil
}
