package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/store"
)

// life is three days of a shop in Berlin, whose clocks are set on the second: 2026-03-29 lasts
// from 23:00 until 22:00 UTC.
type life struct {
	*Counter
	sold   map[string]order.Order
	n      int
	report *report.Service
	roller *report.Roller
}

func utc(day, clock string) time.Time {
	t, err := time.Parse(time.DateTime, "2026-03-"+day+" "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

// order puts an order into the database as it is, with lines of product, pieces, total.
func (l *life) order(name string, c inbox.Conversation, at time.Time, status order.Status, currency string, lines ...any) {
	l.T.Helper()
	l.n++
	o := order.Order{ID: l.IDs.Make("ord"), Number: fmt.Sprint("B-", l.n), Seq: int64(l.n), Key: name, ContactID: c.ContactID, ConversationID: c.ID, AccountID: c.AccountID,
		Source: "chat", Status: status, Revision: 1, PaymentMethod: order.OnDelivery, Payment: order.NotPaid, Fulfillment: order.NotFulfilled,
		Discount: money.Of(0, currency), Delivery: money.Of(0, currency), CreatedAt: at, UpdatedAt: at}
	if status != order.Draft {
		o.PlacedAt = at
	}
	var sum int64
	for i := 0; i < len(lines); i += 3 {
		n, total := int64(lines[i+1].(int)), int64(lines[i+2].(int))
		o.Lines = append(o.Lines, order.Line{Line: i/3 + 1, ProductID: lines[i].(string), VariantID: "var", Title: lang.Texts{lang.RU: "x"}, Quantity: n,
			Price: money.Of(total, currency), Discount: money.Of(total*n-total, currency), Total: money.Of(total, currency)})
		sum += total
	}
	o.Items, o.Total = money.Of(sum, currency), money.Of(sum, currency)
	check(l.T, l.Store.InTx(l.Ctx, func(ctx context.Context) error { return l.Store.InsertOrder(ctx, o) }))
	l.sold[name] = o
}

// change saves an order as it has become.
func (l *life) change(name string, fn func(o *order.Order)) {
	l.T.Helper()
	o := l.sold[name]
	fn(&o)
	o.UpdatedAt = l.Now()
	check(l.T, l.Store.InTx(l.Ctx, func(ctx context.Context) error {
		ok, err := l.Store.SaveOrder(ctx, o)
		if !ok {
			l.T.Errorf("order %s is not saved", name)
		}
		return err
	}))
	o.Revision++
	l.sold[name] = o
}

func (l *life) say(c inbox.Conversation, by inbox.Author, times ...time.Time) {
	l.T.Helper()
	for _, at := range times {
		check(l.T, l.Store.InTx(l.Ctx, func(ctx context.Context) error {
			_, err := l.Store.AppendMessages(ctx, c.ID, []inbox.Message{{Author: by, Kind: inbox.KindText, Text: "…", State: inbox.Sent, CreatedAt: at}})
			return err
		}))
	}
}

func (l *life) sales(ask report.Ask, by report.By) string {
	l.T.Helper()
	r, err := l.report.SalesOf(l.Ctx, ask, by)
	check(l.T, err)
	out := ""
	for _, c := range r.Currencies {
		out += c.Currency
		for _, d := range append(c.Steps, c.Sum) {
			out += fmt.Sprintf(" %s:%d/%d-%d!%d", d.Day, d.Orders, d.Amount, d.Returned, d.Canceled)
		}
		out += fmt.Sprintf(" avg %d;", c.Sum.Average())
	}
	return out
}

func (l *life) goods(ask report.Ask, best report.Best) string {
	l.T.Helper()
	r, err := l.report.GoodsOf(l.Ctx, ask, best)
	check(l.T, err)
	out := ""
	for _, g := range r.Goods {
		out += fmt.Sprintf("%s %d×%d %s%s;", g.ProductID, g.Pieces, g.Amount, g.Currency, g.Title[lang.RU])
	}
	return out
}

func (l *life) talks(ask report.Ask) string {
	l.T.Helper()
	r, err := l.report.TalksOf(l.Ctx, ask)
	check(l.T, err)
	return fmt.Sprintf("%+v assistant %v people %v handoffs %v", r.Talks, r.Assistant, r.People, r.Reasons)
}

// begin opens the shop and lives the three days.
func live(t *testing.T, st *store.Store, slug string) *life {
	x := NewCounter(t, st, slug)
	l := &life{Counter: x, sold: map[string]order.Order{}, report: report.New(st, st, x.Now), roller: report.NewRoller(st, st, x.Now)}
	l.move("Europe/Berlin")
	x.Pass(utc("31", "10:00:00").Sub(x.Now()))
	mug := x.Product("кружка", 100, 1).ID
	k1, k2, k4 := x.Buyer(), x.Buyer(), x.Buyer()
	nobody := inbox.Conversation{ContactID: k1.ContactID}

	l.order("last second", k1, utc("28", "22:59:59"), order.Placed, "RUB", mug, 2, 100000)
	l.order("first second", k1, utc("28", "23:00:00"), order.Placed, "RUB", mug, 1, 20001, "prd_2", 3, 30000)
	l.order("paid", k1, utc("29", "21:59:59"), order.Completed, "RUB", "prd_2", 1, 20000)
	l.order("euro", nobody, utc("29", "22:00:00"), order.Placed, "EUR", "prd_4", 1, 10000)
	l.order("canceled", k2, utc("29", "12:00:00"), order.Canceled, "RUB", mug, 7, 70000)
	l.order("draft", k2, utc("29", "12:00:00"), order.Draft, "RUB", mug, 9, 90000)
	l.order("by hand", nobody, utc("30", "08:00:00"), order.Placed, "RUB", "prd_3", 1, 30000)
	l.change("paid", func(o *order.Order) {
		o.Captured, o.Refunded, o.Returned, o.UpdatedAt = money.Of(20000, "RUB"), money.Of(5000, "RUB"), money.Of(5000, "RUB"), o.PlacedAt
	})

	l.say(k1, inbox.ByContact, utc("28", "22:59:50"))
	l.say(k1, inbox.ByAssistant, utc("28", "23:00:05"))
	l.say(k1, inbox.ByContact, utc("29", "10:00:00"), utc("29", "10:00:03"))
	l.say(k1, inbox.ByAssistant, utc("29", "10:00:05"))

	l.say(k2, inbox.ByContact, utc("29", "12:00:00"))
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
		_, err := st.InsertHandoff(ctx, handoff.Handoff{ID: x.IDs.Make("hnd"), ContactID: k2.ContactID, ConversationID: k2.ID, Reason: "asked", Status: handoff.Requested,
			RequestedAt: utc("29", "12:00:01").Add(500 * time.Millisecond)})
		return err
	}))
	l.say(k2, inbox.ByAssistant, utc("29", "12:00:02"))
	l.say(k2, inbox.ByContact, utc("29", "12:05:00"))
	l.say(k2, inbox.ByOperator, utc("29", "12:10:00"))
	l.say(k2, inbox.ByContact, utc("29", "12:11:00"))
	l.say(k2, inbox.ByOperator, utc("29", "12:12:00"))
	l.say(k2, inbox.ByContact, utc("30", "09:00:00"))
	l.say(k2, inbox.ByOperator, utc("30", "09:00:30"))
	l.say(k2, inbox.ByContact, utc("31", "09:00:00"), utc("31", "09:00:01"))

	l.say(k4, inbox.ByOperator, utc("29", "13:00:00")) // answers nobody
	l.say(k4, inbox.ByContact, utc("29", "13:05:00"))
	l.say(k4, inbox.BySystem, utc("29", "14:00:00")) // a notice is no answer
	check(t, st.InTx(x.Ctx, func(ctx context.Context) error {
		return st.NoteCartFilled(ctx, x.IDs.Make("ctf"), k4.ContactID, utc("29", "13:06:00"))
	}))
	return l
}

