package command

// What all who compare a key with what it was before must agree on.
const (
	// Slack is by how many ms two readings of one deadline may differ.
	Slack = 20
	// LargestRead is the largest value that is read for it, in bytes.
	LargestRead = 1 << 20
	// Hashes with fields that expire have a type of their own in dumps, their
	// first byte: those from the first to the last of these (rdb.h of Redis
	// 7.4).
	FirstTimedHash, LastTimedHash = 22, 25
)
