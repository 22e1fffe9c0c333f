package embedded

func hashRules() map[string]rule   { return nil }
func serverRules() map[string]rule { return nil }
func objectRules() map[string]rule { return nil }