// move makes the shop one of another time zone.
func (l *life) move(zone string) {
	l.T.Helper()
	check(l.T, l.Store.InTx(l.Ctx, func(ctx context.Context) error {
		sh, err := l.Store.ShopByID(ctx, l.Shop.ID)
		if err != nil {
			return err
		}
		sh.TimeZone = zone
		return l.Store.UpdateShop(ctx, sh)
	}))
}

var _ = Case("SalesDays BestSold TitlesSold Talks HandoffReasons ReportState SaveReportState FirstDay StaleOrders RollReportDay ForgetReportDays NoteCartFilled", func(t *testing.T, st *store.Store) {
	l := live(t, st, "reports-here")
	all := report.Ask{From: "2026-03-28", To: "2026-03-31"}
	webchat, telegram := report.Ask{Days: 4, Channel: "webchat"}, report.Ask{Days: 4, Channel: "telegram"}
	look := func(when string) {
		t.Helper()
		equal(t, "sales "+when, l.sales(all, report.ByDay), "RUB 2026-03-28:1/100000-0!0 2026-03-29:2/70001-5000!1 2026-03-30:1/30000-0!0 2026-03-31:0/0-0!0 :4/200001-5000!1 avg 50000;"+
			"EUR 2026-03-28:0/0-0!0 2026-03-29:0/0-0!0 2026-03-30:1/10000-0!0 2026-03-31:0/0-0!0 :1/10000-0!0 avg 10000;")
		equal(t, "weeks "+when, l.sales(webchat, report.ByWeek), "RUB 2026-03-28:3/170001-5000!1 2026-03-30:0/0-0!0 :3/170001-5000!1 avg 56667;")
		equal(t, "elsewhere "+when, l.sales(telegram, report.ByWeek), "RUB 2026-03-28:0/0-0!0 2026-03-30:0/0-0!0 :0/0-0!0 avg 0;")
		mug := l.sold["last second"].Lines[0].ProductID
		equal(t, "revenue "+when, l.goods(all, report.ByRevenue), mug+" 3×120001 RUBкружка;prd_2 4×50000 RUB;prd_3 1×30000 RUB;prd_4 1×10000 EUR;")
		equal(t, "pieces "+when, l.goods(webchat, report.ByPieces), "prd_2 4×50000 RUB;"+mug+" 3×120001 RUBкружка;")
		equal(t, "talks "+when, l.talks(webchat), "{Conversations:3 Carted:2 Ordered:1 Paid:1 Alone:1 Helped:2 Messages:10 Waiting:3}"+
			" assistant {2 2s 15s 15s} people {2 30s 9m58.5s 9m58.5s} handoffs [{asked 1}]")
		equal(t, "talks of a day "+when, l.talks(report.Ask{From: "2026-03-28", To: "2026-03-28"}),
			"{Conversations:1 Carted:1 Ordered:1 Paid:0 Alone:0 Helped:0 Messages:1 Waiting:0} assistant {0 0s 0s 0s} people {0 0s 0s 0s} handoffs []")
		equal(t, "talks elsewhere "+when, l.talks(telegram),
			"{Conversations:0 Carted:0 Ordered:0 Paid:0 Alone:0 Helped:0 Messages:0 Waiting:0} assistant {0 0s 0s 0s} people {0 0s 0s 0s} handoffs []")
	}
	state := func() (s report.State) {
		t.Helper()
		read(t, l.Ctx, st, func(ctx context.Context) (err error) { s, err = st.ReportState(ctx); return err })
		return s
	}
	look("read from what happened")
	l.OK(l.roller.Roll(l.Ctx))
	equal(t, "counted to", state().RolledTo, "2026-03-31")
	look("counted")
	// Today's figures are compared with the same time a week ago, by the clock on the wall.
	r, err := l.report.SalesOf(l.Ctx, report.Ask{Days: 1}, report.ByDay)
	l.OK(err)
	equal(t, "before noon of the day before", fmt.Sprint(r.Before, r.Currencies[0].Before.Orders, r.Currencies[0].Before.Amount), "[2026-03-30 2026-03-30] 1 30000")

	// What happened later to an order of a counted day is counted in the next round.
	l.Pass(time.Hour)
	l.change("first second", func(o *order.Order) { o.Status, o.CanceledAt = order.Canceled, l.Now() })
	l.OK(l.roller.Roll(l.Ctx))
	late := "RUB 2026-03-29:1/20000-5000!2 :1/20000-5000!2 avg 20000;"
	equal(t, "after a cancellation", l.sales(report.Ask{From: "2026-03-29", To: "2026-03-29"}, report.ByDay), late)

	other := NewCounter(t, st, "reports-there")
	theirs, err := report.New(st, st, l.Now).TalksOf(other.Ctx, all)
	other.OK(err)
	sold, err := report.New(st, st, l.Now).SalesOf(other.Ctx, all, report.ByDay)
	other.OK(err)
	if theirs.Talks.Conversations != 0 || sold.Currencies[0].Sum.Orders != 0 {
		t.Errorf("another shop reports %+v, %+v", theirs, sold)
	}

	// In another zone other days begin, counted or not.
	l.move("UTC")
	moved := "RUB 2026-03-28:1/100000-0!1 2026-03-29:1/20000-5000!1 :2/120000-5000!2 avg 60000;EUR 2026-03-28:0/0-0!0 2026-03-29:1/10000-0!0 :1/10000-0!0 avg 10000;"
	two := report.Ask{From: "2026-03-28", To: "2026-03-29"}
	equal(t, "moved", l.sales(two, report.ByDay), moved)
	l.OK(l.roller.Roll(l.Ctx))
	equal(t, "moved and counted", l.sales(two, report.ByDay), moved)
	equal(t, "zone", state().Zone, "UTC")
})

