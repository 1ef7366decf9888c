package cart

import (
	"strings"

	"prilavok/core/delivery"
)

var order = []Step{StepName, StepPhone, StepDelivery, StepPoint, StepCity, StepSlot, StepAddress, StepPayment, StepComment, StepSummary}

// Next is the checkout's transition function: it takes the answers so far and what
// the contact did, and returns the new answers, what to ask and what was wrong with
// the input. It is pure. An empty Input asks the current step again.
func Next(st State, in Input, env Env) (State, Ask, Problem) {
	if rank(st.Step) < 0 {
		st.Step = StepName
	}
	if len(env.Ways) < 2 {
		st.Payment = onlyWay(env)
	}
	st, moved := repair(st, env)
	action := in.Action
	if action == "" {
		action = meant(st, in, env)
	}
	var problem Problem
	var effect Effect
	switch {
	case action == ActCancel:
		effect = EffectCancel
	case action == ActShow, action == "" && in.Text == "" && in.Phone == "":
		problem = moved
	case action == ActBack:
		st, problem = back(st, env)
	case action == ActOK:
		st, effect, problem = confirm(st, env, moved)
	case strings.HasPrefix(action, ActSlots) && st.Step == StepSlot:
		st.SlotsFrom = strings.TrimPrefix(action, ActSlots)
	case strings.HasPrefix(action, ActEdit):
		st, problem = edit(st, Step(strings.TrimPrefix(action, ActEdit)), env)
	default:
		st, problem = answer(st, action, in, env)
		if problem != ProblemNone && moved != ProblemNone {
			problem = moved // it was the answer to another question
		}
	}
	ask := question(st, env)
	ask.Effect = effect
	switch {
	case problem == ProblemNone && st.Step == StepDelivery && len(ask.Methods) == 0:
		problem = ProblemNoMethod
	case st.Step == StepSlot && len(ask.Slots) == 0:
		problem = ProblemNoTimes
	}
	return st, ask, problem
}

func rank(s Step) int {
	for i, x := range order {
		if x == s {
			return i
		}
	}
	return -1
}

// applies reports whether a step is asked at all, given the answers so far.
func applies(s Step, st State, env Env) bool {
	m, chosen := FindMethod(env.Methods, st.Choice.MethodID)
	switch s {
	case StepDelivery:
		return len(env.Methods) > 0
	case StepPoint:
		return chosen && m.Kind == Pickup && len(m.Points) > 1
	case StepCity:
		return chosen && len(m.Zones) > 0
	case StepSlot:
		plan, _ := delivery.ScheduleOf(m, st.Choice.ZoneID)
		return chosen && plan.Set()
	case StepAddress:
		return !chosen || m.NeedsAddress()
	case StepPayment:
		return len(env.Ways) > 1
	}
	return true
}

// missing returns the first step without which no order can be placed, StepSummary
// when all are answered.
func missing(st State, env Env) Step {
	for _, s := range order {
		if applies(s, st, env) && !answered(s, st, env) {
			return s
		}
	}
	return StepSummary
}

func answered(s Step, st State, env Env) bool {
	switch s {
	case StepName:
		return st.Name != ""
	case StepPhone:
		return st.Phone != ""
	case StepDelivery:
		m, ok := FindMethod(env.Methods, st.Choice.MethodID)
		return ok && Offered(m, env.Items)
	case StepCity:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		_, ok := m.ZoneByID(st.Choice.ZoneID)
		return ok
	case StepPoint:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		_, ok := m.PointByID(st.Choice.PointID)
		return ok
	case StepSlot:
		_, ok := delivery.Find(env.free(st.Choice), st.Choice.Slot)
		return ok
	case StepAddress:
		return st.Address != ""
	case StepPayment:
		_, ok := wayOf(st.Payment, env)
		return ok
	}
	return true
}

// repair moves a state back to the delivery when the shop has meanwhile taken away
// what was chosen.
func repair(st State, env Env) (State, Problem) {
	if !applies(st.Step, st, env) {
		st.Step = forward(st.Step, st, env)
	}
	gap := missing(st, env)
	if rank(gap) >= rank(st.Step) {
		return st, ProblemNone
	}
	whole := st.Step == StepSummary
	st.Step, st.Editing = gap, ""
	switch gap {
	case StepDelivery:
		return st, ProblemMethod
	case StepCity:
		return st, ProblemZone
	case StepPoint:
		return st, ProblemPoint
	case StepSlot:
		if st.Choice.Slot == "" { // a schedule that is new
			return st, ProblemNone
		}
		st.SlotsFrom = "" // the next ones are offered
		if whole {
			st.Editing = StepSlot // and the summary comes right after
		}
		return st, ProblemSlot
	case StepPayment:
		if st.Payment == "" { // a way that is new
			return st, ProblemNone
		}
		return st, ProblemNoWay
	}
	return st, ProblemNone
}

// free lists the times of a delivery that can be booked.
func (e Env) free(c Choice) []Slot {
	m, ok := FindMethod(e.Methods, c.MethodID)
	if !ok {
		return nil
	}
	return delivery.Free(e.Times.Slots(m, c.ZoneID))
}

