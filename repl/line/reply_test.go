package line_test

import (
	"testing"

	"redis-tutor/repl/line"
)

func TestReply(t *testing.T) {
	for s, want := range map[string]bool{
		`"a \"b\" c"`: true, `(integer) 1`: true, `(nil)`: true, `(empty array)`: true, `(error) ERR no`: true, `(1.20s)`: true,
		`1) "a"`: true, ` 2) (nil)`: true, `1) 1) "a"`: true, `1~ "a"`: true, `1# "a" => "1"`: true, `10)`: true,
		"OK": true, "PONG": true, "QUEUED": true, "Reading messages... (press Ctrl-C to quit)": true,

		"": false, "(": false, `"a`: false, `"SET" k v`: false, `"a"b`: false, "ok": false, "OK then": false,
		"1": false, "5 INCR x": false, "1)x": false, "1#x": false, "# OK": false, "$ redis-cli": false, ") 1": false,
	} {
		if got := line.Reply(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
