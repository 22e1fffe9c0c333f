package sandbox

import "net"

// hungUp would look without sending anything; here the next command finds out.
func hungUp(net.Conn) bool { return false }
