package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/shop"
	"prilavok/store"
)

var _ = Covers("FulfillmentsOf SaveFulfillment ShortfallsOf SaveShortfall CloseShortfalls WaitingFor AwaitedVariants AddStock")

type parcelStep = func(context.Context, order.ParcelRequest) (order.Fulfillment, error)

func TestParcels(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		v := c.Variant("кружка", 50000, 5)
		o := c.Placed("k", v, 3)
		by := operator()
		status := func(want order.FulfillmentStatus, onHand, reserved int64) {
			t.Helper()
			got, err := c.Orders.Get(c.Ctx, o.ID)
			c.OK(err)
			if got.Fulfillment != want {
				t.Errorf("the order is %s, want %s (%+v)", got.Fulfillment, want, got.Goods)
			}
			c.stocked(v, onHand, reserved)
		}
		pack := func(n int64) (order.Fulfillment, error) {
			return c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, Lines: []order.Piece{{Line: 1, Quantity: n}}, By: by})
		}
		_, err := pack(4)
		wantFault(t, err, order.ErrNotPacked)
		first, err := pack(2)
		c.OK(err)
		status(order.PartiallyFulfilled, 5, 3)
		step := func(fn parcelStep, id string) error {
			_, err := fn(c.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: id, Carrier: "СДЭК", Tracking: "123", By: by})
			return err
		}
		c.OK(step(c.Orders.Unpack, first.ID))
		status(order.NotFulfilled, 5, 3)
		wantFault(t, step(c.Orders.Ship, first.ID), order.ErrParcelCanceled)
		wantFault(t, step(c.Orders.Ship, "none"), order.ErrNoParcel)
		first, err = pack(2)
		c.OK(err)
		rest, err := c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: by})
		c.OK(err)
		status(order.Fulfilled, 5, 3)
		c.OK(step(c.Orders.Ship, first.ID))
		status(order.Fulfilled, 3, 1)
		wantFault(t, step(c.Orders.Ship, first.ID), order.ErrParcelShipped)
		_, err = c.Orders.Cancel(c.Ctx, order.CancelRequest{OrderID: o.ID, By: by, Refund: true})
		wantFault(t, err, order.ErrShipped)
		c.OK(step(c.Orders.Unpack, first.ID)) // came back undelivered
		status(order.PartiallyFulfilled, 5, 3)
		first, err = c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: by})
		c.OK(err)
		c.OK(step(c.Orders.Ship, first.ID))
		c.OK(step(c.Orders.Deliver, first.ID))
		c.OK(step(c.Orders.Deliver, rest.ID)) // picked up
		status(order.Delivered, 2, 0)
		wantFault(t, step(c.Orders.Unpack, first.ID), order.ErrParcelDelivered)
		list, err := c.Orders.Fulfillments(c.Ctx, o.ID)
		c.OK(err)
		if len(list) != 4 || list[3].Tracking != "123" || list[3].Carrier != "СДЭК" || list[3].DeliveredAt.IsZero() || len(list[3].Lines) != 1 {
			t.Errorf("parcels %+v", list)
		}
		_, err = c.Orders.Complete(c.Ctx, o.ID, by, "")
		c.OK(err)
		status(order.Delivered, 2, 0)
	})
}

// expireAll lets the time to pay run out and runs the jobs.
func (c *Counter) expireAll() {
	c.T.Helper()
	c.Pass(2 * time.Hour)
	_, err := c.Jobs.Drain(c.Ctx)
	c.OK(err)
}

// deaf takes events off the queue that nobody hears.
func (c *Counter) deaf(names ...string) {
	for _, n := range names {
		c.Jobs.Register(order.JobPrefix+n, func(context.Context, job.Job) error { return nil }, job.Options{})
	}
}

func (c *Counter) setOrders(change func(*shop.Orders)) {
	c.T.Helper()
	sh, err := shopOf(c)
	c.OK(err)
	change(&sh.Settings.Orders)
	c.OK(c.Store.InTx(c.Ctx, func(ctx context.Context) error { return c.Store.UpdateShop(ctx, sh) }))
}

func shopOf(c *Counter) (shop.Shop, error) {
	var sh shop.Shop
	err := c.Store.View(c.Ctx, func(ctx context.Context) error {
		var err error
		sh, err = c.Store.ShopByID(ctx, c.Shop.ID)
		return err
	})
	return sh, err
}

