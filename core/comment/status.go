package comment

// next is the step that an open entry stands at: the private reply first, because the
// answer under the comment usually tells of it. "" when nothing is left to do.
func (e Entry) next() Step {
	switch {
	case e.Private.pending() && e.Live:
		return Live
	case e.Private.pending():
		return Private
	case e.Public.pending():
		return Public
	case e.Step == Sort && e.RuleID == "":
		return Sort
	}
	return ""
}

func (p Part) pending() bool { return p.State == Waiting || p.State == Sending }

// part is the answer that the entry's step is about.
func (e *Entry) part() *Part {
	if e.Step == Public {
		return &e.Public
	}
	return &e.Private
}

// leave gives up what is not sent yet.
func (e *Entry) leave(state State, reason string) {
	for _, p := range []*Part{&e.Private, &e.Public} {
		if p.State == Waiting {
			p.State = Left
		}
	}
	e.State, e.Reason, e.Step, e.Attempts = state, reason, "", 0
}

// done notes that the step's answer went out, and goes on to the next.
func (e *Entry) done() {
	e.part().State = Sent
	e.Attempts, e.Step = 0, e.next()
	if e.Step == "" {
		e.State, e.Reason = Done, ""
	}
}

// refuse notes that the step's answer did not go out. Nothing is said under a comment of a
// private reply that did not come.
func (e *Entry) refuse(state PartState, reason string) {
	e.part().State = state
	e.leave(Failed, reason)
}
