package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/catalog"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/shop"
)

// TestClosedWindow: what cannot be sent is not tried, and the operator reads why.
func TestClosedWindow(t *testing.T) {
	c := newCounter(t)
	c.says("привет")
	c.wire.texts()
	c.now = c.now.Add(25 * time.Hour)
	before := len(c.peer.Calls())
	conv, _ := c.thread()
	c.ok(c.Inbox.Say(c.ctx, conv.ID, inbox.ByOperator, inbox.Outgoing{Text: "Заказ готов"}))
	if seen := c.drain(); len(seen) != 0 || len(c.peer.Calls()) != before {
		t.Errorf("it was tried: %+v", seen)
	}
	if m := c.last(); m.State != inbox.Failed || m.Fault != inbox.ErrWindow.Code {
		t.Errorf("%s %s", m.State, m.Fault)
	}
	if told := c.wire.texts(); len(told) != 1 || !strings.Contains(told[0], "клиент давно не писал") || !strings.Contains(told[0], "Что с ним сделать?") {
		t.Errorf("staff were told %q, not once with what to press", told)
	}
	list, err := c.Notices.OfSubject(c.ctx, conv.ID)
	if c.ok(err); len(list) != 0 {
		t.Errorf("beside the card: %+v", list)
	}
	acc, err := c.Shops.Account(c.ctx, c.acc.ID)
	c.ok(err)
	acc.Config.Capabilities = []string{instagram.CapHumanAgent}
	_, err = c.Shops.SaveAccount(c.ctx, acc, "", "")
	c.ok(err)
	c.Direct.Forget(acc.ID)
	c.peer.Human = true
	c.ok(c.Inbox.Say(c.ctx, conv.ID, inbox.ByOperator, inbox.Outgoing{Text: "Заказ готов"}))
	if seen := c.drain(); len(seen) != 1 || seen[0].Tag != "HUMAN_AGENT" {
		t.Errorf("approved for it: %+v", seen)
	}
}

// TestClosedWindowUntold: without a staff chat there is no card, and the notice keeps that
// nobody was told.
func TestClosedWindowUntold(t *testing.T) {
	c := newCounter(t)
	c.says("привет")
	sh, err := c.Shops.Get(c.ctx)
	c.ok(err)
	sh.Settings.Staff = shop.Staff{}
	_, err = c.Shops.Save(c.ctx, sh)
	c.ok(err)
	c.now = c.now.Add(25 * time.Hour)
	conv, _ := c.thread()
	c.ok(c.Inbox.Say(c.ctx, conv.ID, inbox.ByOperator, inbox.Outgoing{Text: "Заказ готов"}))
	c.drain()
	list, err := c.Notices.OfSubject(c.ctx, conv.ID)
	if c.ok(err); len(list) != 1 || list[0].Event != inbox.EventMessageFailed || list[0].Reason != notify.ReasonNoStaff {
		t.Errorf("kept %+v", list)
	}
}

// TestNoticeWaitsForTheWindow: what Meta takes no more by its own clock is said when the
// customer writes.
func TestNoticeWaitsForTheWindow(t *testing.T) {
	for name, close := range map[string]func(c *counter){
		"by our clock": func(c *counter) { c.now = c.now.Add(25 * time.Hour) },
		"by Meta's own": func(c *counter) {
			c.peer.Fail(igfake.Failure{Only: "messages", Code: 10, Subcode: 2534022, Status: 403})
		},
	} {
		c := newCounter(t)
		c.says("привет")
		conv, _ := c.thread()
		close(c)
		c.ok(c.Store.InTx(c.ctx, func(ctx context.Context) error {
			return c.Recorder.Record(ctx, inbox.Event{Name: catalog.EventBack, ContactID: conv.ContactID, ConversationID: conv.ID,
				Data: map[string]any{"product": map[string]string{"ru": "Синяя кружка"}, "price": 79000, "left": 3}})
		}))
		if seen := c.drain(); len(seen) != 0 {
			t.Fatalf("%s: sent %+v", name, seen)
		}
		list, err := c.Notices.Unreached(c.ctx, "")
		if c.ok(err); len(list) != 1 || list[0].State != notify.Waiting || list[0].Reason != notify.ReasonWindow {
			t.Fatalf("%s: %+v", name, list)
		}
		if got := written(c.says("я тут")); !strings.Contains(got, "кружка") {
			t.Errorf("%s: said %q", name, got)
		}
	}
}
