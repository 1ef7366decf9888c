package app_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/notify"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/store"
	"prilavok/store/storetest"
)

// hall is a bench with a customer who has ordered and staff who are told.
type hall struct {
	*bench
	order order.Order
}

var searchMug = catalog.Query{Text: "кружка"}

const hallChat = "-100500"

// newHall sells a mug in the chat. At first the wire answers everything.
func newHall(t *testing.T, st *store.Store) *hall {
	t.Helper()
	h := &hall{bench: newBench(t, st)}
	sh, err := h.Shops.Get(h.ctx)
	h.ok(err)
	sh.Settings.Staff = shop.Staff{AccountID: h.acc.ID, ChatID: hallChat}
	_, err = h.Shops.Save(h.ctx, sh)
	h.ok(err)
	h.text("/start")
	res, err := h.Catalog.Search(h.ctx, searchMug)
	h.ok(err)
	h.press("add:" + res.Items[0].Product.Variants[0].ID)
	h.order = h.place("chat")
	h.drain()
	return h
}

func (h *hall) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// place orders what is in the cart.
func (h *hall) place(source string) order.Order {
	h.t.Helper()
	var c inbox.Conversation
	h.ok(h.Store.View(h.ctx, func(ctx context.Context) (err error) {
		c, _, err = h.Store.ConversationByKey(ctx, h.acc.ID, "7")
		return err
	}))
	q, err := h.Carts.Quote(h.ctx, c.ContactID, cart.Choice{})
	h.ok(err)
	o, err := h.Orders.Place(h.ctx, order.Request{Key: "hall-" + source + fmt.Sprint(h.n), ContactID: c.ContactID, ConversationID: c.ID, AccountID: c.AccountID, Source: source,
		Lang: lang.RU, Name: "Ольга Ким", Phone: "+79211234567", Address: "Невский проспект, 10", ExpectedTotal: q.Total})
	h.ok(err)
	return o
}

// happens records an event of the order, as its owner would, and lets it be heard.
func (h *hall) happens(name string, data map[string]any) (eventID string) {
	h.t.Helper()
	h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) error {
		eventID = h.IDs.Make("evt")
		if err := h.Store.RecordEvent(ctx, eventID, inbox.Event{Name: name, ContactID: h.order.ContactID, ConversationID: h.order.ConversationID,
			SubjectID: h.order.ID, Data: data}, h.now); err != nil {
			return err
		}
		return h.Jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + name, Lane: "event:" + h.order.ID, Seq: h.now.UnixMicro(), Payload: order.EventJob{OrderID: h.order.ID, EventID: eventID}})
	}))
	return eventID
}

// states lists what became of the order's notices: "event to whom: state reason".
func (h *hall) states() string {
	h.t.Helper()
	list, err := h.Notices.OfSubject(h.ctx, h.order.ID)
	h.ok(err)
	var out []string
	for _, n := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s to %s: %s %s", n.Event, n.Audience, n.State, n.Reason)))
	}
	return strings.Join(out, "\n")
}

func (h *hall) want(what, want string) {
	h.t.Helper()
	if got := h.states(); got != want {
		h.t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// refuse makes the wire answer calls for a chat with a Bot API error.
func (h *hall) refuse(chat, body string, status int) { h.wire.refuse(chat, body, status) }

const placedToStaff = "order.placed to staff: sent"

func TestShippedOrderReachesTheCustomer(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		h.want("the customer was told in the chat, staff by a card", placedToStaff)
		id := h.happens("fulfillment.shipped", map[string]any{"carrier": "СДЭК", "tracking": "10203040", "tracking_url": "https://track.example.com/10203040"})
		h.expect(h.drain(), "Заказ "+h.order.Number+" в пути", "10203040")
		h.want("delivered", placedToStaff+"\nfulfillment.shipped to customer: sent")
		h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) error {
			return h.Jobs.Enqueue(ctx, job.New{Kind: order.JobPrefix + "fulfillment.shipped", Payload: order.EventJob{OrderID: h.order.ID, EventID: id}})
		}))
		if again := h.drain(); len(again) > 0 {
			t.Errorf("the event was told twice: %q", again)
		}
		line, err := h.Notices.Timeline(h.ctx, h.order.ID)
		h.ok(err)
		last := line[len(line)-1]
		if last.What != "notice.sent" || last.Data["event"] != "fulfillment.shipped" || last.Data["channel"] != "telegram" {
			t.Errorf("the timeline ends with %+v", last)
		}
	})
}

func TestNoticesWhileAnOperatorHasTheConversation(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		h.ok(h.Inbox.SetStatus(h.ctx, h.order.ConversationID, inbox.Open, "op1"))
		h.happens("payment.captured", map[string]any{"sum": 79000, "currency": "RUB"})
		h.expect(h.drain(), "Оплата 790 ₽ за заказ", "оплачен: 790 ₽. Ольга Ким")
		h.ok(h.Store.View(h.ctx, func(ctx context.Context) error {
			c, err := h.Store.ConversationByID(ctx, h.order.ConversationID)
			if c.AnsweredTo >= c.LastSeq || c.Status != inbox.Open {
				t.Errorf("a notice counts as an answer: %+v", c)
			}
			return err
		}))
	})
}

