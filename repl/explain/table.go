package explain

// row is what is known of a command beyond its facts.
type row struct {
	missing string // what becomes of a key that is not there
	there   string // what becomes of one that is
	reply   string
	n       measure
	anyType bool   // it works whatever the key holds, though its group says otherwise
	instead string // for a deprecated command
	beware  []string
	closer  func(*scene) error // looks closer, and says what it finds
}

// rows is the table: the commands of the course and those next to them.
func rows() map[string]row {
	const gone = "nothing to remove"
	const created, stays = "created", "stays away"
	const counted = "created, counted from 0"
	const length = "the new length"
	return map[string]row{
		"SET":         {missing: created, there: "overwritten, whatever it holds", reply: "OK", anyType: true, closer: set},
		"GET":         {reply: "the string, or nil"},
		"SETNX":       {missing: created, there: "left as it is", reply: "1 when it was set, else 0", instead: "SET key value NX", anyType: true},
		"SETEX":       {missing: created, there: "overwritten, with a new time to live", reply: "OK", instead: "SET key value EX seconds"},
		"GETSET":      {missing: created, there: "overwritten; its time to live goes", reply: "the old string, or nil", instead: "SET key value GET"},
		"GETDEL":      {missing: gone, there: "removed", reply: "the string, or nil"},
		"MSET":        {missing: created, there: "overwritten, whatever it holds; its time to live goes", reply: "OK", n: perKey},
		"MGET":        {reply: "an array with a string or nil for each key", n: perKey, anyType: true, beware: []string{"A key of another type counts as nil here, not as an error."}},
		"APPEND":      {missing: created, there: "grows at its end", reply: length, closer: appends},
		"STRLEN":      {reply: "the length in bytes, 0 for a missing key"},
		"INCR":        {missing: counted, there: "counted up", reply: "the new number", closer: counts},
		"DECR":        {missing: counted, there: "counted down", reply: "the new number", closer: counts},
		"INCRBY":      {missing: counted, there: "counted up", reply: "the new number", closer: counts},
		"DECRBY":      {missing: counted, there: "counted down", reply: "the new number", closer: counts},
		"INCRBYFLOAT": {missing: counted, there: "counted up", reply: "the new number, as a string"},
		"SETBIT":      {missing: created, there: "a bit of it is written", reply: "the old bit"},

		"DEL":      {missing: gone, there: "removed", reply: "how many keys were removed", n: perKey, closer: removes},
		"UNLINK":   {missing: gone, there: "removed; its memory is freed in the background", reply: "how many keys were removed", n: perKey, closer: removes},
		"EXISTS":   {reply: "how many of the keys are there", n: perKey},
		"TYPE":     {reply: "the type, or none"},
		"KEYS":     {reply: "an array of names", n: ofBase, beware: []string{"Nobody else is served while it runs. `SCAN` does the same bit by bit."}},
		"RENAME":   {closer: renames, reply: "OK"},
		"RENAMENX": {closer: renames, reply: "1, or 0 when the new name is taken"},
		"COPY":     {closer: renames, reply: "1, or 0 when the new name is taken"},
		"EXPIRE":   {missing: stays, there: "gets a time to live", reply: "1, or 0 when there is no such key", closer: expires},
		"PEXPIRE":  {missing: stays, there: "gets a time to live", reply: "1, or 0 when there is no such key", closer: expires},
		"TTL":      {reply: "seconds; -1 when it has no time to live, -2 when it is not there"},
		"PTTL":     {reply: "milliseconds; -1 when it has no time to live, -2 when it is not there"},
		"PERSIST":  {missing: stays, there: "its time to live goes", reply: "1, or 0 when it had none"},
		"FLUSHDB":  {reply: "OK", n: ofBase},
		"FLUSHALL": {reply: "OK"},

		"LPUSH":  {missing: created, there: "grows at its head", reply: length, closer: pushes},
		"RPUSH":  {missing: created, there: "grows at its tail", reply: length, closer: pushes},
		"LPUSHX": {missing: stays, there: "grows at its head", reply: length + ", 0 when there is no list", closer: pushes},
		"RPUSHX": {missing: stays, there: "grows at its tail", reply: length + ", 0 when there is no list", closer: pushes},
		"LPOP":   {missing: gone, there: "loses elements at its head", reply: "the element, or nil", closer: pops},
		"RPOP":   {missing: gone, there: "loses elements at its tail", reply: "the element, or nil", closer: pops},
		"LRANGE": {reply: "an array of elements, empty when there are none", closer: ranges},
		"LINDEX": {reply: "the element, or nil", n: ofKey},
		"LSET":   {missing: stays + ": the error says no such key", there: "one element is replaced", reply: "OK", n: ofKey},
		"LREM":   {missing: gone, there: "loses elements that are equal", reply: "how many were removed", n: ofKey},
		"LTRIM":  {missing: stays, there: "keeps the range, loses the rest", reply: "OK", closer: trims},
		"LLEN":   {reply: "the length, 0 for a missing key"},
		"BLPOP":  {missing: "waited for", there: "loses an element at its head", reply: "an array of key and element, or nil when the time runs out", n: perKey},
		"BRPOP":  {missing: "waited for", there: "loses an element at its tail", reply: "an array of key and element, or nil when the time runs out", n: perKey},

		"HSET":    {missing: created, there: "fields are set", reply: "how many fields were new", closer: fields},
		"HMSET":   {missing: created, there: "fields are set", reply: "OK", instead: "HSET", closer: fields},
		"HSETNX":  {missing: created, there: "a field is set if it is new", reply: "1 when it was set, else 0"},
		"HGET":    {reply: "the value, or nil"},
		"HMGET":   {reply: "an array with a value or nil for each field", n: perPart},
		"HGETALL": {reply: "fields and values, an array in RESP2 and a map in RESP3", n: ofKey},
		"HKEYS":   {reply: "an array of fields", n: ofKey},
		"HVALS":   {reply: "an array of values", n: ofKey},
		"HLEN":    {reply: "how many fields, 0 for a missing key"},
		"HEXISTS": {reply: "1 or 0"},
		"HDEL":    {missing: gone, there: "loses fields", reply: "how many were removed", n: perPart, closer: loses},
		"HINCRBY": {missing: counted, there: "a field is counted", reply: "the new number", closer: countsField},

		"SADD":        {missing: created, there: "gets members", reply: "how many members were new", n: perPart, closer: adds},
		"SREM":        {missing: gone, there: "loses members", reply: "how many were removed", n: perPart, closer: loses},
		"SMEMBERS":    {reply: "all members, in no order", n: ofKey},
		"SISMEMBER":   {reply: "1 or 0"},
		"SCARD":       {reply: "how many members, 0 for a missing key"},
		"SPOP":        {missing: gone, there: "loses a member by chance", reply: "the member, or nil", closer: pops},
		"SINTER":      {reply: "the members that all have", n: smallest},
		"SUNION":      {reply: "the members that any has", n: ofKeys},
		"SDIFF":       {reply: "the members that only the first has", n: ofKeys},
		"SINTERSTORE": {reply: "how many members the result has", beware: []string{"What the destination holds is replaced, and removed when the result is empty."}},
		"SUNIONSTORE": {reply: "how many members the result has", beware: []string{"What the destination holds is replaced, and removed when the result is empty."}},

		"ZADD":             {missing: created, there: "members get their scores", reply: "how many members were new", n: ofKey, closer: adds},
		"ZINCRBY":          {missing: created, there: "a score is counted", reply: "the new score", n: ofKey},
		"ZREM":             {missing: gone, there: "loses members", reply: "how many were removed", n: ofKey, closer: loses},
		"ZSCORE":           {reply: "the score, or nil"},
		"ZRANK":            {reply: "the place from 0, lowest score first; or nil", n: ofKey},
		"ZREVRANK":         {reply: "the place from 0, highest score first; or nil", n: ofKey},
		"ZCARD":            {reply: "how many members, 0 for a missing key"},
		"ZRANGE":           {reply: "an array of members, lowest score first", n: ofKey},
		"ZREVRANGE":        {reply: "an array of members, highest score first", n: ofKey, instead: "ZRANGE key start stop REV"},
		"ZRANGEBYSCORE":    {reply: "an array of members, lowest score first", n: ofKey, instead: "ZRANGE key min max BYSCORE"},
		"ZREVRANGEBYSCORE": {reply: "an array of members, highest score first", n: ofKey, instead: "ZRANGE key max min BYSCORE REV"},
		"ZPOPMIN":          {missing: gone, there: "loses the members of lowest score", reply: "an array of member and score", n: ofKey, closer: pops},
		"ZPOPMAX":          {missing: gone, there: "loses the members of highest score", reply: "an array of member and score", n: ofKey, closer: pops},

		"MULTI":   {reply: "OK", beware: []string{"From then on commands are queued. `EXEC` runs them in one go, with nothing in between; `DISCARD` drops them. A command that fails does not take back the others."}},
		"EXEC":    {reply: "an array with the reply of each queued command; nil when a watched key has changed"},
		"DISCARD": {reply: "OK"},
		"WATCH":   {missing: "watched: creating it counts as a change", there: "watched", reply: "OK", beware: []string{"`EXEC` does nothing, and answers nil, when a watched key has changed until then."}},
	}
}
