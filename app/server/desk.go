package server

import (
	"prilavok/app/attached"
	"prilavok/httpapi/operator"
)

// operators wires what the operators' inbox has on a server only.
func (s *Server) operators() {
	s.gate = s.api()
	s.desk = operator.New(operator.Options{Door: s.gate, Changes: s.App.Operators, Open: attached.Of(s.App).Open, Log: s.log})
}

// wrote wakes the pages of a shop in which something was written.
func (s *Server) wrote(shopID string) {
	if s.desk != nil && shopID != "" {
		s.desk.Wake(shopID)
	}
}
