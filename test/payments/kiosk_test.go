package payments_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/httpapi/webhook"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
	"prilavok/store/storetest"
)

const testToken = "381764678:TEST:100500"

// kiosk is a till whose bot takes money inside a fake Telegram, through a webhook.
type kiosk struct {
	*till
	peer   *tgfake.Bot
	server *tgfake.Server
	olga   *tgfake.User
	acc    shop.Account
	dog    *watchdog
	yoo    *yookassafake.Server
}

// RoundTrip implements http.RoundTripper: a webhook without a network.
func (k *kiosk) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	res := k.app.Webhook.Serve(r.Context(), webhook.Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Get, Body: body})
	return &http.Response{StatusCode: res.Status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(res.Body))}, nil
}

func newKiosk(t *testing.T, st *store.Store, slug string) *kiosk {
	t.Helper()
	k := &kiosk{dog: &watchdog{}}
	c := storetest.NewCounter(t, st, slug)
	k.server = tgfake.New(tgfake.Options{Now: c.Now, Hooks: k, AnyHook: true})
	k.yoo = yookassafake.New(c.Now)
	k.dog.next = k.server.Doer(k.yoo)
	k.till = (&till{Counter: c}).again(k.dog)
	id := map[string]string{"theirs": "43"}[slug]
	if id == "" {
		id = "42"
	}
	k.peer = k.server.Bot(id + ":token")
	k.olga = k.peer.User(279058397, "Ольга")
	var err error
	k.acc, err = k.app.Shops.SaveAccount(k.Ctx, shop.Account{Channel: shop.Telegram, Name: "@shop", ExternalID: id, Status: "active"}, id+":token", "hook-secret")
	k.OK(err)
	bot, err := k.app.Fleet.Bot(k.Ctx, k.acc.ID)
	k.OK(err)
	_, err = bot.Connect(k.Ctx, telegram.Setup{WebhookURL: address + "/hook/telegram/" + k.acc.ID, Secret: "hook-secret"})
	k.OK(err)
	k.olga.Say("/start")
	k.deliver()
	return k
}

func (k *kiosk) deliver() {
	k.T.Helper()
	k.server.Deliver(context.Background())
	k.drain()
}

func (k *kiosk) connect(provider string, secrets map[string]string, change func(a *payment.AccountConfig)) {
	k.T.Helper()
	a := payment.Account{Provider: provider, Active: true}
	if change != nil {
		change(&a.Config)
	}
	_, err := k.pay.Connect(k.Ctx, a, secrets)
	k.OK(err)
}

func (k *kiosk) begin(o order.Order, method string) payment.Payment {
	k.T.Helper()
	p, err := k.pay.Begin(k.Ctx, payment.BeginRequest{OrderID: o.ID, Method: method})
	k.OK(err)
	return p
}

// said tells what a query was answered.
func (k *kiosk) said(query string, ok bool, words string) {
	k.T.Helper()
	k.server.Deliver(context.Background())
	answered, yes, text := k.peer.Answer(query)
	if !answered || yes != ok || !strings.Contains(text, words) {
		k.T.Errorf("answered %v, %v, %q; want %v with %q", answered, yes, text, ok, words)
	}
	k.drain()
}

func (k *kiosk) problems(want ...string) {
	k.T.Helper()
	(&desk{till: k.till}).problems(want...)
}

// sellStars places an order of 250 Stars.
func (x *till) sellStars() order.Order {
	x.T.Helper()
	slug := strings.ToLower(x.IDs.Token(8))
	p, err := x.Catalog.Save(x.Ctx, catalog.Product{Slug: slug, Title: x.Text(slug), Variants: []catalog.Variant{{SKU: slug, Price: money.Of(250, "XTR"), OnHand: 9, Tracked: true, Active: true}}})
	x.OK(err)
	b := x.Buyer()
	_, err = x.Carts.Add(x.Ctx, b.ContactID, p.Variants[0].ID, 1)
	x.OK(err)
	o, err := x.Orders.Place(x.Ctx, x.PlaceRequest(b, slug, cart.Choice{}))
	x.OK(err)
	return o
}
