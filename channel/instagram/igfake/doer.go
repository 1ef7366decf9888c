package igfake

import (
	"prilavok/core/call"
	"prilavok/core/call/calltest"
)

// Doer returns a call.Doer that reaches the fake without a network. Requests to other
// hosts go to next; without one they fail to connect.
func (s *Server) Doer(next call.Doer) call.Doer {
	for _, host := range []string{"https://api.instagram.com/", "https://graph.facebook.com/"} {
		next = calltest.Doer(host, s, next)
	}
	return calltest.Doer("https://graph.instagram.com/", s, next)
}
