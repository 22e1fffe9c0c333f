package embedded

// missing says, in words for the learner, why a command of Redis is not here.
// It is empty for all others. What stands here is all that the sandbox does
// not do.
func missing(name string) string {
	const (
		alone   = "the sandbox is a single server without replicas or a cluster: use --local or a server of yours to try this"
		tracked = "client-side caching is not part of the sandbox: use --local or a server of yours to try this"
		tests   = "it is for Redis's own tests; PFCOUNT tells what a HyperLogLog has counted"
		users   = "the sandbox knows only the user 'default': use --local or a server of yours to try this"
	)
	switch name {
	case "PSYNC", "SYNC", "REPLCONF", "MIGRATE":
		return name + ": " + alone
	case "PFDEBUG":
		return name + ": " + tests
	case "SHUTDOWN":
		return "SHUTDOWN: the sandbox ends with the program; type quit to leave"
	case "CLIENT TRACKING":
		return name + " ON: " + tracked
	case "ACL SETUSER":
		return name + ": " + users
	}
	return ""
}
