package repl_test

import (
	"slices"
	"strings"
	"testing"

	"redis-tutor/repl"
	"redis-tutor/repl/adapt"
	"redis-tutor/repl/terminal/terminaltest"
	"redis-tutor/sandbox"
	"redis-tutor/sandbox/sandboxtest"
)

// kill has bob cut the learner's connection. The embedded sandbox is no socket,
// so the loss shows when the next command has been sent.
const kill = "as bob CLIENT KILL TYPE normal"

// TestLostReply loses the connection before the reply: what only reads is sent
// again, all else is left to the learner.
func TestLostReply(t *testing.T) {
	const (
		again = "does no harm twice: it\n# is sent again.\n"
		doubt = "error: server closed the connection\nhint: whether "
	)
	for name, tt := range map[string]struct {
		typed []string
		want  []string
		not   string
	}{
		"a read": {[]string{"SET k v", kill, "GET k"},
			[]string{"GET k\n# The connection was lost before the reply came. `GET` " + again, "# Connected to database 0.\n\"v\"\nredis sandbox> "}, "error:"},
		"where one was": {[]string{"SELECT 3", "HELLO 3", "HSET h f v", kill, "HGETALL h"},
			[]string{"HGETALL h\n# The connection was lost", "# Connected to database 3, RESP3.\n1# \"f\" => \"v\"\nredis sandbox[3]> "}, "error:"},
		"a write": {[]string{"SET n 1", kill, "INCR n", "GET n"},
			[]string{doubt + "INCR was carried out", "hint: the next command tries", "not connected> GET n\n# Connected to database 0.\n\"1\"\n"}, again},
		"one that waits": {[]string{kill, "XREAD BLOCK 10 STREAMS s $"}, []string{doubt + "XREAD"}, again},
		"a script":       {[]string{kill, "EVAL 'return 1' 0"}, []string{doubt + "EVAL"}, again},
		"unknown":        {[]string{kill, "NOSUCH"}, []string{doubt + "NOSUCH"}, again},
		"queued": {[]string{"MULTI", "SET k v", kill, "GET k", "GET k"},
			[]string{"(TX)> GET k\nerror: server closed the connection\nhint: the next command", "With the connection went: MULTI.", "Connected to database 0.\n(nil)\n"}, again},
		"EXEC": {[]string{"MULTI", "SET k v", kill, "EXEC"}, []string{doubt + "EXEC"}, again},
		"pasted": {[]string{"WATCH k", kill, "MULTI", terminaltest.Pasted + "SET k v", terminaltest.Pasted + "EXEC", "GET k"},
			[]string{"# Not run: 2 lines pasted behind it.", "Connected to database 0.\n(nil)\n"}, "> SET k v"},
		"under WATCH": {[]string{"WATCH k", kill, "GET k"},
			[]string{"error: server closed", "With the connection went: WATCH."}, again},
		"without gloss": {[]string{"gloss off", kill, "GET k"}, []string{again + "(nil)\n"}, "Connected"},
	} {
		t.Run(name, func(t *testing.T) {
			term := practise(t, nil, append(tt.typed, "quit")...)
			mustShow(t, term, tt.want...)
			if strings.Contains(term.Screen(), tt.not) {
				t.Errorf("%q is shown\n%s", tt.not, term.Screen())
			}
		})
	}
}

// atServer returns a session at a real server, and what kills that one and
// starts another in its place.
func atServer(t *testing.T, term *terminaltest.Fake) (s *repl.Session, stop, restart func()) {
	t.Helper()
	o := sandbox.Options{Kind: sandbox.Server, Socket: sandboxtest.Socket(t)}
	stop = sandboxtest.ServerAt(t, o.Socket)
	box, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	c := newConfig(t, term, 80)
	c.Course, c.Sandbox = nil, adapt.Box{Sandbox: box}
	return repl.New(c), stop, func() { sandboxtest.ServerAt(t, o.Socket) }
}

