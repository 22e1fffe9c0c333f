package embedded

import (
	"strings"
	"testing"
)

// TestMisses: which keys each command reports as missing to those who listen
// for the events of class m, as published by Redis 7.0.15.
func TestMisses(t *testing.T) {
	const script = `
		GET k => k
		SET k v =>
		SET k v GET => k
		SET k v XX =>
		SETNX k v =>
		GETSET k v => k
		GETEX k EX 1 => k
		GETDEL k => k
		INCR k =>
		APPEND k v =>
		SETRANGE k 1 x =>
		STRLEN k => k
		GETRANGE k 0 1 => k
		MGET k j => k j
		EXPIRE k 1 =>
		PERSIST k =>
		TTL k => k
		TYPE k => k
		EXISTS k => k
		TOUCH k => k
		DEL k =>
		RENAME k j =>
		RENAMENX k j =>
		COPY k j => k
		MOVE k 1 =>
		LPOP k =>
		LPUSHX k v =>
		LLEN k => k
		LMOVE k j LEFT LEFT =>
		BLPOP k 0.01 =>
		HGET k f => k
		HDEL k f =>
		HINCRBY k f 1 =>
		HSETNX k f 1 =>
		SADD k v =>
		SREM k v =>
		SPOP k =>
		SPOP k 2 =>
		SMOVE k j v =>
		SUNION k j => k j
		SINTER k j => k j
		SDIFF k j => k j
		SUNIONSTORE d k j => k j
		SINTERSTORE d k j => k j
		SDIFFSTORE d k j => k j
		SINTERCARD 2 k j => k j
		SCARD k => k
		SMEMBERS k => k
		SRANDMEMBER k => k
		SSCAN k 0 => k
		ZADD k XX 1 v =>
		ZPOPMIN k =>
		ZMPOP 1 k MIN =>
		LMPOP 1 k LEFT =>
		ZUNION 2 k j => k j
		ZUNIONSTORE d 2 k j => k j
		ZINTERSTORE d 2 k j => k j
		ZDIFFSTORE d 2 k j => k j
		ZRANGESTORE d k 0 1 => k
		ZRANGE k 0 1 => k
		ZREMRANGEBYRANK k 0 1 =>
		ZSCORE k m => k
		GEOSEARCHSTORE d k FROMLONLAT 1 1 BYRADIUS 1 m => k
		GEORADIUS k 1 1 1 m => k
		GEOADD k XX 1 1 m =>
		SORT k => k
		SORT k STORE d => k
		BITOP AND d k j => k j
		BITCOUNT k => k
		BITFIELD k GET u8 0 => k
		BITFIELD k SET u8 0 1 =>
		BITFIELD_RO k GET u8 0 => k
		SETBIT k 1 1 =>
		GETBIT k 1 => k
		PFADD k a =>
		PFCOUNT k => k
		PFCOUNT k j => k j
		PFMERGE d k j => d k j
		OBJECT ENCODING k =>
		MEMORY USAGE k =>
		DUMP k => k
		XADD k NOMKSTREAM * f v =>
		XLEN k => k
		XREAD STREAMS k 0 => k k
		XACK k g 1-1 => k
		XDEL k 1-1 =>
		XTRIM k MAXLEN 1 =>
		XINFO STREAM k => k
		XGROUP CREATE k g 0 =>
		XPENDING k g => k
		XREADGROUP GROUP g c STREAMS k > => k
		XCLAIM k g c 0 1-1 => k
		XAUTOCLAIM k g c 0 0 => k
		XSETID k 1-1 =>
		LCS k j => k j
		LINSERT k BEFORE a b =>
		LSET k 0 a =>
		LREM k 0 a =>
		LTRIM k 0 0 =>
		LPOS k a => k
		RESTORE k 0 x =>
		SCAN 0 =>
		RANDOMKEY =>
		SUBSTR k 0 1 => k
		WATCH k =>
		PEXPIRETIME k => k
`
	s := start(t)
	sub, c := dial(t, s), dial(t, s)
	c.do("CONFIG SET notify-keyspace-events Em")
	sub.do("SUBSCRIBE __keyevent@0__:keymiss mark")
	sub.read()
	for _, line := range strings.Split(strings.TrimSpace(script), "\n") {
		command, want, _ := strings.Cut(strings.TrimSpace(line), " =>")
		c.do("FLUSHALL")
		c.do(command)
		c.do("PUBLISH mark end")
		var got []string
		for {
			heard := strings.Fields(strings.Trim(sub.read(), "[]"))
			if heard[1] == "mark" {
				break
			}
			got = append(got, heard[2])
		}
		if strings.Join(got, " ") != strings.TrimSpace(want) {
			t.Errorf("%s: missed %q, want %q", command, got, want)
		}
	}
	c.play("SET k v\nCONFIG RESETSTAT\nGET k\nGET j\nINCR n\nDEL n")
	if got := c.do("INFO stats"); !strings.Contains(got, "keyspace_hits:1\r\nkeyspace_misses:1\r\n") {
		t.Errorf("INFO stats: %s", got)
	}
}

// TestReads: a command that writes counts what it finds as read only when it is
// known to do so.
func TestReads(t *testing.T) {
	s := start(t)
	also := map[string]bool{}
	for _, name := range strings.Fields(`SET GETSET GETEX GETDEL COPY SORT BITOP BITFIELD PFCOUNT PFMERGE SUNIONSTORE SINTERSTORE SDIFFSTORE
		ZUNIONSTORE ZINTERSTORE ZDIFFSTORE ZRANGESTORE GEORADIUS GEORADIUSBYMEMBER GEOSEARCHSTORE XACK XREADGROUP XCLAIM XAUTOCLAIM
		FLUSHALL FLUSHDB SWAPDB MIGRATE FUNCTION`) {
		also[name] = true
	}
	for _, cmd := range s.Commands().All() {
		name, _, _ := strings.Cut(cmd.Name, " ")
		c := &call{s: s, args: []string{name, "k", "v", "GET"}}
		if want := !cmd.Writes() || also[name]; s.rules[name] != nil && name != "XGROUP" && c.reads() != want {
			t.Errorf("%s reads: %t, want %t", cmd.Name, c.reads(), want)
		}
	}
}
