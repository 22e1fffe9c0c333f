package command_test

import (
	"slices"
	"testing"

	"redis-tutor/sandbox/command"
)

// asked are questions in the words of people who do not know Redis's yet, and
// the commands of which one must be among the first three. They were written
// down before anybody looked what finds them.
var asked = []struct {
	text string
	want []string
}{
	{"key stay for ever", []string{"PERSIST"}},
	{"delete", []string{"DEL"}},
	{"keep key", []string{"PERSIST"}},
	{"remove ttl", []string{"PERSIST"}},
	{"how long does a key live", []string{"TTL"}},
	{"count members", []string{"SCARD"}},
	{"delete field", []string{"HDEL"}},
	{"random element", []string{"SRANDMEMBER"}},
	{"rename", []string{"RENAME"}},
	{"how do i store a value", []string{"SET"}},
	{"is there a key", []string{"EXISTS"}},
	{"add one to a number", []string{"INCR"}},
	{"subtract from a number", []string{"DECRBY", "DECR"}},
	{"throw a key away", []string{"DEL"}},
	{"what keys are there", []string{"KEYS", "SCAN"}},
	{"what kind of value is it", []string{"TYPE"}},
	{"put in front of a list", []string{"LPUSH"}},
	{"see the whole list", []string{"LRANGE"}},
	{"how many things are in my list", []string{"LLEN"}},
	{"take the first item off a list", []string{"LPOP"}},
	{"wait for a new item", []string{"BLPOP"}},
	{"is somebody in the set", []string{"SISMEMBER"}},
	{"show everything in a set", []string{"SMEMBERS"}},
	{"what two sets have in common", []string{"SINTER"}},
	{"leaderboard top ten", []string{"ZRANGE", "ZREVRANGE"}},
	{"rank of a player", []string{"ZRANK", "ZREVRANK"}},
	{"raise somebody's score", []string{"ZINCRBY"}},
	{"all fields of a hash", []string{"HGETALL"}},
	{"does the hash have this field", []string{"HEXISTS"}},
	{"count up a field", []string{"HINCRBY"}},
	{"save several values at once", []string{"MSET"}},
	{"when will my key vanish", []string{"EXPIRETIME", "TTL"}},
	{"let a key die after a minute", []string{"EXPIRE"}},
	{"only set if not there yet", []string{"SETNX", "SET"}},
	{"do several commands together", []string{"MULTI"}},
	{"watch a key for change", []string{"WATCH"}},
	{"send a message", []string{"PUBLISH"}},
	{"how many keys do I have", []string{"DBSIZE"}},
	{"how much memory does a key use", []string{"MEMORY USAGE"}},
	{"change to another database", []string{"SELECT"}},
	{"stick text onto the end", []string{"APPEND"}},
	{"how long is a string", []string{"STRLEN"}},
	{"pick a winner by chance", []string{"SRANDMEMBER", "SPOP"}},
	{"remove a person from a set", []string{"SREM"}},
	{"get rid of an element in the middle of a list", []string{"LREM"}},
	{"what version is the server", []string{"INFO"}},
	{"who is connected", []string{"CLIENT LIST"}},
	{"last time it was saved to disk", []string{"LASTSAVE"}},
	{"log in with password", []string{"AUTH"}},
	{"what time is it on the server", []string{"TIME"}},
	{"flip a bit", []string{"SETBIT"}},
	{"part of a string", []string{"GETRANGE"}},
	{"delete without blocking", []string{"UNLINK"}},
	{"get many keys at once", []string{"MGET"}},
	{"difference between two sets", []string{"SDIFF"}},
	{"lowest score", []string{"ZPOPMIN", "ZRANGE"}},
	{"write to a log", []string{"XADD"}},
	{"how do I make a counter", []string{"INCR"}},
	{"make a key disappear after one hour", []string{"EXPIRE"}},
	{"see the last items of a list", []string{"LRANGE"}},
	{"pop from the right", []string{"RPOP"}},
	{"join two sets", []string{"SUNION"}},
	{"who has the most points", []string{"ZREVRANGE", "ZRANGE", "ZPOPMAX"}},
	{"is the key still there", []string{"EXISTS"}},
	{"replace an item in a list", []string{"LSET"}},
	{"number of fields in a hash", []string{"HLEN"}},
	{"erase everything", []string{"FLUSHALL", "FLUSHDB"}},
	{"get the values of a hash", []string{"HVALS", "HGETALL"}},
	{"move an item to another list", []string{"LMOVE", "RPOPLPUSH"}},
	{"lower a number by five", []string{"DECRBY"}},
	{"check if a user is in a set", []string{"SISMEMBER"}},
	{"find the place of a member", []string{"ZRANK", "ZREVRANK"}},
	{"watch what other clients send", []string{"MONITOR"}},
	{"test the connection", []string{"PING"}},
	{"store a user with name and age", []string{"HSET"}},
	{"print all values of a list", []string{"LRANGE"}},
	{"add a person to a set", []string{"SADD"}},
	{"how long was a key not used", []string{"OBJECT IDLETIME"}},
	{"run several commands atomically", []string{"MULTI", "EVAL"}},
	{"time left", []string{"TTL", "PTTL"}},
	{"make a copy of a key", []string{"COPY"}},
	{"how big is a value", []string{"STRLEN", "MEMORY USAGE"}},
	{"can I change the name of a key", []string{"RENAME"}},
	{"take a random item out of a set", []string{"SPOP"}},
	{"close a client", []string{"CLIENT KILL"}},
	{"when does my key expire", []string{"EXPIRETIME", "TTL"}},
	{"sort by score", []string{"ZRANGE", "SORT", "ZREVRANGE"}},
	{"get the name of every key", []string{"KEYS", "SCAN"}},
	{"double a number", []string{"INCRBY", "INCR", "INCRBYFLOAT"}},
	{"does this key have a ttl", []string{"TTL"}},
	{"cut a list to ten items", []string{"LTRIM"}},
	{"last element of a list", []string{"LINDEX", "RPOP", "LRANGE"}},
	{"second item of a list", []string{"LINDEX"}},
	{"add a place on the map", []string{"GEOADD"}},
	{"how far is it between two cities", []string{"GEODIST"}},
	{"tell everybody something", []string{"PUBLISH"}},
	{"stop listening", []string{"UNSUBSCRIBE"}},
	{"save to disk now", []string{"SAVE", "BGSAVE"}},
	{"unique items", []string{"SADD", "PFADD"}},
	{"how many people are in the set", []string{"SCARD"}},
	{"remove the oldest item", []string{"LPOP", "RPOP"}},
	{"insert in the middle of a list", []string{"LINSERT"}},
	{"turn the server off", []string{"SHUTDOWN"}},
	{"show the settings", []string{"CONFIG GET"}},
	{"who am i", []string{"ACL WHOAMI"}},
	{"which keys begin with user", []string{"KEYS", "SCAN"}},
	{"expire at midnight", []string{"EXPIREAT"}},
	{"make text longer", []string{"APPEND"}},
	{"is the hash empty", []string{"HLEN", "HEXISTS"}},
}

func TestSearchFindsAmongTheFirst(t *testing.T) {
	table := load(t)
	for _, q := range asked {
		hits := names(table.Search(q.text))
		first := hits[:min(3, len(hits))]
		if !slices.ContainsFunc(first, func(name string) bool { return slices.Contains(q.want, name) }) {
			t.Errorf("Search(%q) = %v, want one of %v among the first three", q.text, hits, q.want)
		}
	}
}

func TestSpeaks(t *testing.T) {
	for _, tt := range []struct {
		text, question string
		speaks         bool
	}{
		{"search the lines you typed", "how do I search?", true},
		{"search the lines you typed", "find a line", true},
		{"hand the reply to a program", "programs reply", true},
		{"show a key", "see my keys", true},
		{"show a key", "delete my keys", false},
		{"the editor", "keyboard shortcuts", true},
		{"anything", "of the", false},
		{"", "line", false},
	} {
		if got := command.Speaks(tt.text, tt.question); got != tt.speaks {
			t.Errorf("Speaks(%q, %q) = %v", tt.text, tt.question, got)
		}
	}
}
