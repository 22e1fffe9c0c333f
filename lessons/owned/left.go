package owned

import (
	"context"
	"errors"
)

// Left is what sessions before have left behind and is still there.
type Left struct {
	Sure     []Key // as the lesson has left them, on a server that has not been restarted since
	Doubtful []Key // the same, but maybe of another server; or a command was on its way when the session ended
	Changed  []Key // not as the lesson has left them: somebody's by now
}

// Left looks for what sessions before could not remove. Until Settle, or the
// end of this session, no other session finds it.
func (k *Keys) Left(ctx context.Context) (Left, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var l Left
	k.found = map[Key]string{}
	for _, d := range k.dead {
		known := map[Key]string{}
		var keys []Key
		for _, e := range d.entries {
			keys = append(keys, e.Key)
			known[e.Key] = e.mark
		}
		seen, err := k.look(ctx, keys, known)
		if err != nil {
			return Left{}, err
		}
		for _, e := range d.entries {
			s := seen[e.Key]
			if _, twice := k.found[e.Key]; twice || s.mark == "" {
				continue // twice: a journal that was being written anew
			}
			k.found[e.Key] = s.mark
			switch {
			case e.mark != inFlight && !s.fits:
				l.Changed = append(l.Changed, e.Key)
			case e.mark != inFlight && e.run == k.server && k.server != "":
				l.Sure = append(l.Sure, e.Key)
			default:
				l.Doubtful = append(l.Doubtful, e.Key)
			}
		}
	}
	return l, nil
}

// Settle ends what sessions before have left: keys that Left has found are
// removed, unless somebody has changed them since, or else stay for good; and
// nothing of them is remembered.
func (k *Keys) Settle(ctx context.Context, remove []Key) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, key := range remove {
		if _, _, _, err := k.act(ctx, []Key{key}, k.found, []string{"DEL", key.Name}); err != nil {
			return err
		}
	}
	var failed error
	for _, d := range k.dead {
		failed = errors.Join(failed, d.bury())
	}
	k.dead = nil
	return failed
}
