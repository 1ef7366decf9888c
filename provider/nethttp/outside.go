package nethttp

import (
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"prilavok/core/fault"
)

// errInside is never seen by callers: to them an address of the inside cannot be reached.
var errInside = fault.New(fault.Invalid, "call.inside", "the address is not on the internet")

// NewOutside returns a Client for addresses that strangers name: it reaches nothing but
// the internet. The address is checked when it is dialed, after its name was resolved, so
// that a name which resolves anew to the inside leads nowhere; there is no proxy, which
// would resolve by itself, and redirects are not followed.
func NewOutside(agent string, now func() time.Time, observe Observer) *Client {
	c := New(agent, now, observe)
	dial := net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !outside(at.Addr()) {
			return errInside
		}
		return nil
	}}
	t := c.http.Transport.(*http.Transport)
	t.Proxy, t.DialContext = nil, dial.DialContext
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

// inside are ranges that net/netip takes for global ones: shared and carrier networks,
// documentation, benchmarks, reserved, and ways to write IPv4 as IPv6.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("::/96"),
}

func outside(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range inside {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}
