package gloss

// explainRefusal says what to do when a server does not do what it is asked,
// whatever the command: by the error's first word.
func explainRefusal(code string) []string {
	switch code {
	case "NOAUTH":
		return one("This server wants a password first: `AUTH password`.")
	case "WRONGPASS":
		return one("The user name or the password is wrong. `AUTH password` is for the user `default`, `AUTH user password` for any other.")
	case "NOPERM":
		return one("The server's ACL does not let this user do that. `ACL WHOAMI` says who you are.")
	case "LOADING":
		return one("The server has just started and is reading its data. Try again in a moment.")
	case "MASTERDOWN":
		return one("This server is a replica that has lost its master, and it does not answer from old data.")
	case "READONLY":
		return one("This server is a replica: only its master takes writes. `INFO replication` names it.")
	case "OOM":
		return one("The server's memory is full (`maxmemory`). Reading and removing still work.")
	case "MISCONF":
		return one("The server cannot save its data, so it takes no writes until that is mended.")
	case "BUSY":
		return one("A script is running and nothing else is served. `SCRIPT KILL` ends it, if it has written nothing.")
	case "CLUSTERDOWN", "CROSSSLOT", "MOVED", "ASK":
		return one("This server is a node of a cluster, and the key belongs elsewhere. The tutor talks to one server; redis-cli -c follows.")
	}
	return nil
}
