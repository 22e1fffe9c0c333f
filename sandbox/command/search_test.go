package command_test

import (
	"slices"
	"testing"
)

// questions are what newcomers ask, and the commands of which one must come
// first.
var questions = []struct {
	text  string
	first []string
}{
	{"ttl of a key", []string{"TTL"}},
	{"change the name of a key", []string{"RENAME"}},
	{"top scores leaderboard", []string{"ZRANGE", "ZREVRANGE"}},
	{"delete a key after a time", []string{"EXPIRE"}},
	{"list all keys", []string{"KEYS", "SCAN"}},
	{"how long does a key have to live", []string{"TTL"}},
	{"remove a key", []string{"DEL"}},
	{"read a key", []string{"GET"}},
	{"delete keys", []string{"DEL"}},
	{"add one to a counter", []string{"INCR"}},
	{"increment a number", []string{"INCR", "INCRBY"}},
	{"decrement", []string{"DECR", "DECRBY"}},
	{"save a value", []string{"SET", "SAVE"}},
	{"read a value", []string{"GET"}},
	{"check whether a key exists", []string{"EXISTS"}},
	{"length of a list", []string{"LLEN"}},
	{"length of a string", []string{"STRLEN"}},
	{"add to the end of a list", []string{"RPUSH"}},
	{"add to the front of a list", []string{"LPUSH"}},
	{"remove the first item of a list", []string{"LPOP"}},
	{"show the whole list", []string{"LRANGE"}},
	{"remove an item from a list", []string{"LREM"}},
	{"keep only the newest items of a list", []string{"LTRIM"}},
	{"set a field of a hash", []string{"HSET"}},
	{"read all fields of a hash", []string{"HGETALL"}},
	{"delete a field", []string{"HDEL"}},
	{"members of a set", []string{"SMEMBERS"}},
	{"is something in a set", []string{"SISMEMBER"}},
	{"common members of two sets", []string{"SINTER"}},
	{"difference of sets", []string{"SDIFF"}},
	{"union of sets", []string{"SUNION"}},
	{"random member", []string{"SRANDMEMBER", "SPOP"}},
	{"position of a player in the leaderboard", []string{"ZREVRANK", "ZRANK"}},
	{"members between two scores", []string{"ZRANGEBYSCORE", "ZCOUNT", "ZRANGE"}},
	{"start a transaction", []string{"MULTI"}},
	{"cancel a transaction", []string{"DISCARD"}},
	{"send a message to a channel", []string{"PUBLISH"}},
	{"listen to a channel", []string{"SUBSCRIBE"}},
	{"run a lua script", []string{"EVAL"}},
	{"how many keys are in the database", []string{"DBSIZE"}},
	{"delete everything", []string{"FLUSHALL", "FLUSHDB"}},
	{"switch to another database", []string{"SELECT"}},
	{"what type is a key", []string{"TYPE"}},
	{"stop a key from expiring", []string{"PERSIST"}},
	{"wait for an item of a queue", []string{"BLPOP", "BRPOP"}},
	{"places near me", []string{"GEOSEARCH"}},
	{"distance between two places", []string{"GEODIST"}},
	{"append text", []string{"APPEND"}},
	{"set a password", []string{"AUTH", "ACL SETUSER"}},
	{"memory of a key", []string{"MEMORY USAGE"}},
	{"count unique visitors", []string{"PFCOUNT", "PFADD"}},
	{"slow commands", []string{"SLOWLOG GET"}},
	{"substring", []string{"GETRANGE"}},
	{"copy a key", []string{"COPY"}},
	{"undo a transaction", []string{"DISCARD"}},
	{"see all the data", []string{"KEYS", "SCAN"}},
	{"cache for 10 minutes", []string{"EXPIRE", "SET", "SETEX"}},
	{"rate limit", []string{"INCR", "ZREMRANGEBYSCORE"}},
	{"does the server answer", []string{"PING"}},
	{"empty the database", []string{"FLUSHDB", "FLUSHALL"}},
	{"sort a list", []string{"SORT"}},
	{"lock", []string{"SET"}},
	{"several keys at once", []string{"MSET", "MGET"}},
}

func TestSearch(t *testing.T) {
	table := load(t)
	for _, q := range questions {
		hits := names(table.Search(q.text))
		if len(hits) == 0 || !slices.Contains(q.first, hits[0]) {
			t.Errorf("Search(%q) = %v, want one of %v first", q.text, hits, q.first)
		}
	}
	for _, text := range []string{"", "the of a", "wombat xyzzy"} {
		if hits := table.Search(text); len(hits) > 0 {
			t.Errorf("Search(%q) = %v, want nothing", text, names(hits))
		}
	}
}

// TestSearchForSomeKeys: who would remove some keys is told how to find them
// before she is told how to lose all.
func TestSearchForSomeKeys(t *testing.T) {
	hits := names(load(t).Search("how do I delete all keys matching a pattern"))
	all := slices.Index(hits, "FLUSHALL")
	for _, name := range []string{"SCAN", "UNLINK"} {
		if at := slices.Index(hits, name); at < 0 || all >= 0 && at > all {
			t.Errorf("%s is not before FLUSHALL in %v", name, hits)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	table := load(b)
	table.All()
	for b.Loop() {
		table.Search("how long does a key have to live")
	}
}
