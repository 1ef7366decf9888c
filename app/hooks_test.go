package app_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/hook"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

// taker is a program that takes webhooks and checks them by itself.
type taker struct {
	t      *testing.T
	secret string
	answer int
	fail   error
	got    []map[string]any
	ids    []string
}

// Do implements call.Doer.
func (x *taker) Do(ctx context.Context, r call.Request) (call.Response, error) {
	x.t.Helper()
	if txn.Open(ctx) {
		x.t.Error("a webhook was sent inside a unit of work")
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(x.secret, "whsec_"))
	if err != nil {
		x.t.Error(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(r.Header["webhook-id"] + "." + r.Header["webhook-timestamp"] + "." + string(r.Body)))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header["webhook-signature"] != want {
		x.t.Errorf("signature %q, want %q", r.Header["webhook-signature"], want)
	}
	var m map[string]any
	if err := json.Unmarshal(r.Body, &m); err != nil {
		x.t.Error(err)
	}
	x.got, x.ids = append(x.got, m), append(x.ids, r.Header["webhook-id"])
	return call.Response{Status: x.answer}, x.fail
}

func newTaker(t *testing.T, st *store.Store) (*hall, *taker, hook.Endpoint) {
	t.Helper()
	h, x := newHall(t, st), &taker{t: t, answer: 204}
	h.Hooks.Do = x
	e, secret, err := h.Hooks.Add(h.ctx, "https://crm.example.com/in", []string{"payment.*", "fulfillment.shipped"})
	h.ok(err)
	x.secret = secret
	return h, x, e
}

func (h *hall) only(e hook.Endpoint) hook.Delivery {
	h.t.Helper()
	list, err := h.Hooks.Deliveries(h.ctx, e.ID, "")
	h.ok(err)
	if len(list) != 1 {
		h.t.Fatalf("%d deliveries", len(list))
	}
	return list[0]
}

func TestWebhookIsSignedRetriedAndReplayed(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h, x, e := newTaker(t, st)
		x.answer = 500
		id := h.happens("payment.captured", map[string]any{"sum": 79000})
		h.happens("order.completed", nil) // not wanted
		h.drain()
		for range 3 {
			h.now = h.now.Add(20 * time.Minute)
			h.drain()
		}
		if d := h.only(e); len(x.got) != 4 || d.Attempts != 4 || d.State != hook.Waiting || d.Status != 500 {
			t.Fatalf("sent %d times: %+v", len(x.got), d)
		}
		x.answer = 200
		h.now = h.now.Add(time.Hour)
		h.drain()
		if d := h.only(e); d.State != hook.Done || d.Attempts != 5 {
			t.Errorf("taken at last: %+v", d)
		}
		order, _ := x.got[0]["data"].(map[string]any)["order"].(map[string]any)
		if x.got[0]["id"] != id || x.ids[4] != id || x.got[0]["type"] != "payment.captured" || order["number"] != h.order.Number {
			t.Errorf("the body is %v", x.got[0])
		}
		h.ok(h.Hooks.Replay(h.ctx, h.only(e).ID))
		h.ok(h.Hooks.Hear(h.ctx, id)) // heard twice
		h.drain()
		n, err := h.Hooks.ReplaySince(h.ctx, e.ID, h.now.Add(-24*time.Hour))
		h.ok(err)
		h.drain()
		if len(x.got) != 7 || n != 1 || x.ids[6] != id {
			t.Errorf("replayed: %d in all, %d since", len(x.got), n)
		}
	})
}

func TestWebhookGivesUpAndIsSwitchedOff(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		h, x, e := newTaker(t, st)
		x.answer, x.fail = 0, fault.New(fault.Unavailable, "call.connect", "not reached")
		h.happens("payment.captured", nil)
		begin := h.now
		for h.now.Sub(begin) < 30*time.Hour {
			h.drain()
			h.now = h.now.Add(30 * time.Minute)
		}
		if d := h.only(e); d.State != hook.Failed || d.Fault != "call.connect" || d.Attempts != 10 {
			t.Fatalf("after a day: %+v", d)
		}
		h.now = begin.Add(6 * 24 * time.Hour).Truncate(24 * time.Hour).Add(10 * time.Hour)
		h.happens("fulfillment.shipped", nil)
		h.drain()
		h.expect(append(h.drain(), h.drain()...), "")
		list, err := h.Hooks.List(h.ctx)
		h.ok(err)
		if list[0].Active || list[0].Reason != "call.connect" {
			t.Errorf("after days: %+v", list[0])
		}
		if err := h.Hooks.Replay(h.ctx, h.firstDelivery(e)); fault.CodeOf(err) != hook.ErrInactive.Code {
			t.Errorf("replayed although off: %v", err)
		}
		h.ok(h.Hooks.Switch(h.ctx, e.ID, true))
		x.answer, x.fail = 200, nil
		sent := len(x.got)
		n, err := h.Hooks.ReplaySince(h.ctx, e.ID, begin)
		h.ok(err)
		h.drain()
		if n != 2 || len(x.got) != sent+2 {
			t.Errorf("%d replayed, %d sent", n, len(x.got)-sent)
		}
	})
}

func (h *hall) firstDelivery(e hook.Endpoint) string {
	h.t.Helper()
	list, err := h.Hooks.Deliveries(h.ctx, e.ID, "")
	h.ok(err)
	return list[len(list)-1].ID
}

func TestWebhookAddresses(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	for _, bad := range []string{"http://crm.example.com/", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://localhost/x", "https://169.254.169.254/latest",
		"https://user:pass@crm.example.com/", "ftp://crm.example.com/", "crm.example.com", "https://metadata.google.internal/"} {
		if _, _, err := h.Hooks.Add(h.ctx, bad, nil); fault.CodeOf(err) != hook.ErrURL.Code {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, _, err := h.Hooks.Add(h.ctx, "https://crm.example.com/", []string{"message.failed"}); fault.CodeOf(err) != hook.ErrEvents.Code {
		t.Errorf("events: %v", err)
	}
}
