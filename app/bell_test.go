package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/bell"
	"prilavok/core/handoff"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/notify"
	"prilavok/core/staff"
	"prilavok/store"
	"prilavok/store/storetest"
)

// rung lists what a reader with some scopes is told, in any order: "title: text".
func (h *hall) rung(names bool, scopes ...staff.Scope) []string {
	h.t.Helper()
	list, err := h.Bell.List(h.ctx, bell.Reader{ID: "mem_1", Scopes: scopes}, false, "", 50)
	h.ok(err)
	var out []string
	for _, x := range list {
		w := bell.Say(x, lang.RU, lang.RU, names)
		out = append([]string{strings.TrimSuffix(strings.NewReplacer(h.order.Number, "№", "\u00a0", " ").Replace(w.Title+": "+w.Text), ": ")}, out...)
	}
	return out
}

func (h *hall) told(what string, got []string, want ...string) {
	h.t.Helper()
	slices.Sort(got) // listeners of events of one moment run in any order
	slices.Sort(want)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		h.t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestBell: what happens rings once, in words that say more only to who may read them, and goes
// with the person whom it is about.
func TestBell(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h := newHall(t, st)
		h.told("a new order", h.rung(true, staff.Scopes...), "Новый заказ №: 790 ₽ · Ольга Ким")
		h.told("without names", h.rung(false, staff.Scopes...), "Новый заказ №")

		h.happens("payment.captured", map[string]any{"sum": money.Of(79000, "RUB")})
		h.happens("payment.problem", map[string]any{"kind": "surplus", "sum": money.Of(100, "RUB")})
		h.happens("order.expired", map[string]any{"action": "canceled"}) // needs nobody
		_, err := h.Handoffs.Request(h.ctx, h.order.ConversationID, handoff.Complaint, "чашка разбита")
		h.ok(err)
		h.drain()
		paid, wrong := "Заказ № оплачен: 790 ₽ · Ольга Ким", "Оплата заказа №: нужен человек: 1 ₽ · Ольга Ким · получено больше, чем стоит заказ"
		h.told("all", h.rung(true, staff.Scopes...), "Новый заказ №: 790 ₽ · Ольга Ким", "Клиент ждёт человека: Ольга · жалоба", paid, wrong)
		h.told("without rights to money", h.rung(true, staff.OrdersRead), "Новый заказ №: 790 ₽ · Ольга Ким")

		// The event is heard again: nothing is told twice.
		list, err := h.Bell.List(h.ctx, bell.Reader{ID: "mem_1", Scopes: staff.Scopes}, false, "", 50)
		h.ok(err)
		for _, x := range list {
			if x.Event == handoff.EventRequested {
				continue
			}
			h.ok(h.Bell.Hear(h.ctx, x.Key))
		}
		if again := h.rung(true, staff.Scopes...); len(again) != 4 {
			t.Errorf("told again: %q", again)
		}

		// Who may not see an item cannot read it either.
		money := bell.Reader{ID: "mem_2", Scopes: []staff.Scope{staff.OrdersRead}}
		for _, x := range list {
			if err := h.Bell.Read(h.ctx, money, x.ID, true); (x.Kind != bell.Orders) != errors.Is(err, bell.ErrNoItem) {
				t.Errorf("%s is read with %v", x.Kind, err)
			}
		}
		if err := h.Bell.Choose(h.ctx, money, bell.Choices{Hidden: []bell.Kind{bell.Paid}}); !errors.Is(err, bell.ErrKind) {
			t.Errorf("chose what may not be seen: %v", err)
		}
		h.ok(h.Bell.Choose(h.ctx, bell.Reader{ID: "mem_1", Scopes: staff.Scopes}, bell.Choices{Hidden: []bell.Kind{bell.Paid, bell.Money}}))
		h.told("hidden", h.rung(true, staff.Scopes...), "Новый заказ №: 790 ₽ · Ольга Ким", "Клиент ждёт человека: Ольга · жалоба")

		h.ok(h.Store.InTx(h.ctx, func(ctx context.Context) error { return h.Store.EraseContact(ctx, h.order.ContactID, h.now) }))
		h.told("of who was erased nothing is left", h.rung(true, staff.Scopes...))
	})
}

// TestBellOfFailures: a channel that fails rings once a day for a conversation, and a notice
// that goes another way or waits does not.
func TestBellOfFailures(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	fail := func() {
		h.happens("message.failed", map[string]any{"seq": 9000, "fault": "telegram.unavailable"})
		h.drain()
	}
	fail()
	fail()
	first := h.rung(false, staff.ConversationsRead)
	h.told("two on a day", first, "Сообщение не дошло")
	h.now = h.now.Add(24 * time.Hour)
	fail()
	h.told("and one on the next", h.rung(false, staff.ConversationsRead), "Сообщение не дошло", "Сообщение не дошло")

	h = newHall(t, storetest.SQLite(t))
	h.refuse("7", `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, 403)
	h.happens("fulfillment.shipped", map[string]any{"carrier": "СДЭК", "tracking": "10203040"})
	h.drain()
	list, err := h.Notices.OfSubject(h.ctx, h.order.ID)
	h.ok(err)
	if last := list[len(list)-1]; last.State != notify.Waiting {
		t.Fatalf("the notice is %s", last.State)
	}
	h.told("a notice that waits", h.rung(false, staff.ConversationsRead))
}
