package explain

// row is what is known of a command beyond its facts.
type row struct {
	missing string // what becomes of a key that is not there
	there   string // what becomes of one that is
	n       measure
	anyType bool               // it works whatever the key holds, though its group says otherwise
	closer  func(*scene) error // looks closer, and says what it finds
}

// rows is the table: the commands of the course and those next to them. What
// the reference says of every command is not said again: only what depends on
// the keys.
func rows() map[string]row {
	const gone = "nothing to remove"
	const created, stays = "created", "stays away"
	const counted = "created, counted from 0"
	return map[string]row{
		"SET":         {missing: created, there: "overwritten, whatever it holds", anyType: true, closer: set},
		"SETNX":       {missing: created, there: "left as it is", anyType: true},
		"SETEX":       {missing: created, there: "overwritten, with a new time to live"},
		"GETSET":      {missing: created, there: "overwritten; its time to live goes"},
		"GETDEL":      {missing: gone, there: "removed"},
		"MSET":        {missing: created, there: "overwritten, whatever it holds; its time to live goes", n: perKey},
		"MGET":        {n: perKey, anyType: true},
		"APPEND":      {missing: created, there: "grows at its end", closer: appends},
		"INCR":        {missing: counted, there: "counted up", closer: counts},
		"DECR":        {missing: counted, there: "counted down", closer: counts},
		"INCRBY":      {missing: counted, there: "counted up", closer: counts},
		"DECRBY":      {missing: counted, there: "counted down", closer: counts},
		"INCRBYFLOAT": {missing: counted, there: "counted up"},
		"SETBIT":      {missing: created, there: "a bit of it is written"},

		"DEL":      {missing: gone, there: "removed", n: perKey, closer: removes},
		"UNLINK":   {missing: gone, there: "removed; its memory is freed in the background", n: perKey, closer: removes},
		"EXISTS":   {n: perKey},
		"KEYS":     {n: ofBase},
		"RENAME":   {closer: renames},
		"RENAMENX": {closer: renames},
		"COPY":     {closer: renames},
		"EXPIRE":   {missing: stays, there: "gets a time to live", closer: expires},
		"PEXPIRE":  {missing: stays, there: "gets a time to live", closer: expires},
		"PERSIST":  {missing: stays, there: "its time to live goes"},
		"FLUSHDB":  {n: ofBase},

		"LPUSH":  {missing: created, there: "grows at its head", closer: pushes},
		"RPUSH":  {missing: created, there: "grows at its tail", closer: pushes},
		"LPUSHX": {missing: stays, there: "grows at its head", closer: pushes},
		"RPUSHX": {missing: stays, there: "grows at its tail", closer: pushes},
		"LPOP":   {missing: gone, there: "loses elements at its head", closer: pops},
		"RPOP":   {missing: gone, there: "loses elements at its tail", closer: pops},
		"LRANGE": {closer: ranges},
		"LINDEX": {n: ofKey},
		"LSET":   {missing: stays + ": the error says no such key", there: "one element is replaced", n: ofKey},
		"LREM":   {missing: gone, there: "loses elements that are equal", n: ofKey},
		"LTRIM":  {missing: stays, there: "keeps the range, loses the rest", closer: trims},
		"BLPOP":  {missing: "waited for", there: "loses an element at its head", n: perKey},
		"BRPOP":  {missing: "waited for", there: "loses an element at its tail", n: perKey},

		"HSET":    {missing: created, there: "fields are set", closer: fields},
		"HMSET":   {missing: created, there: "fields are set", closer: fields},
		"HSETNX":  {missing: created, there: "a field is set if it is new"},
		"HMGET":   {n: perPart},
		"HGETALL": {n: ofKey},
		"HKEYS":   {n: ofKey},
		"HVALS":   {n: ofKey},
		"HDEL":    {missing: gone, there: "loses fields", n: perPart, closer: loses},
		"HINCRBY": {missing: counted, there: "a field is counted", closer: countsField},

		"SADD":     {missing: created, there: "gets members", n: perPart, closer: adds},
		"SREM":     {missing: gone, there: "loses members", n: perPart, closer: loses},
		"SMEMBERS": {n: ofKey},
		"SPOP":     {missing: gone, there: "loses a member by chance", closer: pops},
		"SINTER":   {n: smallest},
		"SUNION":   {n: ofKeys},
		"SDIFF":    {n: ofKeys},

		"ZADD":             {missing: created, there: "members get their scores", n: ofKey, closer: adds},
		"ZINCRBY":          {missing: created, there: "a score is counted", n: ofKey},
		"ZREM":             {missing: gone, there: "loses members", n: ofKey, closer: loses},
		"ZRANK":            {n: ofKey},
		"ZREVRANK":         {n: ofKey},
		"ZRANGE":           {n: ofKey},
		"ZREVRANGE":        {n: ofKey},
		"ZRANGEBYSCORE":    {n: ofKey},
		"ZREVRANGEBYSCORE": {n: ofKey},
		"ZPOPMIN":          {missing: gone, there: "loses the members of lowest score", n: ofKey, closer: pops},
		"ZPOPMAX":          {missing: gone, there: "loses the members of highest score", n: ofKey, closer: pops},

		"WATCH": {missing: "watched: creating it counts as a change", there: "watched"},
	}
}
