package repl

import (
	"fmt"
	"strings"

	"redis-tutor/repl/screen"
)

// maxPrompt is where redis-cli cuts its prompt, in bytes.
const maxPrompt = 127

// prompt says where the next line goes, in redis-cli's words
// (cliRefreshPrompt in src/redis-cli.c), and who types it, if not the learner.
// What redis-cli does not tell is that EXEC will refuse a transaction.
func (s *Session) prompt() string {
	c := s.at
	st := c.State()
	if !st.Connected {
		return s.whose() + promptOf(st)
	}
	mode := ""
	switch {
	case c.feed == nil || c.feed.over():
	case c.feed.monitors():
		mode = "(monitor mode)"
	default:
		mode = "(subscribed mode)"
	}
	text := strings.TrimSuffix(promptOf(st), "> ")
	if st.Doomed {
		text = strings.TrimSuffix(text, "(TX)") + s.Screen.Paint(screen.Bad, "(TX!)")
	}
	return s.whose() + text + mode + "> "
}

// whose names the client at the prompt.
func (s *Session) whose() string {
	if s.at == s.me {
		return ""
	}
	return s.Screen.Paint(screen.Loud, s.at.name+"@")
}

// promptOf returns the prompt for a connection: "127.0.0.1:6379[1](TX)> ".
func promptOf(st State) string {
	if !st.Connected {
		return "not connected> "
	}
	var b strings.Builder
	b.WriteString(st.Addr)
	if st.DB != 0 {
		fmt.Fprintf(&b, "[%d]", st.DB)
	}
	if st.InTx {
		b.WriteString("(TX)")
	}
	b.WriteString("> ")
	text := b.String()
	return strings.ToValidUTF8(text[:min(len(text), maxPrompt)], "")
}
