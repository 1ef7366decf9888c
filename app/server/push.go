package server

import (
	"prilavok/core/bell/push"
	"prilavok/core/job"
	"prilavok/provider/webpush"
)

// pushes wires messages to the devices of staff. Only a server sends them: at the edge the panel
// counts, and says so.
func (s *Server) pushes() {
	a := s.App
	do := a.Outside
	if do == nil {
		do = a.HTTP
	}
	s.push = push.New(push.Ports{Sender: webpush.Sender{Do: do, Now: a.Now}, Bells: a.Store, People: a.Store, Shops: a.Store, Keys: a.Keys, Jobs: a.Jobs,
		Public: s.publicURL, Private: a.PrivateHooks}, a.Store, a.Store, a.Now, a.IDs)
	a.Bell.Rang = s.push.Rang
	a.Jobs.Register(push.JobTell, s.push.Tell, job.Options{})
	a.Jobs.Register(push.JobSend, s.push.Send, job.Options{MaxAttempts: push.Attempts + 1}) // the last try ends by itself
}