func TestBlockedIsToldAtTheNextMessage(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		h.refuse("7", `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, 403)
		h.happens("fulfillment.shipped", nil)
		h.happens("refund.succeeded", map[string]any{"sum": 5000})
		h.drain()
		h.want("blocked", placedToStaff+"\nfulfillment.shipped to customer: waiting blocked\nrefund.succeeded to customer: waiting blocked")
		open, err := h.Notices.Unreached(h.ctx, "")
		h.ok(err)
		if len(open) != 2 {
			t.Errorf("operators see %d", len(open))
		}
		h.refuse("", "", 0)
		h.happens("fulfillment.delivered", nil)
		h.drain()
		h.expect(h.text("/start"), "Здравствуйте", "в пути", "Вернули 50 ₽")
		h.drain()
		h.want("said", placedToStaff+"\nfulfillment.shipped to customer: sent\nrefund.succeeded to customer: sent\nfulfillment.delivered to customer: sent")
		if again := h.text("/help"); strings.Contains(strings.Join(again, ""), "в пути") {
			t.Errorf("said again: %q", again)
		}
	})
}

func TestAnotherAddressAndWindow(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		page, err := h.Shops.SaveAccount(h.ctx, shop.Account{Channel: shop.Webchat, Name: "page", ExternalID: "page", Status: "active"}, "", "")
		h.ok(err)
		var second inbox.Conversation
		h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) (err error) {
			if second, err = h.Store.OpenThread(ctx, inbox.Thread{AccountID: page.ID, Key: "visitor", Channel: shop.Webchat, ContactID: h.IDs.Make("ctc"), AddressID: h.IDs.Make("adr"),
				ConvID: h.IDs.Make("cnv"), From: inbox.Person{ExternalID: "visitor"}, Lang: lang.RU, At: h.now}); err != nil {
				return err
			}
			return h.Store.JoinContacts(ctx, contact.Join{ID: "jnc_1", GoneID: second.ContactID, KeptID: h.order.ContactID, How: contact.ByPhone, State: contact.Joined, AskedAt: h.now, DoneAt: h.now})
		}))
		in := func(want string) {
			t.Helper()
			h.drain()
			list, err := h.Notices.OfSubject(h.ctx, h.order.ID)
			h.ok(err)
			n := list[len(list)-1]
			if got := fmt.Sprint(n.State, " ", n.Reason, " ", n.ConversationID == second.ID); got != want {
				t.Errorf("%s: %s, want %s", n.Event, got, want)
			}
		}
		h.happens("fulfillment.packed", nil)
		in("sent  false") // where the order was placed
		h.refuse("7", `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, 403)
		h.happens("fulfillment.shipped", nil)
		in("sent  true")
		h.Notices.SetWindow(shop.Webchat, func(asked, now time.Time) bool { return now.Sub(asked) < 24*time.Hour })
		h.now = h.now.Add(25 * time.Hour)
		h.happens("fulfillment.delivered", nil)
		in("waiting window false")
	})
}

func TestQuietHoursAndMuting(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		h.now = time.Date(2026, 11, 23, 20, 30, 0, 0, time.UTC) // 23:30 in Moscow
		h.happens("fulfillment.packed", nil)
		h.happens("fulfillment.shipped", map[string]any{"tracking": "77"})
		h.happens("payment.awaiting", map[string]any{"url": "https://pay.example.com/1"})
		h.expect(h.drain(), "ждёт оплаты", "https://pay.example.com/1")
		h.want("at night", placedToStaff+"\nfulfillment.packed to customer: planned\nfulfillment.shipped to customer: planned\npayment.awaiting to customer: sent")
		h.now = time.Date(2026, 11, 24, 6, 0, 1, 0, time.UTC)
		morning := h.drain()
		h.expect(morning[:1], "собран")
		h.expect(morning[1:], "в пути")
		h.ok(h.Notices.Allow(h.ctx, h.order.ContactID, notify.Orders, false, "chat"))
		h.happens("fulfillment.delivered", nil)
		if got := h.drain(); len(got) > 0 {
			t.Errorf("a muted customer was told %q", got)
		}
		h.happens("refund.succeeded", map[string]any{"amount": 1000})
		h.expect(h.drain(), "Вернули") // money is told of all the same
		h.want("muted", placedToStaff+"\nfulfillment.packed to customer: sent\nfulfillment.shipped to customer: sent\npayment.awaiting to customer: sent\nfulfillment.delivered to customer: suppressed muted\nrefund.succeeded to customer: sent")
	})
}

func TestCanceledOvernightIsNotPackedInTheMorning(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	h.now = time.Date(2026, 11, 23, 20, 30, 0, 0, time.UTC)
	h.happens("fulfillment.packed", nil)
	h.drain()
	_, err := h.Orders.Cancel(h.ctx, order.CancelRequest{OrderID: h.order.ID, By: order.Actor{Kind: order.ByOperator, ID: "op1"}, Why: "нет в наличии"})
	h.ok(err)
	h.expect(h.drain(), "отменён. Причина: нет в наличии.")
	h.now = time.Date(2026, 11, 24, 6, 0, 1, 0, time.UTC)
	h.drain()
	if got := h.states(); !strings.Contains(got, "fulfillment.packed to customer: suppressed obsolete") {
		t.Errorf("in the morning:\n%s", got)
	}
}

