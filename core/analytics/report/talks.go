package report

import (
	"context"
	"time"
)

// Talks is what became of the conversations of a period: those in which customers wrote, and
// which go through this system.
type Talks struct {
	Conversations int64
	Carted        int64 // of Conversations: something was put into the cart
	Ordered       int64 // of Conversations: an order was placed, and not canceled since
	Paid          int64 // of Ordered: money came

	Alone  int64 // of Conversations: the assistant answered, and no person wrote
	Helped int64 // of Conversations: a person of the shop wrote

	Messages int64 // of customers
	Waiting  int64 // of Messages: nobody has answered them until now
}

// Wait is how long first answers of a day took.
type Wait struct {
	N             int64
	P50, P90, P95 time.Duration // so many per cent took no longer
}

// Reason is how often a person was asked for, and why.
type Reason struct {
	Reason string
	N      int64
}

// TalksReport is how customers were served in a period.
type TalksReport struct {
	Period    Period
	Talks     Talks
	Assistant Wait
	People    Wait
	Handoffs  int64
	Reasons   []Reason // the most often first
}

// Step is one of the funnel, with the part of all conversations that came there.
type Step struct {
	Step    string // talked, carted, ordered, paid
	N       int64
	Percent float64 // of the first
}

// Funnel is how far conversations came.
func (t Talks) Funnel() []Step {
	out := []Step{{"talked", t.Conversations, 0}, {"carted", t.Carted, 0}, {"ordered", t.Ordered, 0}, {"paid", t.Paid, 0}}
	for i := range out {
		out[i].Percent = percent(out[i].N, t.Conversations)
	}
	return out
}

// Automation is the part of conversations that no person was needed in.
func (t Talks) Automation() float64 { return percent(t.Alone, t.Conversations) }

// Handled is the part of messages that were answered.
func (t Talks) Handled() float64 { return percent(t.Messages-t.Waiting, t.Messages) }

// TalksOf reports how customers were served.
//
// Faults: ErrPeriod.
func (s *Service) TalksOf(ctx context.Context, ask Ask) (TalksReport, error) {
	var r TalksReport
	err := s.tx.View(ctx, func(ctx context.Context) error {
		l, err := s.look(ctx, ask)
		if err != nil {
			return err
		}
		r.Period = l.period
		if r.Talks, r.Assistant, r.People, err = s.store.Talks(ctx, l.parts(), ask.Channel); err != nil {
			return err
		}
		r.Reasons, err = s.store.HandoffReasons(ctx, begin(l.period.From, l.zone), l.until(), ask.Channel)
		for _, x := range inOrder(r.Reasons) {
			r.Handoffs += x.N
		}
		return err
	})
	return r, err
}
