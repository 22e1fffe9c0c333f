package explain

// row is what is known of a command beyond its facts.
type row struct {
	missing string // what becomes of a key that is not there
	there   string // what becomes of one that is
	n       measure
	anyType bool               // it works whatever the key holds, though its group says otherwise
	refusal string             // what is answered to a wrong type, where that is not WRONGTYPE
	order   order              // how it goes through its keys
	closer  func(*scene) error // looks closer, and says what it finds
}

// rows is the table: the commands of the course and those next to them. What
// the reference says of every command is not said again: only what depends on
// the keys.
func rows() map[string]row {
	const gone = "nothing to remove"
	const created, stays = "created", "stays away"
	const counted = "created, counted from 0"
	const waited, nothing = "waited for", "nothing there"
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
		"INCRBYFLOAT": {missing: counted, there: "counted up", closer: countsFloat},
		"SETBIT":      {missing: created, there: "a bit of it is written", closer: setsBit},
		"GETEX":       {missing: "nothing to read", there: "read", closer: getsAndExpires},
		"MSETNX":      {missing: created, there: "left as it is", closer: setsAll},
		"MSETEX":      {missing: "may be created", there: "may be overwritten"},
		"DELEX":       {missing: gone, there: "may be removed"},
		"LCS":         {refusal: "an error: both keys must hold strings"},

		"DEL":       {missing: gone, there: "removed", n: perKey, closer: removes},
		"UNLINK":    {missing: gone, there: "removed; its memory is freed in the background", n: perKey, closer: removes},
		"EXISTS":    {n: perKey},
		"KEYS":      {n: ofBase},
		"RENAME":    {closer: renames},
		"RENAMENX":  {closer: renames},
		"COPY":      {closer: renames},
		"MOVE":      {missing: "nothing to move", there: "moves to the other database, unless that has such a key"},
		"RESTORE":   {missing: created, there: "overwritten, whatever it holds", closer: restores},
		"EXPIRE":    {missing: stays, there: "gets a time to live", closer: expires},
		"PEXPIRE":   {missing: stays, there: "gets a time to live", closer: expires},
		"EXPIREAT":  {missing: stays, there: "gets a time to live, or is removed if that is over", closer: expires},
		"PEXPIREAT": {missing: stays, there: "gets a time to live, or is removed if that is over", closer: expires},
		"PERSIST":   {missing: stays, there: "its time to live goes", closer: persists},
		"FLUSHDB":   {n: ofBase},

		"LPUSH":      {missing: created, there: "grows at its head", closer: pushes},
		"RPUSH":      {missing: created, there: "grows at its tail", closer: pushes},
		"LPUSHX":     {missing: stays, there: "grows at its head", closer: pushes},
		"RPUSHX":     {missing: stays, there: "grows at its tail", closer: pushes},
		"LPOP":       {missing: gone, there: "loses elements at its head", closer: pops},
		"RPOP":       {missing: gone, there: "loses elements at its tail", closer: pops},
		"LRANGE":     {closer: ranges},
		"LINDEX":     {n: ofKey},
		"LSET":       {missing: stays + ": the error says no such key", there: "one element is replaced", n: ofKey, closer: setsElement},
		"LREM":       {missing: gone, there: "loses elements that are equal", n: ofKey, closer: losesEqual},
		"LTRIM":      {missing: stays, there: "keeps the range, loses the rest", closer: trims},
		"LINSERT":    {missing: stays, there: "gets an element, where it has the other", n: ofKey, closer: inserts},
		"BLPOP":      {missing: waited, there: "loses an element at its head", n: perKey, order: firstServes, closer: popsOne},
		"BRPOP":      {missing: waited, there: "loses an element at its tail", n: perKey, order: firstServes, closer: popsOne},
		"LMPOP":      {missing: nothing, there: "loses elements at one end", order: firstServes, closer: popsSome},
		"BLMPOP":     {missing: waited, there: "loses elements at one end", order: firstServes, closer: popsSome},
		"LMOVE":      {missing: nothing, there: "loses an element", order: sourceFirst, closer: moves},
		"BLMOVE":     {missing: waited, there: "loses an element", order: sourceFirst, closer: moves},
		"RPOPLPUSH":  {missing: nothing, there: "loses an element", order: sourceFirst, closer: moves},
		"BRPOPLPUSH": {missing: waited, there: "loses an element", order: sourceFirst, closer: moves},

		"HSET":    {missing: created, there: "fields are set", closer: fields},
		"HMSET":   {missing: created, there: "fields are set", closer: fields},
		"HSETNX":  {missing: created, there: "a field is set if it is new", closer: setsField},
		"HMGET":   {n: perPart},
		"HGETALL": {n: ofKey},
		"HKEYS":   {n: ofKey},
		"HVALS":   {n: ofKey},
		"HDEL":    {missing: gone, there: "loses fields", n: perPart, closer: loses},
		"HINCRBY": {missing: counted, there: "a field is counted", closer: countsField},

		"SADD":     {missing: created, there: "gets members", n: perPart, closer: adds},
		"SREM":     {missing: gone, there: "loses members", n: perPart, closer: loses},
		"SMEMBERS": {n: ofKey},
		"SMOVE":    {missing: nothing, there: "loses the member", order: sourceFirst, closer: movesMember},
		"SPOP":     {missing: gone, there: "loses a member by chance", closer: pops},
		"SINTER":   {n: smallest},
		"SUNION":   {n: ofKeys},

		"SDIFFSTORE":  {closer: stores},
		"SINTERSTORE": {closer: stores},
		"SUNIONSTORE": {closer: stores},
		"SDIFF":       {n: ofKeys},

		"ZADD":             {missing: created, there: "members get their scores", n: ofKey, closer: scores},
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
		"ZMPOP":            {missing: nothing, there: "loses members of lowest or highest score", order: firstServes, closer: popsSome},
		"BZMPOP":           {missing: waited, there: "loses members of lowest or highest score", order: firstServes, closer: popsSome},
		"BZPOPMIN":         {missing: waited, there: "loses the member of lowest score", order: firstServes, closer: popsOne},
		"BZPOPMAX":         {missing: waited, there: "loses the member of highest score", order: firstServes, closer: popsOne},

		"XADD":                  {missing: created, there: "gets an entry", closer: addsEntry},
		"XGROUP CREATE":         {closer: groups},
		"XGROUP SETID":          {closer: groups},
		"XGROUP DESTROY":        {closer: groups},
		"XGROUP CREATECONSUMER": {closer: groups},
		"XGROUP DELCONSUMER":    {closer: groups},
		"XREADGROUP":            {missing: stays + ": it has no such group", there: "read; the group notes who got what"},

		"SELECT": {closer: selects},
		"WATCH":  {missing: "watched: creating it counts as a change", there: "watched"},
	}
}
