package program

import (
	"context"

	"redis-tutor/repl"
	"redis-tutor/repl/batch"
)

// mover answers "connect HOST PORT" among the lines of a pipe.
type mover struct {
	app    *app
	run    *batch.Runner
	target Target
	box    Redis
	opened Redis // what it has opened itself; nil while the lines go where they began
}

// to makes a Redis the one that the lines go to.
func (m *mover) to(t Target, box Redis) {
	m.target, m.box = t, box
	m.run.Redis, m.run.Help, m.run.Refuse, m.run.Connect = box, m.app.helpTo(box), nil, m.connect
	if m.app.careful(t) {
		m.run.Refuse = repl.Unasked(box)
	}
}

// connect goes on at another Redis. Where it cannot be reached redis-cli goes on
// trying with each line that follows.
func (m *mover) connect(ctx context.Context, host, port string) error {
	t, err := m.app.elsewhere(repl.Address{Host: host, Port: port, DB: m.box.State().DB})
	if err != nil {
		return err
	}
	t.Protocol = m.target.Protocol // the form of the replies asks for it
	box, err := m.app.open(ctx, t)
	if err != nil {
		return err
	}
	m.close()
	m.opened = box
	m.to(t, box)
	return nil
}

func (m *mover) close() {
	if m.opened != nil {
		m.opened.Close()
	}
}