func forward(from Step, st State, env Env) Step {
	for i := rank(from) + 1; i < len(order); i++ {
		if applies(order[i], st, env) {
			return order[i]
		}
	}
	return StepSummary
}

func previous(from Step, st State, env Env) Step {
	for i := rank(from) - 1; i >= 0; i-- {
		if applies(order[i], st, env) {
			return order[i]
		}
	}
	return from
}

func back(st State, env Env) (State, Problem) {
	if st.Editing == st.Step && missing(st, env) == StepSummary {
		st.Step, st.Editing = StepSummary, ""
		return st, ProblemNone
	}
	p := previous(st.Step, st, env)
	if p == st.Step {
		return st, ProblemNotHere
	}
	st.Step = p
	return st, ProblemNone
}

func confirm(st State, env Env, moved Problem) (State, Effect, Problem) {
	if st.Step == StepSummary {
		return st, EffectPlace, ProblemNone
	}
	if moved != ProblemNone {
		return st, EffectNone, moved
	}
	return st, EffectNone, ProblemNotHere
}

// edit goes to one field and, once it is answered, back to the summary. A button of
// an old summary also works, as long as the steps before the field are answered.
func edit(st State, field Step, env Env) (State, Problem) {
	if field == StepSummary || rank(field) < 0 || !applies(field, st, env) || rank(missing(st, env)) < rank(field) {
		return st, ProblemNotHere
	}
	st.Step, st.Editing = field, ""
	if missing(st, env) == StepSummary {
		st.Editing = field
	}
	return st, ProblemNone
}

// answer takes the answer to the current step and moves on.
func answer(st State, action string, in Input, env Env) (State, Problem) {
	next, problem := take(st, action, in, env)
	if problem != ProblemNone {
		return st, problem
	}
	if next.Step != StepSummary {
		next.Step = after(next, env)
	}
	if next.Step == StepSummary {
		next.Editing = ""
	}
	return next, ProblemNone
}

// after says where an answered step leads. A changed field leads back to the summary
// unless the change has opened another question.
func after(st State, env Env) Step {
	if st.Editing == "" {
		return forward(st.Step, st, env)
	}
	next := missing(st, env)
	moved := st.Step == StepCity || st.Step == StepSlot && st.Editing == StepCity
	if moved && rank(next) > rank(StepAddress) {
		return StepAddress // another city hardly has the same street
	}
	return next
}

func question(st State, env Env) Ask {
	_, stuck := back(st, env)
	a := Ask{Step: st.Step, CanBack: stuck == ProblemNone}
	a.Suggest, a.Verified = suggestion(st, env)
	switch st.Step {
	case StepDelivery:
		for _, m := range env.Methods {
			if Offered(m, env.Items) {
				a.Methods = append(a.Methods, m)
			}
		}
	case StepCity:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		a.Zones = m.Zones
	case StepPoint:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		a.Points = m.Points
	case StepSlot:
		a.Slots, a.More = delivery.Shown(env.free(st.Choice), st.SlotsFrom)
	case StepPayment:
		a.Ways = env.Ways
	case StepComment:
		a.CanSkip, a.CanClear = true, st.Comment != ""
	case StepSummary:
		a.Ways = env.Ways
		for _, s := range order[:len(order)-1] {
			if applies(s, st, env) {
				a.Fields = append(a.Fields, s)
			}
		}
	}
	return a
}

// suggestion is what ActUse takes: what was answered before, else what is known of
// the contact from an earlier order.
func suggestion(st State, env Env) (string, bool) {
	p := env.Prefill
	switch st.Step {
	case StepName:
		return first(st.Name, p.Name), false
	case StepPhone:
		if st.Phone != "" {
			return st.Phone, st.PhoneVerified
		}
		return p.Phone, p.PhoneVerified && p.Phone != ""
	case StepDelivery:
		id := first(st.Choice.MethodID, p.Choice.MethodID)
		if m, ok := FindMethod(env.Methods, id); ok && Offered(m, env.Items) {
			return id, false
		}
	case StepCity:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		for _, id := range []string{st.Choice.ZoneID, p.Choice.ZoneID} {
			if _, ok := m.ZoneByID(id); ok {
				return id, false
			}
		}
	case StepPoint:
		m, _ := FindMethod(env.Methods, st.Choice.MethodID)
		for _, id := range []string{st.Choice.PointID, p.Choice.PointID} {
			if _, ok := m.PointByID(id); ok && id != "" {
				return id, false
			}
		}
	case StepSlot:
		if _, ok := delivery.Find(env.free(st.Choice), st.Choice.Slot); ok {
			return st.Choice.Slot, false
		}
	case StepAddress:
		return first(st.Address, p.Address), false
	case StepPayment:
		if _, ok := wayOf(st.Payment, env); ok {
			return st.Payment, false
		}
	case StepComment:
		return st.Comment, false
	}
	return "", false
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