func TestOwnTextsAndPreview(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	key := notify.Key{Event: "fulfillment.shipped", Audience: notify.Customer, Lang: lang.RU}
	show, err := h.Notices.Preview(h.ctx, key, "Едет к вам, {name}! [[Трек {tracking}]]")
	h.ok(err)
	if want := "Едет к вам, Анна &lt;Ник&gt; Петрова! Трек 1234567890"; show != want {
		t.Errorf("the preview is %q, want %q", show, want)
	}
	if _, err := h.Notices.SetText(h.ctx, key, "{трек}", true, "o"); err == nil {
		t.Error("a broken text was taken")
	}
	for i, body := range []string{"Едет, {name}!", "Выехал, {name}!"} {
		got, err := h.Notices.SetText(h.ctx, key, body, true, "o")
		h.ok(err)
		if got.Version != int64(i+1) {
			t.Errorf("version %d, want %d", got.Version, i+1)
		}
	}
	h.happens("fulfillment.shipped", nil)
	h.expect(h.drain(), "Выехал, Ольга Ким!")
	_, err = h.Notices.SetText(h.ctx, key, "", false, "o")
	h.ok(err)
	h.happens("fulfillment.shipped", nil)
	h.drain()
	if got := h.states(); !strings.HasSuffix(got, "fulfillment.shipped to customer: suppressed off") {
		t.Errorf("switched off:\n%s", got)
	}
	list, err := h.Notices.Settings(h.ctx)
	h.ok(err)
	off := 0
	for _, s := range list {
		if s.Event == key.Event && s.Lang == lang.RU && !s.Active && s.Version == 3 {
			off++
		}
		if show, err := h.Notices.Preview(h.ctx, s.Key, ""); err != nil || strings.ContainsAny(show, "{}") || show == "" {
			t.Errorf("%+v shows %q, %v", s.Key, show, err)
		}
	}
	if off != 1 || len(list) != 2*len(notify.Kinds()) {
		t.Errorf("%d notices listed, %d of them off", len(list), off)
	}
}

func TestStagesExpiryAndShortfall(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	sh, err := h.Shops.Get(h.ctx)
	h.ok(err)
	sh.Settings.Orders.Stages = []shop.Stage{{Key: "courier", ByHand: true, Title: lang.Texts{lang.RU: "передан курьеру"}}, {Key: "packing", Title: lang.Texts{lang.RU: "собирается"}}}
	_, err = h.Shops.Save(h.ctx, sh)
	h.ok(err)
	h.happens("order.stage", map[string]any{"from": "", "to": "packing"})
	h.happens("order.canceled", map[string]any{"expired": true})
	h.happens("order.expired", map[string]any{"action": "canceled"})
	h.happens("order.expired", map[string]any{"action": "held", "difference": 30000})
	got := h.drain()
	if len(got) != 3 || !strings.Contains(got[0], h.order.Number) { // staff's card of the canceled order
		t.Errorf("told: %q", got)
	}
	h.expect(got, "мы сняли товары с резерва. Если", "не доплатили вовремя, не хватает 300")
	h.happens("order.expired", map[string]any{"action": "held", "difference": 30000, "short": map[string]int64{h.order.Lines[0].VariantID: 1}})
	h.expect(h.drain(), "сняли товары с резерва: Синяя кружка × 1. Если", "С резерва сняли: Синяя кружка × 1.")
	h.happens("order.stage", map[string]any{"from": "packing", "to": "courier"})
	h.expect(h.drain(), "Заказ "+h.order.Number+": передан курьеру.")
	h.happens("stock.shortfall", map[string]any{"short": map[string]int64{h.order.Lines[0].VariantID: 1}})
	h.expect(h.drain(), "товара не хватает: Синяя кружка × 1")
}

// TestCrashBetweenNotices: a process that ends after any unit of work tells nobody twice
// and forgets nobody.
func TestCrashBetweenNotices(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	id := h.happens("payment.captured", map[string]any{"sum": 79000})
	h.ok(h.Notices.Hear(h.ctx, id)) // it ends before the job does
	list := h.drain()
	if n := strings.Count(strings.Join(list, "\n"), "получена"); n != 1 {
		t.Errorf("told %d times: %q", n, list)
	}
	boom := errors.New("the process ends")
	again := h.IDs.Make("evt")
	h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) error {
		return h.Store.RecordEvent(ctx, again, inbox.Event{Name: "refund.succeeded", ContactID: h.order.ContactID, SubjectID: h.order.ID, Data: map[string]any{"sum": 1000}}, h.now)
	}))
	err := h.Store.InTx(h.ctx, func(ctx context.Context) error {
		if err := h.Notices.Hear(ctx, again); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	h.ok(h.Notices.Hear(h.ctx, again))
	h.expect(h.drain(), "Вернули 10 ₽")
}