func expiry(orderID string) job.Job {
	return job.Job{Payload: []byte(`{"order_id":"` + orderID + `"}`)}
}

func online(r *order.Request) { r.PaymentMethod = "yookassa" }

func TestExpire(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		v := c.Variant("кружка", 50000, 9)
		later := c.Placed("later", v, 1)
		unpaid := c.Placed("unpaid", v, 1, online)
		paid := c.Placed("paid", v, 1, online)
		part := c.Placed("part", v, 1, online)
		if !unpaid.ReservedUntil.Equal(c.Now().Add(time.Hour)) || !later.ReservedUntil.IsZero() {
			t.Errorf("goods wait until %v and %v", unpaid.ReservedUntil, later.ReservedUntil)
		}
		_, err := c.Orders.ApplyMoney(c.Ctx, paid.ID, order.MoneyFacts{Authorized: 50000, Tried: true})
		c.OK(err)
		_, err = c.Orders.ApplyMoney(c.Ctx, part.ID, order.MoneyFacts{Captured: 10000, Tried: true})
		c.OK(err)
		c.Pass(59 * time.Minute)
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.stocked(v, 9, 4)
		c.Pass(2 * time.Minute)
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.stocked(v, 9, 2)
		for id, want := range map[string]order.Status{later.ID: order.Placed, unpaid.ID: order.Canceled, paid.ID: order.Placed, part.ID: order.Placed} {
			got, err := c.Orders.Get(c.Ctx, id)
			c.OK(err)
			if got.Status != want || !got.ReservedUntil.IsZero() || got.LapsedAt.IsZero() == (id == part.ID) {
				t.Errorf("%s is %s, waits until %v, lapsed %v", got.Key, got.Status, got.ReservedUntil, got.LapsedAt)
			}
		}
		line, err := c.Orders.Timeline(c.Ctx, unpaid.ID)
		c.OK(err)
		if len(line) != 3 || line[1].What != order.EventCanceled || line[1].Why != "время на оплату вышло" || line[2].What != order.EventExpired {
			t.Errorf("the timeline is %+v", line)
		}
		_, err = c.Catalog.ExpireReservations(c.Ctx) // the sweep over other holders
		c.OK(err)
		c.stocked(v, 9, 2)
	})
}

// TestUnpaidAddition: what was added to a paid order and is not paid for in time goes back
// to the others, and nothing else does; money that comes later, and an edit that takes it
// off, set things right.
func TestUnpaidAddition(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		v, cup := c.Variant("кружка", 50000, 9), c.Variant("чашка", 20000, 2)
		line := func(ch edit.LineChange, o order.Order) order.Order {
			t.Helper()
			out, err := c.Edits.Edit(c.Ctx, edit.Request{OrderID: o.ID, Changes: edit.Changes{Lines: []edit.LineChange{ch}}, By: operator()})
			c.OK(err)
			return out.After
		}
		grown := func(key string) order.Order {
			t.Helper()
			o := c.Placed(key, v, 1, online)
			_, err := c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: o.Total.Amount, Tried: true})
			c.OK(err)
			return line(edit.LineChange{VariantID: cup, Quantity: 1}, o)
		}
		late, taken := grown("late"), grown("taken")
		if want := c.Now().Add(time.Hour); !late.ReservedUntil.Equal(want) {
			t.Errorf("the added goods wait until %v, not %v", late.ReservedUntil, want)
		}
		again := line(edit.LineChange{Line: 1, Quantity: 2}, late)
		if !again.ReservedUntil.Equal(late.ReservedUntil) {
			t.Errorf("another edit put the end of the wait off to %v", again.ReservedUntil)
		}
		c.stocked(v, 9, 3)
		c.stocked(cup, 2, 2)
		c.expireAll()
		c.stocked(v, 9, 2)
		c.stocked(cup, 2, 0)
		c.Placed("rival", cup, 2)

		got := line(edit.LineChange{Line: 2, Remove: true}, taken)
		if !got.Covered() || !got.LapsedAt.IsZero() || got.Status != order.Placed {
			t.Errorf("after the addition was taken off: %s, lapsed %v", got.Status, got.LapsedAt)
		}
		got, err := c.Orders.ApplyMoney(c.Ctx, late.ID, order.MoneyFacts{Captured: again.Total.Amount, Tried: true})
		c.OK(err)
		lacks, err := c.Orders.Shortfalls(c.Ctx, late.ID)
		c.OK(err)
		if !got.LapsedAt.IsZero() || len(lacks) != 1 || lacks[0].VariantID != cup || lacks[0].Quantity != 1 {
			t.Errorf("after the money came: lapsed %v, lacks %+v", got.LapsedAt, lacks)
		}
		c.stocked(v, 9, 3)
		c.stocked(cup, 2, 2)
	})
}

