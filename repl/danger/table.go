package danger

import (
	"strings"

	"redis-tutor/repl/script"
)

// A danger is a command that does harm whatever is there, and why.
type danger struct {
	name string // the command, with the words behind it where only some harm
	why  string
}

// dangers is the table, which nobody changes.
var dangers = table()

// table makes it. It is here and not with the facts about commands: which
// of them are worth a question is a matter of who sits at the prompt. What harms
// only the keys that are named (DEL, SET) is not in it, nor what is merely slow
// on what is named (SORT, LRANGE).
func table() []danger {
	const acl = "it changes who may log in to the server, and what they may do"
	const cluster = "it changes how the nodes of the cluster share the keys"
	const disk = "it makes the server write all of its data to disk now"
	const dump = disk + ", in the place of the dump that somebody may want to go back to" // and the fork for it takes memory
	const module = "it changes which code the server runs"
	const records = "it removes records that somebody may want to look into"
	const master = "it makes the server leave its master: what is written to either from then on, the other does not get"
	const replica = "it makes the server a copy of another one, and its own data is dropped for the other's"
	return []danger{
		{"FLUSHALL", "it removes every key of every database"},
		{"FLUSHDB", "it removes every key of this database"},
		{"SWAPDB", "it exchanges two databases under the hands of everybody who uses them"},
		{"SHUTDOWN", "it ends the server, for everybody"},
		{"CONFIG SET", "it changes the server's settings, for everybody"},
		{"CONFIG REWRITE", "it overwrites the server's configuration file"},
		{"CONFIG RESETSTAT", "it resets the statistics that somebody may be watching"},
		{"DEBUG", "it can stop or crash the server"},
		{"SLOWLOG RESET", records}, {"LATENCY RESET", records}, {"ACL LOG RESET", records},
		{"MIGRATE", "it moves keys to another server and removes them here"},
		{"REPLICAOF NO ONE", master}, {"SLAVEOF NO ONE", master}, // before those that they begin with
		{"REPLICAOF", replica}, {"SLAVEOF", replica},
		{"FAILOVER", "it makes the server hand over to a replica"},
		{"ACL SETUSER", acl}, {"ACL DELUSER", acl}, {"ACL LOAD", acl},
		{"ACL SAVE", "it overwrites the file of the server's users"},
		{"MODULE LOAD", module}, {"MODULE LOADEX", module}, {"MODULE UNLOAD", module},
		{"SCRIPT FLUSH", "it removes the scripts that other clients rely on"},
		{"SCRIPT KILL", "it ends a script that somebody is running"},
		{"FUNCTION FLUSH", "it removes all functions, which other clients rely on"},
		{"FUNCTION LOAD REPLACE", "it replaces functions that other clients may rely on"},
		{"FUNCTION DELETE", "it removes functions that other clients may rely on"},
		{"FUNCTION RESTORE", "it can replace functions that other clients rely on"},
		{"FUNCTION KILL", "it ends a function that somebody is running"},
		{"BGREWRITEAOF", disk}, {"BGSAVE", dump},
		{"SAVE", dump + ", and nobody is served meanwhile"},
		{"CLIENT KILL", "it cuts off other clients"},
		{"CLIENT PAUSE", "it makes all clients wait"},
		{"CLUSTER ADDSLOTS", cluster}, {"CLUSTER ADDSLOTSRANGE", cluster},
		{"CLUSTER BUMPEPOCH", cluster}, {"CLUSTER DELSLOTS", cluster},
		{"CLUSTER DELSLOTSRANGE", cluster}, {"CLUSTER FAILOVER", cluster},
		{"CLUSTER FLUSHSLOTS", cluster}, {"CLUSTER FORGET", cluster},
		{"CLUSTER MEET", cluster}, {"CLUSTER REPLICATE", cluster},
		{"CLUSTER RESET", cluster}, {"CLUSTER SAVECONFIG", cluster},
		{"CLUSTER SET-CONFIG-EPOCH", cluster}, {"CLUSTER SETSLOT", cluster},
	}
}

// listed returns what stands in the table about a command, of which the last
// words may not be known.
func listed(c script.Call) (danger, bool) {
	for _, d := range dangers {
		if d.is(c) {
			return d, true
		}
	}
	return danger{}, false
}

// is reports whether a call is one of that danger. It is asked of every line that
// is piped.
func (d danger) is(c script.Call) bool {
	rest := d.name
	for i := 0; rest != ""; i++ {
		var word string
		if i == len(c.Args) {
			return i > 0 && c.More
		}
		if word, rest, _ = strings.Cut(rest, " "); !strings.EqualFold(word, c.Args[i]) {
			return false
		}
	}
	return true
}