// TestHungUp kills the server between two lines: the next one goes to the server
// that is there by then, but for what stood in a transaction.
func TestHungUp(t *testing.T) {
	const another = "# The server had ended the connection. There is another one now, to database\n# "
	notSent := func(command, lost string) string {
		return "error: server closed the connection before " + command + ", which was not sent\n" +
			"hint: it belonged to what went with the connection: begin that again\n# With the connection went: " + lost + ".\n"
	}
	for name, tt := range map[string]struct {
		before, line, want string
	}{
		"a write":     {"SELECT 2", "INCR n", another + "2, RESP3.\n(integer) 1\n"},
		"in MULTI":    {"MULTI", "INCR n", notSent("INCR", "MULTI")},
		"under WATCH": {"WATCH n", "MULTI", notSent("MULTI", "WATCH")},
		"tracked":     {"CLIENT TRACKING ON", "INCR n", another + "0, RESP3.\n# With the connection went: CLIENT TRACKING.\n(integer) 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			term := terminaltest.New()
			s, stop, restart := atServer(t, term)
			s.Take(t.Context(), "HELLO 3")
			s.Take(t.Context(), tt.before)
			stop()
			restart()
			s.Take(t.Context(), tt.line)
			mustShow(t, term, tt.want)
		})
	}
}

// TestHungUpInAPaste: what was pasted behind a command that was not sent is not
// run either.
func TestHungUpInAPaste(t *testing.T) {
	term := terminaltest.New(terminaltest.Pasted+"SET k v", terminaltest.Pasted+"EXEC", "GET k")
	s, stop, restart := atServer(t, term)
	s.Take(t.Context(), "WATCH k")
	stop()
	restart()
	s.Take(t.Context(), "MULTI")
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustShow(t, term, "before MULTI, which was not sent\n", "# Not run: 2 lines pasted behind it.\n", "GET k\n(nil)\n")
}

// TestGoneAndBack types while the server is away.
func TestGoneAndBack(t *testing.T) {
	term := terminaltest.New()
	s, stop, restart := atServer(t, term)
	s.Take(t.Context(), "MULTI")
	stop()
	for range 2 {
		s.Take(t.Context(), "INCR n")
	}
	restart()
	s.Take(t.Context(), "INCR n")
	s.Take(t.Context(), "SHUTDOWN NOSAVE")
	mustShow(t, term, "error: could not connect to Redis at", "hint: the next command tries to connect again\n# With the connection went: MULTI.\nerror: could not connect",
		"connect again\n# Connected to database 0.\n(integer) 1\n", "# The server has ended the connection, as it does when it shuts down.\n")
	if strings.Count(term.Screen(), "error:") != 2 {
		t.Errorf("other errors\n%s", term.Screen())
	}
}

// TestStopConnecting: Ctrl-C is no error, also while there is no connection.
func TestStopConnecting(t *testing.T) {
	term := terminaltest.New()
	s, stop, restart := atServer(t, term)
	stop()
	s.Take(t.Context(), "PING")
	restart()
	term.Type(terminaltest.CtrlC)
	s.Take(t.Context(), "INCR n")
	s.Take(t.Context(), "GET n")
	mustShow(t, term, "error: could not connect", "# Stopped connecting.\n# Connected to database 0.\n(nil)\n")
}

// TestPromptAtOnce: that nothing is listened to any more, and that the server is
// gone, shows in the prompt of the line that is being typed.
func TestPromptAtOnce(t *testing.T) {
	const killFeed = "as bob CLIENT KILL TYPE pubsub"
	for name, typed := range map[string][]string{
		"the server":        {"SUBSCRIBE news", kill, killFeed, terminaltest.Wait + "not connected> ", "PING"},
		"one that monitors": {"MONITOR", kill, terminaltest.Wait + "not connected> ", "PING"},
		"only the feed":     {"SUBSCRIBE news", killFeed, terminaltest.Wait + "redis sandbox> ", "PING"},
		"that of another":   {"as bob SUBSCRIBE news", "as bob", "as me CLIENT KILL TYPE pubsub", terminaltest.Wait + "bob@redis sandbox> ", "PING"},
	} {
		t.Run(name, func(t *testing.T) {
			told := slices.Insert(typed, len(typed)-2, terminaltest.Wait+"With the connection went")
			term := practise(t, nil, append(told, "quit")...)
			prompt := strings.TrimPrefix(typed[len(typed)-2], terminaltest.Wait)
			mustShow(t, term, "With the connection went", "\n"+prompt+"PING\n", "PONG")
		})
	}
}
