package igfake

import (
	"prilavok/core/call"
	"prilavok/core/call/calltest"
)

// Doer returns a call.Doer that reaches the fake without a network. Requests to other
// hosts go to next; without one they fail to connect.
func (s *Server) Doer(next call.Doer) call.Doer {
	return calltest.Doer("https://graph.instagram.com/", s, next)
}
