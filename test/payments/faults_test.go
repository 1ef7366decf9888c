package payments_test

import (
	"fmt"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

// faults are what goes wrong with money. Where a provider cannot have one, cannot says by
// its capabilities why not: the call that would be needed, whose refusal is
// fault.Unsupported.
var faults = []struct {
	name   string
	hold   bool
	run    func(s *stand)
	cannot func(s *stand) (call func(p payment.Provider) error)
}{
	{"crash in start", false, crashInStart, nil},
	{"crash in capture", true, crashInCapture, holdsNothing},
	{"crash in refund", false, crashInRefund, nil},
	{"notice before the answer", false, noticeFirst, tellsNothing},
	{"notice twice", false, noticeTwice, tellsNothing},
	{"notice a day late", false, noticeLate, tellsNothing},
	{"forged notice", false, noticeForged, tellsNothing},
	{"another shop's notice", false, noticeOfAnother, tellsNothing},
	{"away for an hour", false, away, nil},
	{"another sum", false, anotherSum, nil},
	{"another currency", false, anotherCurrency, oneCurrency},
	{"canceled order", false, canceledOrder, nil},
	{"paid order", false, paidOrder, tellsNothing}, // what nobody tells of later is found the night after
}

// TestFaults tries every fault against every provider on SQLite, and against one of those
// that really take money, in turn, on Postgres.
func TestFaults(t *testing.T) {
	for i, f := range faults {
		for k, r := range rows {
			try := func(open func(t testing.TB) *store.Store) func(t *testing.T) {
				return func(t *testing.T) {
					t.Parallel() // each has a database and a service of its own
					s := r.open(t, open(t), f.hold)
					if f.cannot != nil {
						if call := f.cannot(s); call != nil {
							s.refuses(call)
							return
						}
					}
					f.run(s)
				}
			}
			t.Run(r.name+"/"+f.name, try(storetest.SQLite))
			if k == i%(len(rows)-1) {
				t.Run(r.name+"/"+f.name+"/postgres", try(storetest.Postgres))
			}
		}
	}
}

// refuses checks that the provider says so itself when it is asked for what it cannot.
func (s *stand) refuses(call func(p payment.Provider) error) {
	s.T.Helper()
	p, err := s.pay.Connected(s.Ctx, s.name)
	s.OK(err)
	if err := call(p); !fault.Is(err, fault.Unsupported) {
		s.T.Errorf("what it cannot is refused with %v", err)
	}
}

func holdsNothing(s *stand) func(p payment.Provider) error {
	if s.can.TwoStage {
		return nil
	}
	return func(p payment.Provider) error {
		_, err := p.Capture(s.Ctx, payment.MoneyRequest{Key: "pcp", PaymentID: "pay", ExternalID: "x", Amount: rub(100)})
		return err
	}
}

func tellsNothing(s *stand) func(p payment.Provider) error {
	if s.can.Notices || s.can.Inside {
		return nil
	}
	return func(p payment.Provider) error {
		_, err := p.Notice(unsigned, []byte("{}"))
		return err
	}
}

func oneCurrency(s *stand) func(p payment.Provider) error {
	if len(s.can.Currencies) != 1 {
		return nil
	}
	return func(p payment.Provider) error {
		_, err := p.Start(s.Ctx, payment.StartRequest{Key: "pst", PaymentID: "pay", OrderID: "ord", Amount: money.Of(49900, "KZT"),
			Request: payment.Request{Number: "A-1", Description: "A-1", ReturnURL: address, NoticeURL: address, ExpiresAt: s.Now().Add(time.Hour)}})
		return err
	}
}

// begin asks for what is due.
func (s *stand) begin(o order.Order) payment.Payment {
	s.T.Helper()
	p, err := s.pay.Begin(s.Ctx, payment.BeginRequest{OrderID: o.ID, Method: s.method})
	s.OK(err)
	if p.Status != payment.Pending || p.URL == "" {
		s.T.Fatalf("begun as %+v", p)
	}
	return p
}

// tell has the provider post what there is to post.
func (s *stand) tell() (list []func() int) {
	s.T.Helper()
	list = s.notices()
	s.told(list)
	return list
}

func (s *stand) told(list []func() int) {
	s.T.Helper()
	for _, post := range list {
		if got := post(); got != 200 && got != 401 {
			s.T.Errorf("a notice was answered %d", got)
		}
	}
	s.drain()
}

// paid sells, and has the customer pay.
func (s *stand) paid() (order.Order, payment.Payment) {
	s.T.Helper()
	o := s.sells(s.till)
	p := s.begin(o)
	s.customer(p)
	s.tell()
	s.pass(2 * time.Minute)
	if s.can.TwoStage && s.get(o).Payment == order.Authorized {
		return o, s.one(p)
	}
	s.want(o, order.Captured)
	return o, s.one(p)
}

func (s *stand) customer(p payment.Payment) {
	s.T.Helper()
	if !s.pays(p) {
		s.T.Fatal("the shop said no to the customer")
	}
}

func (s *stand) one(p payment.Payment) payment.Payment {
	s.T.Helper()
	got, err := s.pay.Get(s.Ctx, p.ID)
	s.OK(err)
	return got
}

// agree checks that the order and the provider count the same money.
func (s *stand) agree(o order.Order, taken, back int64) {
	s.T.Helper()
	got := s.get(o)
	if got.Captured.Amount != taken || got.Refunded.Amount != back {
		s.T.Errorf("the order has %d taken and %d given back, want %d and %d", got.Captured.Amount, got.Refunded.Amount, taken, back)
	}
	if there, gone := s.money(); there != taken || gone != back {
		s.T.Errorf("the provider has %d taken and %d given back, want %d and %d", there, gone, taken, back)
	}
}

func (s *stand) timeline(o order.Order, want string) {
	s.T.Helper()
	if got := s.events(o); got != want {
		s.T.Errorf("events: %s, want %s", got, want)
	}
}

func (s *stand) problems(o string, want ...string) {
	s.T.Helper()
	list, err := s.pay.Problems(s.Ctx, o, 100)
	s.OK(err)
	var got []string
	for _, p := range list {
		got = append(got, p.Kind)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.T.Errorf("problems %v, want %v", got, want)
	}
}

// clean checks that no person is needed, and that the nightly report agrees.
func (s *stand) clean() {
	s.T.Helper()
	s.problems("")
	r, err := s.pay.Compare(s.Ctx)
	s.OK(err)
	if r.Payments == 0 || r.Orders == 0 || r.Findings+r.Unreachable != 0 {
		s.T.Errorf("the report says %+v", r)
	}
	s.problems("")
}

// dies ends the process around the next call that moves money, and opens a new one.
func (s *stand) dies(point string, fn func()) {
	s.T.Helper()
	s.dog.before, s.dog.after = point == "before", point == "after"
	(&desk{till: s.till, dog: s.dog}).dies(fn)
}

var points = []string{"before", "after"}

// crashInStart: whoever comes after finishes the start, and the customer pays once.
func crashInStart(s *stand) {
	var total int64
	for _, point := range points {
		links := s.links()
		o := s.sells(s.till)
		s.dies(point, func() { s.begin(o) })
		s.pass(2 * time.Minute)
		p := s.begin(o)
		if n := s.links() - links; !s.anew && s.name != "demo" && n != 1 {
			s.T.Errorf("%s: %d links were made", point, n)
		}
		s.customer(p)
		s.tell()
		s.pass(time.Hour)
		s.want(o, order.Captured)
		total += o.Total.Amount
		if there, _ := s.money(); there != total {
			s.T.Errorf("%s: %d taken, want %d", point, there, total)
		}
		s.timeline(o, "payment.awaiting payment.captured")
	}
	s.clean()
}

// crashInCapture: held money is taken once.
func crashInCapture(s *stand) {
	var total int64
	for _, point := range points {
		o, p := s.paid()
		s.want(o, order.Authorized)
		s.dies(point, func() { _, _ = s.pay.Capture(s.Ctx, payment.MoveRequest{PaymentID: p.ID, By: operator}) })
		s.pass(2 * time.Minute)
		s.tell()
		s.want(o, order.Captured)
		total += o.Total.Amount
		if there, back := s.money(); there != total || back != 0 {
			s.T.Errorf("%s: %d taken, want %d; %d given back", point, there, total, back)
		}
		s.timeline(o, "payment.awaiting payment.authorized payment.captured")
	}
	s.clean()
}

// crashInRefund: money goes back once, also when the same refund is asked for again.
func crashInRefund(s *stand) {
	var total int64
	for _, point := range points {
		o, p := s.paid()
		r := payment.MoveRequest{PaymentID: p.ID, By: operator, Key: "tap " + point}
		sum, want := o.Total.Amount, order.Refunded
		if s.can.PartialRefunds {
			r.Amount, sum, want = 9900, 9900, order.PartiallyRefunded
		}
		s.dies(point, func() { _, _ = s.pay.Refund(s.Ctx, r) })
		s.pass(2 * time.Minute)
		s.want(o, want)
		_, err := s.pay.Refund(s.Ctx, r)
		s.OK(err)
		s.tell()
		s.want(o, want)
		total += sum
		if _, back := s.money(); back != total || s.get(o).Refunded.Amount != sum {
			s.T.Errorf("%s: %d given back, want %d; the order has %d of %d", point, back, total, s.get(o).Refunded.Amount, sum)
		}
		s.timeline(o, "payment.awaiting payment.captured refund.created refund.succeeded")
	}
	s.clean()
}

// mismatched has something else taken than was asked for: it counts as nothing, and a
// person is told, once.
func mismatched(s *stand, sum func(asked money.Money) money.Money) {
	s.T.Helper()
	o := s.sells(s.till)
	p := s.begin(o)
	s.takes(p, sum(p.Amount))
	s.tell()
	for range 3 {
		s.pass(time.Hour)
	}
	s.want(o, order.Awaiting)
	if got := s.get(o).Captured.Amount; got != 0 {
		s.T.Errorf("%d count as paid", got)
	}
	s.problems(o.ID, payment.ProblemAmount)
	s.timeline(o, "payment.awaiting payment.problem")
}

func anotherSum(s *stand) {
	for _, by := range []int64{-100, 100} {
		mismatched(s, func(m money.Money) money.Money { return money.Of(m.Amount+by, m.Currency) })
	}
}

func anotherCurrency(s *stand) {
	mismatched(s, func(m money.Money) money.Money { return money.Of(m.Amount, "KZT") })
}

// canceledOrder: paid at the moment when the order is canceled.
func canceledOrder(s *stand) {
	for _, rule := range []shop.Rule{"", shop.Flag} {
		s.rule(rule)
		taken, back := s.money()
		o := s.sells(s.till)
		p := s.begin(o)
		s.takes(p, p.Amount)
		late := s.notices()
		_, err := s.Orders.Cancel(s.Ctx, order.CancelRequest{OrderID: o.ID, By: operator, Why: "передумал"})
		s.OK(err)
		s.drain()
		s.told(late)
		for range 3 {
			s.pass(time.Minute)
		}
		s.late(o, rule, order.Refunded, taken+o.Total.Amount, back)
	}
}

// paidOrder: the first link is paid after all when the order has been paid by a second one.
func paidOrder(s *stand) {
	for _, rule := range []shop.Rule{"", shop.Flag} {
		s.rule(rule)
		taken, back := s.money()
		o := s.sells(s.till)
		first := s.begin(o)
		for range 3 {
			s.pass(24 * time.Hour) // given up
		}
		second := s.begin(o)
		if second.ID == first.ID {
			s.T.Fatalf("the first link is still good: %+v", s.one(first))
		}
		s.customer(second)
		s.tell()
		s.pass(2 * time.Minute)
		s.want(o, order.Captured)
		if s.can.Asks && s.pays(first) {
			s.T.Error("the shop said yes to paying twice")
		}
		s.takes(first, first.Amount)
		s.tell()
		for range 3 {
			s.pass(time.Minute)
		}
		s.late(o, rule, order.PartiallyRefunded, taken+2*o.Total.Amount, back)
	}
}

// late checks what became of money that an order does not need: all that was taken for a
// canceled one, half of what was taken for one that was paid twice.
func (s *stand) late(o order.Order, rule shop.Rule, status order.PaymentStatus, taken, back int64) {
	s.T.Helper()
	if rule == shop.Flag {
		s.problems(o.ID, payment.ProblemSurplus)
		status = order.Captured
	} else {
		s.problems(o.ID)
		back += o.Total.Amount
	}
	if there, gone := s.money(); there != taken || gone != back {
		s.T.Errorf("by the rule %q the provider has %d taken and %d given back, want %d and %d", rule, there, gone, taken, back)
	}
	s.want(o, status)
}
