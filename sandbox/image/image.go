// Package image remembers what writes did to keys, so that they can be shown
// and taken back: it takes an image of the keys that a command may change
// before it runs, takes another after it, and keeps what differs.
//
// It promises that undo gives the keys that would be there had the write not
// been made, their deadlines included, or says why it cannot; that what it
// keeps is bounded, and what it reads, by sizes that are asked for first; and
// that it never overwrites what somebody else has changed since without being
// asked twice. It talks to Redis through a function it is handed, with commands
// that any client may send, and knows nothing of connections, prompts and
// lessons.
package image

import (
	"maps"
	"slices"

	"redis-tutor/sandbox/command"
)

// Key is a key in a database.
type Key = command.Key

// none is what TYPE says of a key that is not there.
const none = "none"

// picture is one key at one moment. It does not change once it is taken.
type picture struct {
	kind     string // as TYPE names it
	at       int64  // when it was taken, by Redis's clock, in ms since 1970
	deadline int64  // when the key expires, in the same measure; 0 for never
	loose    bool   // deadline was computed from PTTL, and may be some ms off
	big      bool   // neither dump nor items were read
	why      string // why not
	digest   digest // of a big value
	dump     string // what DUMP gives; "" where the server or the ACL refuses it
	// items is the value as the command that reads it whole returns it: one
	// item for a string, fields and values, members and scores, …
	items  []string
	fields map[string]int64 // deadlines of fields, as far as they were asked for
	stream *stream
}

func (p *picture) exists() bool { return p.kind != none }

// asOf returns what is left of the key at a later moment if nobody touches it.
func (p *picture) asOf(now int64) *picture {
	if p.deadline == 0 || p.deadline > now {
		return p.fieldsAsOf(now)
	}
	return &picture{kind: none, at: now}
}

// overhead is what a picture costs besides the value, in bytes.
const overhead = 160

// size is the memory that a picture holds, in bytes.
func (p *picture) size() int {
	return overhead + len(p.dump) + p.payload() + 16*len(p.items) + 48*len(p.fields)
}

// payload is the length of the value, in bytes.
func (p *picture) payload() int {
	n := 0
	for _, item := range p.items {
		n += len(item)
	}
	if p.stream != nil {
		n += p.stream.size()
	}
	return n
}

// half reports whether a stream could not be read with one command.
func (p *picture) half() bool { return p.kind == "stream" && p.stream == nil && !p.big }

// same reports whether two pictures show the same key: type, value and
// deadline. The order of a hash or set is no part of its value.
func same(a, b *picture) bool {
	switch {
	case a.kind != b.kind, a.big != b.big:
		return false
	case !a.exists():
		return true
	case a.big:
		return a.digest == b.digest && a.digest.exact() && sameDeadline(a, b)
	}
	return sameDeadline(a, b) && sameValue(a, b)
}

func sameDeadline(a, b *picture) bool {
	if a.deadline == b.deadline {
		return true
	}
	between := max(a.deadline, b.deadline) - min(a.deadline, b.deadline)
	return (a.loose || b.loose) && a.deadline != 0 && b.deadline != 0 && between <= command.Slack
}

func sameValue(a, b *picture) bool {
	if a.dump != "" && a.dump == b.dump && maps.Equal(a.fields, b.fields) {
		return true
	}
	switch a.kind {
	case "hash":
		if !maps.Equal(a.fields, b.fields) || len(a.fields) == 0 && (fieldDeadlines(a) || fieldDeadlines(b)) {
			return false
		}
		return maps.Equal(pairs(a.items), pairs(b.items))
	case "set":
		return maps.Equal(members(a.items), members(b.items))
	case "stream":
		return sameStream(a.stream, b.stream)
	case "string", "list", "zset":
		return slices.Equal(a.items, b.items)
	}
	return a.dump == b.dump
}

// fieldDeadlines reports whether a hash has fields that expire. HGETALL does
// not show it; the first byte of its dump does: in RDB the types from 22 on
// are those of such hashes (rdb.h of Redis 7.4).
func fieldDeadlines(p *picture) bool {
	return p.dump != "" && p.dump[0] >= command.FirstTimedHash && p.dump[0] <= command.LastTimedHash
}

// pairs makes a map of fields and values that follow each other.
func pairs(items []string) map[string]string {
	m := make(map[string]string, len(items)/2)
	for i := 0; i+1 < len(items); i += 2 {
		m[items[i]] = items[i+1]
	}
	return m
}

func members(items []string) map[string]bool {
	m := make(map[string]bool, len(items))
	for _, item := range items {
		m[item] = true
	}
	return m
}