// TestExpireClockBack: a clock that is set back after the job was made gives the customer
// the time that the order promises.
func TestExpireClockBack(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		v := c.Variant("кружка", 50000, 9)
		o := c.Placed("k", v, 1, online)
		c.Pass(-30 * time.Minute)
		c.OK(c.Orders.Expire(c.Ctx, expiry(o.ID)))
		c.OK(c.Orders.Expire(c.Ctx, expiry(o.ID))) // twice
		c.OK(c.Orders.Expire(c.Ctx, expiry("ord_none")))
		c.stocked(v, 9, 1)
		c.Pass(89 * time.Minute)
		_, err := c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.stocked(v, 9, 1)
		c.Pass(time.Minute)
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.stocked(v, 9, 0)
	})
}

// TestShortfall: money that comes after the goods were let go finds what is left; what is
// missing is seen and decided, and comes by itself to who waits.
func TestShortfall(t *testing.T) {
	Each(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		c.setOrders(func(o *shop.Orders) { o.OnExpiry = "keep" })
		v, cup := c.Variant("кружка", 50000, 3), c.Variant("чашка", 20000, 5)
		o := c.Placed("k", v, 3, online)
		c.expireAll()
		got, err := c.Orders.Get(c.Ctx, o.ID)
		c.OK(err)
		if got.Status != order.Placed || got.LapsedAt.IsZero() {
			t.Errorf("%s, lapsed %v", got.Status, got.LapsedAt)
		}
		_, err = c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: operator()})
		wantFault(t, err, order.ErrLapsed)
		c.Placed("rival", v, 2)
		got, err = c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: 150000, Tried: true})
		c.OK(err)
		lacks, err := c.Orders.Shortfalls(c.Ctx, o.ID)
		c.OK(err)
		if len(lacks) != 1 || lacks[0].Quantity != 2 || lacks[0].State != order.ShortOpen || !got.LapsedAt.IsZero() {
			t.Fatalf("lacks %+v", lacks)
		}
		c.stocked(v, 3, 3)
		_, err = c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: operator()})
		wantFault(t, err, order.ErrShortfall)
		_, err = c.Orders.Complete(c.Ctx, o.ID, operator(), "")
		wantFault(t, err, order.ErrShortfall)
		choice := edit.ShortChoice{OrderID: o.ID, ShortfallID: lacks[0].ID, By: operator()}
		_, err = c.Edits.Wait(c.Ctx, choice)
		c.OK(err)
		c.OK(c.Catalog.SetStock(c.Ctx, v, 4, "op"))
		_, err = c.Jobs.Drain(c.Ctx)
		c.OK(err)
		c.stocked(v, 4, 4)
		lacks, err = c.Orders.Shortfalls(c.Ctx, o.ID)
		c.OK(err)
		if len(lacks) != 1 || lacks[0].Quantity != 1 || lacks[0].State != order.ShortWaiting {
			t.Fatalf("after one came: %+v", lacks)
		}
		choice.VariantID = cup
		got, err = c.Edits.Substitute(c.Ctx, choice)
		c.OK(err)
		c.sums(got)
		if got.Total.Amount != 120000 || got.Balance().Amount != -30000 || got.Count() != 3 {
			t.Errorf("substituted: %+v", got)
		}
		c.stocked(cup, 5, 1)
		c.stocked(v, 4, 4)
		lacks, err = c.Orders.Shortfalls(c.Ctx, o.ID)
		c.OK(err)
		if len(lacks) != 1 || lacks[0].State != order.ShortSubstituted {
			t.Errorf("lacks %+v", lacks)
		}
		_, err = c.Edits.Wait(c.Ctx, choice)
		wantFault(t, err, order.ErrNoShortfall)
		_, err = c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: operator()})
		c.OK(err)
	})
}

