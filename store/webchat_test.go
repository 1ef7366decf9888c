package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
	"prilavok/store/storetest"
)

var webchatNow = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// webchatShop makes a shop with an open chat page account.
func webchatShop(t *testing.T, st *store.Store, slug, accountID string) context.Context {
	t.Helper()
	ctx, sh, _ := storetest.Shop(t, st, slug)
	must(t, st.InTx(ctx, func(ctx context.Context) error {
		return st.SaveAccount(ctx, shop.Account{ID: accountID, ShopID: sh.ID, Channel: shop.Webchat, Name: "page", ExternalID: accountID, Status: "active",
			Config: shop.AccountConfig{Origins: []string{"https://a.example"}}, CreatedAt: webchatNow, UpdatedAt: webchatNow})
	}))
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// webchatSay stores one message of a visitor and n answers; the last one is still on its way.
func webchatSay(ctx context.Context, t *testing.T, st *store.Store, accountID, key string, n int) {
	t.Helper()
	must(t, st.InTx(ctx, func(ctx context.Context) error {
		c, err := st.OpenThread(ctx, inbox.Thread{AccountID: accountID, Key: key, Channel: shop.Webchat, ContactID: "con_" + key, AddressID: "adr_" + key, ConvID: "cnv_" + key,
			From: inbox.Person{ExternalID: key}, Lang: lang.RU, At: webchatNow})
		if err != nil {
			return err
		}
		in := inbox.Incoming{AccountID: accountID, Channel: shop.Webchat, DeliveryKey: "web:" + key + ":1", Kind: inbox.KindButton, Type: "button", ConversationKey: key,
			From: inbox.Person{ExternalID: key}, ExternalID: "client-1", Text: "Корзина", Payload: inbox.Payload{Action: "cart", Source: "wm_1"}, Raw: []byte("{}")}
		_, err = st.StoreArrivals(ctx, []inbox.Arrival{{In: in, JobID: "job_" + key, RunAt: webchatNow, At: webchatNow, Payload: inbox.MarshalPayload(in.Payload)}})
		if err != nil {
			return err
		}
		var out []inbox.Message
		for i := range n {
			m := inbox.Message{Author: inbox.ByAssistant, Kind: inbox.KindText, Text: "t", ExternalID: fmt.Sprint("wm_", i), State: inbox.Sent, CreatedAt: webchatNow,
				Out: &inbox.Outgoing{Text: "<b>t</b>", Cards: []inbox.Card{{ProductID: "p", Title: "Чашка"}}}}
			if i == n-1 {
				m.State, m.ExternalID = inbox.Queued, ""
			}
			out = append(out, m)
		}
		_, err = st.AppendMessages(ctx, c.ID, out)
		return err
	}))
}

func TestWebchatLog(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		ctx := webchatShop(t, st, "one", "acc-web")
		webchatSay(ctx, t, st, "acc-web", "visitor", 5)
		webchatSay(ctx, t, st, "acc-web", "other", 2)
		must(t, st.View(ctx, func(ctx context.Context) error {
			news, err := st.WebchatMessages(ctx, "acc-web", "visitor", 0, 3)
			must(t, err)
			if got := webchatSeqs(news); got != "[1 2 3]" {
				t.Errorf("from the start: %s", got)
			}
			if m := news[0]; m.Author != inbox.ByContact || m.Text != "Корзина" || m.Payload.Source != "wm_1" || m.ExternalID != "client-1" || m.State != inbox.Received || m.Out != nil {
				t.Errorf("the visitor's: %+v", m)
			}
			if m := news[1]; m.Out == nil || m.Out.Text != "<b>t</b>" || len(m.Out.Cards) != 1 || m.ExternalID != "wm_0" || !m.CreatedAt.Equal(webchatNow) {
				t.Errorf("ours: %+v", m)
			}
			news, err = st.WebchatMessages(ctx, "acc-web", "visitor", 4, 10)
			must(t, err)
			if got := webchatSeqs(news); got != "[5 6]" || news[1].State != inbox.Queued {
				t.Errorf("the end: %s", got)
			}
			old, err := st.WebchatBefore(ctx, "acc-web", "visitor", 5, 2)
			must(t, err)
			if got := webchatSeqs(old); got != "[3 4]" {
				t.Errorf("before: %s", got)
			}
			status, err := st.WebchatStatus(ctx, "acc-web", "visitor")
			must(t, err)
			none, err := st.WebchatStatus(ctx, "acc-web", "stranger")
			must(t, err)
			if status != inbox.Pending || none != "" {
				t.Errorf("status %q and %q", status, none)
			}
			return nil
		}))
	})
}

func TestWebchatLogIsOneShops(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		mine := webchatShop(t, st, "one", "acc-web")
		theirs := webchatShop(t, st, "two", "acc-two")
		webchatSay(mine, t, st, "acc-web", "visitor", 2)
		must(t, st.View(theirs, func(ctx context.Context) error {
			news, err := st.WebchatMessages(ctx, "acc-web", "visitor", 0, 10)
			must(t, err)
			old, err := st.WebchatBefore(ctx, "acc-web", "visitor", 10, 10)
			must(t, err)
			status, err := st.WebchatStatus(ctx, "acc-web", "visitor")
			if len(news)+len(old) != 0 || status != "" {
				t.Errorf("another shop reads %d messages, status %q", len(news)+len(old), status)
			}
			return err
		}))
	})
}

func webchatSeqs(list []inbox.Message) string {
	out := []int64{}
	for _, m := range list {
		out = append(out, m.Seq)
	}
	return fmt.Sprint(out)
}

func TestWebchatEntry(t *testing.T) {
	storetest.Both(t, func(t *testing.T, st *store.Store) {
		webchatShop(t, st, "one", "acc-web")
		two := webchatShop(t, st, "two", "acc-two")
		must(t, st.InTx(two, func(ctx context.Context) error {
			return st.SaveAccount(ctx, shop.Account{ID: "acc-closed", ShopID: txn.ShopID(ctx), Channel: shop.Webchat, ExternalID: "acc-closed", Status: "paused", CreatedAt: webchatNow, UpdatedAt: webchatNow})
		}))
		cases := []struct{ account, slug, want string }{
			{"", "", "acc_one"}, {"acc-web", "", "acc-web"}, {"", "two", "acc_two"}, {"acc-two", "two", "acc-two"},
			{"acc-two", "one", ""}, {"", "none", ""}, {"acc-closed", "", ""},
		}
		for _, c := range cases {
			must(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) error {
				a, sh, found, err := st.WebchatEntry(ctx, c.account, c.slug)
				if a.ID != c.want && found || found != (c.want != "") {
					t.Errorf("%q %q: found %v %s", c.account, c.slug, found, a.ID)
				}
				if found && (sh.ID != a.ShopID || sh.Slug == "" || a.Channel != shop.Webchat || strings.HasPrefix(a.ID, "acc-") != (len(a.Config.Origins) == 1)) {
					t.Errorf("%q %q: %+v %+v", c.account, c.slug, a, sh)
				}
				return err
			}))
		}
		if err := st.View(t.Context(), func(context.Context) error { return nil }); !fault.Is(err, fault.Internal) {
			t.Errorf("without a scope: %v", err)
		}
	})
}
