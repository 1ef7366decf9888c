package nethttp

import (
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"prilavok/core/call"
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
		if err != nil || !call.Public(at.Addr()) {
			return errInside
		}
		return nil
	}}
	t := c.http.Transport.(*http.Transport)
	t.Proxy, t.DialContext = nil, dial.DialContext
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}