func TestRefundShort(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		c.deaf(orderEvents...)
		c.setOrders(func(o *shop.Orders) { o.OnExpiry = "keep" })
		v := c.Variant("кружка", 50000, 3)
		some, all := c.Placed("some", v, 2, online), c.Placed("all", v, 1, online)
		c.expireAll()
		c.Placed("rival", v, 2)
		refund := func(o order.Order) order.Order {
			t.Helper()
			_, err := c.Orders.ApplyMoney(c.Ctx, o.ID, order.MoneyFacts{Captured: o.Total.Amount, Tried: true})
			c.OK(err)
			lacks, err := c.Orders.Shortfalls(c.Ctx, o.ID)
			c.OK(err)
			got, err := c.Edits.RefundShort(c.Ctx, edit.ShortChoice{OrderID: o.ID, ShortfallID: lacks[0].ID, By: operator(), Why: "нет"})
			c.OK(err)
			return got
		}
		if got := refund(some); got.Status != order.Placed || got.Balance().Amount != -50000 || got.Count() != 1 {
			t.Errorf("some: %+v", got)
		}
		if got := refund(all); got.Status != order.Canceled || got.Balance().Amount != -50000 {
			t.Errorf("all: %+v", got)
		}
		c.stocked(v, 3, 3)
	})
}

func TestStages(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		c := NewCounter(t, st, "north")
		stages := []shop.Stage{
			{Key: "new", Title: lang.Texts{lang.RU: "принят"}, Status: []string{"placed"}, Fulfillment: []string{"not_fulfilled"}},
			{Key: "with_courier", Title: lang.Texts{lang.RU: "передан курьеру"}, ByHand: true},
			{Key: "packing", Title: lang.Texts{lang.RU: "собирается"}, Fulfillment: []string{"partially_fulfilled", "fulfilled"}},
			{Key: "over", Title: lang.Texts{lang.RU: "закрыт"}},
		}
		c.setOrders(func(o *shop.Orders) { o.Stages = stages })
		v := c.Variant("кружка", 50000, 3)
		o := c.Placed("k", v, 1)
		at := func(want string) {
			t.Helper()
			got, err := c.Orders.Get(c.Ctx, o.ID)
			c.OK(err)
			if s, _ := order.StageOf(got, stages); s.Key != want {
				t.Errorf("the order is at %q, want %q", s.Key, want)
			}
			for _, g := range stages {
				page, err := c.Orders.List(c.Ctx, order.Filter{Stage: g.Key}, "")
				c.OK(err)
				if (len(page.Orders) == 1) != (g.Key == want) {
					t.Errorf("at %q: %d orders are listed at %q", want, len(page.Orders), g.Key)
				}
			}
		}
		at("new")
		f, err := c.Orders.Pack(c.Ctx, order.PackRequest{OrderID: o.ID, By: operator()})
		c.OK(err)
		at("packing")
		_, err = c.Orders.SetStage(c.Ctx, order.StageRequest{OrderID: o.ID, Key: "packing", By: operator()})
		wantFault(t, err, order.ErrNoStage)
		_, err = c.Orders.SetStage(c.Ctx, order.StageRequest{OrderID: o.ID, Key: "with_courier", By: operator(), Why: "Иван"})
		c.OK(err)
		at("with_courier")
		_, err = c.Orders.Deliver(c.Ctx, order.ParcelRequest{OrderID: o.ID, FulfillmentID: f.ID, By: operator()})
		c.OK(err)
		at("over")
		line, err := c.Orders.Timeline(c.Ctx, o.ID)
		c.OK(err)
		var moves []string
		for _, e := range line {
			if e.What == order.EventStage {
				moves = append(moves, fmt.Sprint(e.Data["from"], ">", e.Data["to"]))
			}
		}
		if fmt.Sprint(moves) != "[new>packing packing>with_courier with_courier>over]" {
			t.Errorf("stages told: %v", moves)
		}
	})
}

// orderEvents are heard by nobody in these tests.
var orderEvents = []string{order.EventPlaced, order.EventCanceled, order.EventCompleted, order.EventDrafted, order.EventDiscarded, order.EventEdited,
	order.EventExpired, order.EventStage, order.EventPacked, order.EventShipped, order.EventDelivered, order.EventUnpacked, order.EventShortfall,
	order.EventFilled, order.EventHeld}
