package sandbox

import (
	"slices"
	"strings"

	"redis-tutor/sandbox/reply"
)

// The MONITOR of a server tells of every command that any client sends, the
// tutor's looks at the keys among them, which would bewilder a learner. They are known by
// their words: on a unix socket all clients have the same address. Should the
// learner send the very same words at the same time, one of two equal lines
// is left out, and it does not matter which.

// maxUnspoken bounds the lines that are waited for: commands about the server
// itself never come.
const maxUnspoken = 10_000

// listenIn lets a feed know what the tutor will say from now on.
func (s *Sandbox) listenIn(f *Feed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feeds[f] = struct{}{}
}

func (s *Sandbox) closeFeed(f *Feed) {
	s.closeStream(f.conn)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.feeds, f)
}

// willSay tells the feeds what the tutor is about to send.
func (s *Sandbox) willSay(cmds ...[]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for f := range s.feeds {
		if f.monitor {
			f.leaveOut(cmds)
		}
	}
}

func (f *Feed) leaveOut(cmds [][]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, args := range cmds {
		words := make([]string, len(args))
		for i, arg := range args {
			words[i] = reply.Quote(arg)
		}
		f.unspoken = append(f.unspoken, strings.Join(words, " "))
	}
	f.unspoken = f.unspoken[max(0, len(f.unspoken)-maxUnspoken):]
}

// spokenByTutor reports whether a line of MONITOR tells of a command of the
// tutor: `1700000000.000001 [0 127.0.0.1:5000] "get" "k"`.
func (f *Feed) spokenByTutor(v reply.Value) bool {
	_, words, found := strings.Cut(v.Text, "] ")
	if !found {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.Index(f.unspoken, words)
	if at >= 0 {
		f.unspoken = slices.Delete(f.unspoken, at, at+1)
	}
	return at >= 0
}
