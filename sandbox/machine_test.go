package sandbox

import (
	"net"
	"strings"
	"testing"
)

// TestReachable: who listens everywhere is told where that is.
func TestReachable(t *testing.T) {
	var all []net.Addr
	for _, text := range []string{"127.0.0.1/8", "172.17.0.1/16", "192.168.7.2/24", "::1/128", "fe80::1/64", "2001:db8::7/64"} {
		ip, network, err := net.ParseCIDR(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &net.IPNet{IP: ip, Mask: network.Mask})
	}
	for _, tt := range []struct{ bound, want string }{
		{"127.0.0.1", "127.0.0.1:7777"},
		{"192.168.7.2", "192.168.7.2:7777"},
		{"0.0.0.0", "192.168.7.2:7777 172.17.0.1:7777"},
		{"::", "192.168.7.2:7777 172.17.0.1:7777 [2001:db8::7]:7777"},
	} {
		m := machine{first: net.ParseIP("192.168.7.2"), all: all}
		if got := strings.Join(m.reachable(&net.TCPAddr{IP: net.ParseIP(tt.bound), Port: 7777}), " "); got != tt.want {
			t.Errorf("%s is found at %s, want %s", tt.bound, got, tt.want)
		}
	}
	if got := (machine{}).reachable(&net.TCPAddr{IP: net.IPv4zero, Port: 1}); len(got) != 1 || got[0] != "127.0.0.1:1" {
		t.Errorf("a machine without a network is found at %s", got)
	}
}
