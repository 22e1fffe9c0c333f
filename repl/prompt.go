package repl

import (
	"fmt"
	"strings"
)

// maxPrompt is where redis-cli cuts its prompt, in bytes.
const maxPrompt = 127

// prompt says where the next line goes, in redis-cli's words
// (cliRefreshPrompt in src/redis-cli.c).
func (s *Session) prompt() string { return Prompt(s.Sandbox.State()) }

// Prompt returns the prompt for a connection: "127.0.0.1:6379[1](TX)> ".
func Prompt(st State) string {
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
