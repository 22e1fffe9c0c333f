package alike

import (
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

func array(words ...string) reply.Value {
	v := reply.Value{Kind: reply.Array}
	for _, w := range words {
		v.Items = append(v.Items, reply.NewBulk(w))
	}
	return v
}

func TestReplies(t *testing.T) {
	commands := sandboxtest.Commands(t, "../../content/commands.txt")()
	scan := func(cursor string, v reply.Value) reply.Value { return reply.NewArray(reply.NewBulk(cursor), v) }
	asMap := array("a", "1", "b", "2")
	asMap.Kind = reply.Map
	failed := reply.NewError("WRONGTYPE x")
	tests := []struct {
		command string
		a, b    reply.Value
		want    bool
	}{
		{"GET k", reply.NewBulk("a"), reply.NewBulk("a"), true},
		{"GET k", reply.NewBulk("a"), reply.NewBulk("b"), false},
		{"GET k", reply.NewBulk("OK"), reply.NewStatus("OK"), false},
		{"NOSUCH k", reply.NewInt(1), reply.NewInt(1), true},
		{"NOSUCH k", reply.NewInt(1), reply.NewInt(2), false},
		{"LRANGE k 0 -1", array("a", "b"), array("b", "a"), false},
		{"SMEMBERS k", array("a", "b"), array("b", "a"), true},
		{"sinter k l", array("a", "b"), array("a", "c"), false},
		{"SMEMBERS k", array("a", "a"), array("a", "b"), false},
		{"SMEMBERS k", failed, array(), false},
		{"SMEMBERS k", failed, failed, true},
		{"HGETALL k", array("a", "1", "b", "2"), array("b", "2", "a", "1"), true},
		{"HGETALL k", array("a", "1", "b", "2"), array("a", "2", "b", "1"), false},
		{"HGETALL k", array("a", "1", "b", "2"), asMap, true},
		{"SCAN 0", scan("0", array("a", "b")), scan("0", array("b", "a")), true},
		{"SCAN 0", scan("0", array("a")), scan("7", array("a")), false},
		{"SCAN 0", array("0"), array("0"), false},
		{"HSCAN k 0", scan("0", array("a", "1", "b", "2")), scan("0", array("b", "2", "a", "1")), true},
		{"ZSCAN k 0", scan("0", array("a", "1", "b", "2")), scan("0", array("a", "2", "b", "1")), false},
		{"TTL k", reply.NewInt(100), reply.NewInt(95), true},
		{"TTL k", reply.NewInt(100), reply.NewInt(101), true},
		{"TTL k", reply.NewInt(100), reply.NewInt(94), false},
		{"TTL k", reply.NewInt(100), reply.NewInt(102), false},
		{"TTL k", reply.NewInt(6), reply.NewInt(3), true},
		{"TTL k", reply.NewInt(6), reply.NewInt(2), false}, // another time altogether
		{"TTL k", reply.NewInt(2), reply.NewInt(-2), false},
		{"TTL k", reply.NewInt(-1), reply.NewInt(-2), false},
		{"TTL k", reply.NewInt(-1), reply.NewInt(-1), true},
		{"PTTL k", reply.NewInt(10000), reply.NewInt(5001), true},
		{"PTTL k", reply.NewInt(10000), reply.NewInt(4999), false},
	}
	for _, tt := range tests {
		if got := Replies(commands, strings.Fields(tt.command), tt.a, tt.b, 5*time.Second); got != tt.want {
			t.Errorf("%s: %s and %s: got %v", tt.command, tt.a.Show(reply.Standard), tt.b.Show(reply.Standard), got)
		}
	}
}

func TestShape(t *testing.T) {
	if !Shape(array("a", "b"), array("c", "d")) || Shape(array("a"), array("a", "b")) || Shape(reply.NewBulk("1"), reply.NewInt(1)) {
		t.Error("a shape is a kind and a number of items")
	}
}
