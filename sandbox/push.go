package sandbox

import "redis-tutor/sandbox/reply"

// pushes are what came unasked and has not been shown. Where nobody asks for
// them they must not pile up: the oldest go first.
type pushes []reply.Value

// mostPushes is how many are kept.
const mostPushes = 100

// Pushes returns what the server sent the learner's connection unasked since
// the last call, oldest first: in RESP3, keys that CLIENT TRACKING invalidates
// and their like. As in redis-cli they are noticed when a reply is read. Of
// very many only the latest 100 are kept.
func (s *Sandbox) Pushes() []reply.Value { return s.learner.takePushes() }

func (l *link) takePushes() []reply.Value {
	l.mu.Lock()
	defer l.mu.Unlock()
	came := l.pushes
	l.pushes = nil
	return came
}

// pushed keeps a push.
func (l *link) pushed(v reply.Value) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.pushes) == mostPushes {
		l.pushes = append(pushes(nil), l.pushes[1:]...)
	}
	l.pushes = append(l.pushes, v)
}
