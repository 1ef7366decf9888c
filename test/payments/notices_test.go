package payments_test

import (
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/store/storetest"
)

// noticeFirst: money is told of while the answer to the start is on its way.
func noticeFirst(s *stand) {
	o := s.sells(s.till)
	s.dog.BreakNext(linefake.Unanswered)
	p, err := s.pay.Begin(s.Ctx, payment.BeginRequest{OrderID: o.ID, Method: s.method})
	s.fails(err, payment.ErrBusy)
	s.customer(p)
	s.tell()
	s.pass(time.Hour)
	s.want(o, order.Captured)
	s.agree(o, o.Total.Amount, 0)
	s.problems("")
}

func noticeTwice(s *stand) {
	o := s.sells(s.till)
	p := s.begin(o)
	s.customer(p)
	list := s.notices()
	s.told(append(list, list...))
	s.want(o, order.Captured)
	s.told(list)
	s.pass(time.Hour)
	s.agree(o, o.Total.Amount, 0)
	s.timeline(o, "payment.awaiting payment.captured")
	s.problems("")
}

// noticeLate: a day late. What can be asked about was settled by then, and given back
// even; where the notice is the only word there is, it still pays the order.
func noticeLate(s *stand) {
	o := s.sells(s.till)
	p := s.begin(o)
	s.customer(p)
	late := s.notices()
	s.pass(2 * time.Minute)
	back := int64(0)
	if s.deaf {
		s.want(o, order.Awaiting)
	} else {
		s.want(o, order.Captured)
		_, err := s.pay.Refund(s.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator})
		s.OK(err)
		back = o.Total.Amount
	}
	s.pass(24 * time.Hour)
	s.told(late)
	s.pass(time.Hour)
	s.agree(o, o.Total.Amount, back)
	s.problems("")
}

// noticeForged: neither a wrong signature nor a notice of what the provider does not know
// pays anything.
func noticeForged(s *stand) {
	o := s.sells(s.till)
	p := s.begin(o)
	s.told(s.forged(p))
	s.pass(2 * time.Minute)
	s.want(o, order.Awaiting)
	s.agree(o, 0, 0)
	s.customer(p)
	s.tell()
	s.pass(2 * time.Minute)
	s.want(o, order.Captured)
	s.problems("")
}

// noticeOfAnother: what is told of another shop's payment pays nothing here, and a person
// is told of money that nothing explains.
func noticeOfAnother(s *stand) {
	o := s.sells(s.till)
	mine := s.begin(o)
	other := s.neighbor()
	foreign := s.sells(other)
	theirs, err := other.pay.Begin(other.Ctx, payment.BeginRequest{OrderID: foreign.ID, Method: s.method})
	s.OK(err)
	s.takes(theirs, theirs.Amount)
	s.tell()
	s.want(o, order.Awaiting)
	s.problems("", payment.ProblemUnknown)
	if got := s.one(mine); got.Status != payment.Pending || got.Captured != 0 {
		s.T.Errorf("ours became %+v", got)
	}
	if got := other.get(foreign); s.can.Inside && got.Captured.Amount != 0 {
		s.T.Errorf("the other shop's bot was told nothing, and its order has %+v", got.Captured)
	}
}

// away: the link comes when the provider is back; what was paid while it was away again
// is found, and nothing is asked twice.
func away(s *stand) {
	o := s.sells(s.till)
	s.dog.Down(true)
	first, err := s.pay.Begin(s.Ctx, payment.BeginRequest{OrderID: o.ID, Method: s.method})
	if !fault.Is(err, fault.Unavailable) {
		s.T.Fatalf("down: %v", err)
	}
	for range 6 {
		s.pass(10 * time.Minute)
	}
	s.want(o, order.Awaiting)
	s.dog.Down(false)
	for range 6 { // a link that would end too soon is refused: looked at in time
		s.pass(5 * time.Minute)
	}
	p := s.begin(o)
	if s.can.Window > time.Hour && p.ID != first.ID { // else its time was over before it had begun
		s.T.Errorf("a second attempt was made: %+v, then %+v", s.one(first), p)
	}
	s.customer(p)
	lost := s.notices()
	s.dog.Down(true)
	for range 3 {
		s.pass(20 * time.Minute)
	}
	s.dog.Down(false)
	if s.deaf {
		s.told(lost) // it goes on telling for a day
	}
	s.pass(time.Hour)
	s.want(o, order.Captured)
	s.agree(o, o.Total.Amount, 0)
	s.problems("")
}

// TestAwayForTwoDays: a start whose key is too old by then, of a provider that knows
// nothing of it, has expired where a link that was told to nobody harms nobody. The
// customer starts anew.
func TestAwayForTwoDays(t *testing.T) {
	for _, r := range rows {
		s := r.open(t, storetest.SQLite(t), false)
		if !s.can.Anew {
			continue // TestOldKey: a person looks
		}
		o := s.sells(s.till)
		s.dog.BreakNext(linefake.Lost)
		first, err := s.pay.Begin(s.Ctx, payment.BeginRequest{OrderID: o.ID, Method: s.method})
		s.fails(err, payment.ErrBusy)
		s.dog.Down(true)
		s.Pass(49 * time.Hour)
		s.drain()
		s.dog.Down(false)
		s.pass(2 * time.Hour)
		if got := s.one(first); got.Status != payment.Expired {
			t.Errorf("%s: the start is %+v", r.name, got)
		}
		p := s.begin(o)
		s.customer(p)
		s.tell()
		s.pass(time.Hour)
		s.want(o, order.Captured)
		s.agree(o, o.Total.Amount, 0)
		if !s.deaf { // else nobody had to be asked
			s.problems(o.ID, payment.ProblemUnreachable)
		}
	}
}
