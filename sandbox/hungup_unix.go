//go:build unix

package sandbox

import (
	"crypto/tls"
	"errors"
	"net"
	"syscall"
)

// hungUp reports whether the server has ended a connection from which all that
// had come is read. It sends nothing and waits for nothing, and a connection
// that is not a socket is taken to be there.
func hungUp(conn net.Conn) (ended bool) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true // it is closed
	}
	err = raw.Read(func(fd uintptr) bool {
		n, _, err := syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK)
		ended = n == 0 && err == nil || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
		return true
	})
	return ended || err != nil
}
