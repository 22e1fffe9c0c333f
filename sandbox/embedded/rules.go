package embedded

import "maps"

// rules is the one table of what the front does differently from miniredis.
// Each file brings the commands of its subject.
func rules() map[string]rule {
	table := make(map[string]rule, 128)
	for _, part := range []map[string]rule{
		txRules(), blockRules(), pubsubRules(), expireRules(), connectionRules(),
		keyspaceRules(), stringRules(), listRules(), orderRules(), fieldRules(), zsetRules(), scriptRules(), functionRules(), monitorRules(), slowlogRules(), latencyRules(), serverRules(),
		configRules(), clientRules(), commandRules(), objectRules(),
	} {
		maps.Copy(table, part)
	}
	return table
}

// knows reports whether anything answers to the name.
func (s *Server) knows(name string) bool {
	return s.rules[name] != nil || s.wire.IsRegisteredCommand(name)
}
