package embedded

import "maps"

// rules is the one table of commands. Each file brings those of its subject.
func rules() map[string]rule {
	table := make(map[string]rule, 256)
	for _, part := range []map[string]rule{
		txRules(), blockRules(), pubsubRules(), connectionRules(), clientRules(), scriptRules(), functionRules(),
		monitorRules(), slowlogRules(), latencyRules(),
		expireRules(), keyspaceRules(), scanRules(), sortRules(), dumpRules(),
		stringRules(), counterRules(), bitRules(), bitfieldRules(), hyperlogRules(),
		listRules(), hashRules(), fieldRules(), setRules(), combineRules(),
		zsetRules(), zrangeRules(), zpopRules(), zstoreRules(), geoRules(), geosearchRules(),
		streamRules(), groupRules(), claimRules(), xinfoRules(),
		serverRules(), infoRules(), configRules(), commandRules(), objectRules(), memoryRules(), aclRules(),
	} {
		maps.Copy(table, part)
	}
	return table
}

// knows reports whether anything answers to the name.
func (s *Server) knows(name string) bool { return s.rules[name] != nil || missing(name) != "" }
