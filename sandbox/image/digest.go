package image

import (
	"context"
	"strings"

	"redis-tutor/sandbox/reply"
)

// Of a value too big to be remembered a digest is kept, so that undo sees
// whether somebody else has changed it since. The server makes it: the value
// does not travel. It needs EVAL_RO, which came with Redis 7.0; without it
// nothing is known of big values.

// digestScript returns a digest of a key. The order of a hash or set is no
// part of its value, so their items are sorted. Of values above 8 MB, which
// would hold the server up, it returns the length alone, marked as a guess.
const digestScript = `
local key = KEYS[1]
local kind = redis.call('TYPE', key).ok
if redis.call('MEMORY', 'USAGE', key) > 8388608 then
  local length = {string = 'STRLEN', list = 'LLEN', hash = 'HLEN', set = 'SCARD', zset = 'ZCARD', stream = 'XLEN'}
  return length[kind] and 'about ' .. redis.call(length[kind], key) or ''
end
local items = {}
if kind == 'set' then
  items = redis.call('SMEMBERS', key)
elseif kind == 'hash' then
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do items[#items + 1] = #all[i] .. ':' .. all[i] .. all[i + 1] end
else
  return redis.sha1hex(redis.call('DUMP', key))
end
table.sort(items)
for i = 1, #items do items[i] = #items[i] .. ':' .. items[i] end
return redis.sha1hex(table.concat(items))`

// digest is what is known of a big value: "" for nothing.
type digest string

// exact reports whether two values of this digest are the same.
func (d digest) exact() bool { return d != "" && !strings.HasPrefix(string(d), "about ") }

// digests adds those of the big values in an album. A server that is spared
// makes none: it would be busy with it.
func (c *camera) digests(ctx context.Context, out *album, keys []Key) error {
	if c.spare {
		return nil
	}
	b := &batch{}
	at := map[Key]int{}
	for _, k := range keys {
		if out.of[k].big {
			b.in(k.DB)
			at[k] = b.add("EVAL_RO", digestScript, "1", k.Name)
		}
	}
	if err := b.send(ctx, c.run); err != nil {
		return err
	}
	for k, i := range at {
		if v := b.replies[i]; v.Kind == reply.Bulk {
			out.of[k].digest = digest(v.Text)
		}
	}
	return nil
}
