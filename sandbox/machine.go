package sandbox

import (
	"net"
	"slices"
	"strconv"
)

// machine is the addresses that a machine has, as others see it.
type machine struct {
	first net.IP // the one that leads out; nil when none does
	all   []net.Addr
}

// thisMachine asks the system. What it does not tell is not there.
func thisMachine() machine {
	m := machine{}
	m.all, _ = net.InterfaceAddrs()
	// UDP has no connections: nothing is sent, but the way is looked up. The
	// address is one that RFC 5737 keeps for documentation.
	if way, err := net.Dial("udp4", "192.0.2.1:9"); err == nil {
		m.first = way.LocalAddr().(*net.UDPAddr).IP
		way.Close()
	}
	return m
}

// reachable returns where clients find what is bound to an address, the best
// way first. The addresses that stand for all others, 0.0.0.0 and [::], are of
// no use to anybody on another machine.
func (m machine) reachable(bound net.Addr) []string {
	at, ok := bound.(*net.TCPAddr)
	if !ok || !at.IP.IsUnspecified() {
		return []string{bound.String()}
	}
	var found []net.IP
	for _, addr := range m.all {
		if network, ok := addr.(*net.IPNet); ok && network.IP.IsGlobalUnicast() && (at.IP.To4() == nil || network.IP.To4() != nil) {
			found = append(found, network.IP)
		}
	}
	slices.SortStableFunc(found, func(a, b net.IP) int { return m.rank(a) - m.rank(b) })
	if len(found) == 0 {
		found = append(found, net.IPv4(127, 0, 0, 1)) // at least for this machine itself
	}
	var out []string
	for _, ip := range found {
		out = append(out, net.JoinHostPort(ip.String(), strconv.Itoa(at.Port)))
	}
	return out
}

// rank puts the address that leads out first and those of IPv6 last.
func (m machine) rank(ip net.IP) int {
	switch {
	case ip.Equal(m.first):
		return 0
	case ip.To4() != nil:
		return 1
	}
	return 2
}
