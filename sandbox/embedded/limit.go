package embedded

import "time"

// oom is what a write gets when there is no room for it.
const oom = "OOM command not allowed when used memory > 'maxmemory'."

// Limits bound what clients can take from the process the server runs in. The
// zero value of a field stands for its default.
type Limits struct {
	// Memory is how many bytes the data may take, as estimated; writes beyond
	// it are refused with Redis's OOM error. 256 MB.
	Memory int64
	// Value is the longest string a command may carry or make, in bytes: what
	// Redis calls proto-max-bulk-len. 64 MB.
	Value int
	// Query is how many bytes one command or one transaction may have. 128 MB.
	Query int
	// Output is how many bytes of replies may wait for a client that does not
	// read them before it is disconnected. 256 MB.
	Output int
	// Clients is how many connections there may be. 10000.
	Clients int
	// ScriptBusy is how long a script may run until other clients are told
	// BUSY, as CONFIG SET busy-reply-threshold does. 5 s.
	ScriptBusy time.Duration
	// ScriptTime is how long a script may run at all. 10 s.
	ScriptTime time.Duration
	// ScriptMemory is how many bytes a script may take. 64 MB.
	ScriptMemory int
}

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	l.Memory = orDefault(l.Memory, 256<<20)
	l.Value = orDefault(l.Value, 64<<20)
	l.Query = orDefault(l.Query, 128<<20)
	l.Output = orDefault(l.Output, 256<<20)
	l.Clients = orDefault(l.Clients, 10000)
	l.ScriptBusy = orDefault(l.ScriptBusy, 5*time.Second)
	l.ScriptTime = orDefault(l.ScriptTime, 10*time.Second)
	l.ScriptMemory = orDefault(l.ScriptMemory, 64<<20)
	return l
}

func orDefault[T int | int64 | time.Duration](n, otherwise T) T {
	if n == 0 {
		return otherwise
	}
	return n
}
