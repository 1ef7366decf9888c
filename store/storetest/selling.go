package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/job"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/edit"
	"prilavok/core/order/returns"
	"prilavok/core/promotion"
	"prilavok/core/shop"
	"prilavok/store"
)

// Counter is a shop that sells, for tests: its services over one store, with a clock
// that stands still until it is moved.
type Counter struct {
	T       *testing.T
	Store   *store.Store
	Ctx     context.Context
	Shop    shop.Shop
	Account shop.Account
	Catalog *catalog.Service
	Carts   *cart.Service
	Ways    *delivery.Service
	Orders  *order.Service
	Edits   *edit.Service
	Returns *returns.Service
	Jobs    *job.Queue
	Promos  *promotion.Service
	IDs     *id.Maker
	clock   atomic.Int64
	buyers  atomic.Int64
}

// NewCounter opens a counter in a fresh shop.
func NewCounter(t *testing.T, st *store.Store, slug string) *Counter {
	t.Helper()
	c := &Counter{T: t, Store: st}
	c.clock.Store(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).UnixMicro())
	c.Ctx, c.Shop, c.Account = Shop(t, st, slug)
	c.IDs = id.New(c.Now, nil)
	c.Reopen()
	return c
}

// Now is the counter's clock; Pass moves it.
func (c *Counter) Now() time.Time           { return time.UnixMicro(c.clock.Load()).UTC() }
func (c *Counter) Pass(d time.Duration)     { c.clock.Add(d.Microseconds()) }
func (c *Counter) OK(err error)             { c.T.Helper(); check(c.T, err) }
func (c *Counter) Text(s string) lang.Texts { return lang.Texts{lang.RU: s, lang.EN: "en " + s} }

// Reopen makes all services anew over the same database, as a restart does.
func (c *Counter) Reopen() {
	st := c.Store
	c.Jobs = job.NewQueue(st, st, c.Now, c.IDs, nil)
	c.Catalog = catalog.New(st, st, c.Now, c.IDs)
	c.Promos = promotion.New(st, st, c.Now, c.IDs)
	c.Carts = cart.New(st, cart.FromCatalog(st), st, c.Now, c.IDs)
	c.Ways = delivery.New(st, st, c.Now, c.IDs)
	c.Orders = order.New(st, c.Carts, c.Catalog, c.Ways, c.Jobs, st, c.Now, c.IDs)
	c.Edits = edit.New(c.Orders, st, c.Carts, c.Catalog, c.Ways, st, c.IDs)
	c.Returns = returns.New(c.Orders, c.Edits, st, c.Catalog, st, c.IDs)
	c.Catalog.Tell(c.Orders)
	c.Jobs.Register(order.JobFill, c.Orders.Fill, job.Options{})
	c.Jobs.Register(order.JobExpire, c.Orders.Expire, job.Options{})
}

// Product puts a product with one variant on the shelf: price in kopecks, n pieces.
func (c *Counter) Product(slug string, price, n int64) catalog.Product {
	c.T.Helper()
	p, err := c.Catalog.Save(c.Ctx, catalog.Product{Slug: slug, Title: c.Text(slug), Images: []catalog.Image{{URL: "/media/" + slug + ".jpg"}},
		Variants: []catalog.Variant{{SKU: slug, Price: money.Of(price, "RUB"), OnHand: n, Tracked: true, Active: true,
			Options: []catalog.Attribute{{Name: c.Text("цвет"), Value: c.Text("синий")}}}}})
	c.OK(err)
	return p
}

// Variant puts a product on the shelf and returns its variant's id.
func (c *Counter) Variant(slug string, price, n int64) string {
	c.T.Helper()
	return c.Product(slug, price, n).Variants[0].ID
}

// Delivery adds a delivery method.
func (c *Counter) Delivery(m cart.Method) cart.Method {
	c.T.Helper()
	m.Active = true
	if m.Title == nil {
		m.Title = c.Text(string(m.Kind))
	}
	m, err := c.Ways.Put(c.Ctx, m)
	c.OK(err)
	return m
}

// Buyer makes a contact with a conversation.
func (c *Counter) Buyer() inbox.Conversation {
	c.T.Helper()
	n := c.buyers.Add(1)
	var conv inbox.Conversation
	c.OK(c.Store.InTx(c.Ctx, func(ctx context.Context) error {
		var err error
		conv, err = c.Store.OpenThread(ctx, inbox.Thread{AccountID: c.Account.ID, Key: fmt.Sprint("key", n), Channel: c.Account.Channel,
			ContactID: c.IDs.Make("ctc"), AddressID: c.IDs.Make("adr"), ConvID: c.IDs.Make("cnv"),
			From: inbox.Person{ExternalID: fmt.Sprint("person", n), Name: "Анна Петрова"}, Lang: lang.RU, At: c.Now()})
		return err
	}))
	return conv
}

// PlaceRequest asks for an order of what is in a buyer's cart, at today's price.
func (c *Counter) PlaceRequest(conv inbox.Conversation, key string, choice cart.Choice) order.Request {
	c.T.Helper()
	q, err := c.Carts.Quote(c.Ctx, conv.ContactID, choice)
	c.OK(err)
	return order.Request{Key: key, ContactID: conv.ContactID, ConversationID: conv.ID, AccountID: conv.AccountID, Source: "chat", Lang: lang.RU,
		Choice: choice, Name: "Анна Петрова", Phone: "8 921 123-45-67", Address: "Невский проспект, 10", ExpectedTotal: q.Total}
}

// Stock reads what is on hand and reserved of a variant.
func (c *Counter) Stock(variantID string) (onHand, reserved int64) {
	c.T.Helper()
	_, v, err := c.Catalog.VariantProduct(c.Ctx, variantID)
	c.OK(err)
	return v.OnHand, v.Reserved
}