// TestJoinedReports: two addresses of one person stay two conversations, and no cart counts
// twice for one.
func TestJoinedReports(t *testing.T) {
	Both(t, func(t *testing.T, st *store.Store) {
		l := live(t, st, "reports-joined")
		ask := report.Ask{Days: 4}
		before := l.talks(ask)
		var list []inbox.Conversation
		read(t, l.Ctx, st, func(ctx context.Context) (err error) {
			for _, name := range []string{"last second", "canceled"} {
				var c inbox.Conversation
				if c, err = st.ConversationByID(ctx, l.sold[name].ConversationID); err != nil {
					return err
				}
				list = append(list, c)
			}
			return nil
		})
		check(t, st.InTx(l.Ctx, func(ctx context.Context) error {
			return st.JoinContacts(ctx, joinOf("jnc_reports", list[1].ContactID, list[0].ContactID, l.Now()))
		}))
		equal(t, "joined", l.talks(ask), before)
		l.OK(l.roller.Roll(l.Ctx))
		equal(t, "joined and counted", l.talks(ask), before)
	})
}

// TestReportsAreOurs: where another program answers, its conversations are none of ours.
func TestReportsAreOurs(t *testing.T) {
	for _, w := range []Way{Ways[0], Ways[2]} {
		t.Run(w.Name, func(t *testing.T) {
			e := w.Open(t)
			l := live(t, e.Store, "reports-shadow")
			db, schema := raw(e)
			_, err := db.ExecContext(t.Context(), `UPDATE `+schema+`conversations SET route = 'shadow'`)
			check(t, err)
			want := "{Conversations:0 Carted:0 Ordered:0 Paid:0 Alone:0 Helped:0 Messages:0 Waiting:0} assistant {0 0s 0s 0s} people {0 0s 0s 0s} handoffs []"
			equal(t, "of another program", l.talks(report.Ask{Days: 4}), want)
			l.OK(l.roller.Roll(l.Ctx))
			equal(t, "counted", l.talks(report.Ask{Days: 4}), want)
		})
	}
}
