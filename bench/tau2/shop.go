package tau2

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/payment"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/store"
)

const currency = "USD"

// plenty is the stock of a variant that the data set calls available: it counts none.
const plenty = 1_000_000

// names says which of our ids stands for which of the data set's. They are the same in
// every copy of the imported database.
type names struct {
	contacts map[string]string // user id → contact
	orders   map[string]string // order id → order
	variants map[string]string // item id → variant
	items    map[string]string // variant → item id
}

// counter is the shop's counter: our services over one database.
type counter struct {
	app   *app.App
	pay   *payment.Service
	money *service
	ctx   context.Context // of the shop
	acc   shop.Account
	names names
	own   map[string]map[string]bool // contact → payment methods
}

// over wires our services over a database. Nothing leaves the process.
func over(ctx context.Context, st *store.Store, money *service) (*counter, error) {
	keys, err := seal.New([]seal.Key{{ID: "tau2", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		return nil, err
	}
	now := time.Date(2024, 5, 15, 15, 0, 0, 0, time.UTC) // the data set's day
	clock := func() time.Time { return now }
	ids := id.New(clock, nil)
	a := app.New(app.Deps{Store: st, HTTP: nobody{}, Keys: keys, Now: clock, IDs: ids, Log: slog.New(slog.DiscardHandler)})
	pay := payment.New(payment.Deps{Store: st, Orders: a.Orders, Jobs: a.Jobs, Tx: st, Keys: keys, Now: clock, IDs: ids,
		Base: func() string { return "http://127.0.0.1" }}, money.kind())
	return &counter{app: a, pay: pay, money: money, ctx: ctx}, nil
}

// nobody answers no call: the run needs none.
type nobody struct{}

// Do implements call.Doer.
func (nobody) Do(context.Context, call.Request) (call.Response, error) {
	return call.Response{}, fault.New(fault.Unavailable, "call.connect", "nothing is called here")
}

// found makes the shop, the channel account that its customers write to, and what it
// takes money by.
func (c *counter) found(ctx context.Context) error {
	sh, err := c.app.Shops.Create(ctx, shop.Shop{Slug: "tau2", Name: lang.Texts{lang.EN: "Retail"}, Languages: []lang.Lang{lang.EN}, Currency: currency, TimeZone: "America/New_York"})
	if err != nil {
		return err
	}
	c.ctx = txn.ForShop(ctx, sh.ID)
	c.names = names{contacts: map[string]string{}, orders: map[string]string{}, variants: map[string]string{}, items: map[string]string{}}
	if c.acc, err = c.app.Shops.SaveAccount(c.ctx, shop.Account{Channel: shop.Webchat, Name: "chat", ExternalID: "tau2", Status: "active"}, "", ""); err != nil {
		return err
	}
	_, err = c.pay.Connect(c.ctx, payment.Account{Provider: providerName, Active: true}, nil)
	return err
}

// goods imports the products. Every variant can be had until old orders are imported.
func (c *counter) goods(products map[string]Product) error {
	var list []catalog.Product
	for i, pid := range slices.Sorted(maps.Keys(products)) {
		p := products[pid]
		out := catalog.Product{Slug: pid, Title: lang.Texts{lang.EN: p.Name}, Status: catalog.Active, Position: i}
		for j, iid := range slices.Sorted(maps.Keys(p.Variants)) {
			v := p.Variants[iid]
			out.Variants = append(out.Variants, catalog.Variant{SKU: iid, Options: options(v.Options), Price: dollars(v.Price), OnHand: plenty, Tracked: true, Position: j, Active: true})
		}
		list = append(list, out)
	}
	saved, err := c.app.Catalog.SaveAll(c.ctx, list)
	for _, p := range saved {
		for _, v := range p.Variants {
			c.names.variants[v.SKU], c.names.items[v.ID] = v.ID, v.SKU
		}
	}
	return err
}

func options(from map[string]string) []catalog.Attribute {
	var out []catalog.Attribute
	for _, name := range slices.Sorted(maps.Keys(from)) {
		out = append(out, catalog.Attribute{Name: lang.Texts{lang.EN: name}, Value: lang.Texts{lang.EN: from[name]}})
	}
	return out
}

func dollars(c Cents) money.Money { return money.Of(int64(c), currency) }

// people imports the customers: each writes once, as customers do, and saves an address.
func (c *counter) people(users map[string]User) error {
	c.own = map[string]map[string]bool{}
	var greetings []inbox.Incoming
	order := slices.Sorted(maps.Keys(users))
	for _, uid := range order {
		u := users[uid]
		greetings = append(greetings, inbox.Incoming{DeliveryKey: "hello:" + uid, Kind: inbox.KindText, Type: "text", ConversationKey: uid,
			From: inbox.Person{ExternalID: uid, Name: u.Name.First + " " + u.Name.Last, Lang: "en"}, Text: "hello"})
	}
	if err := c.app.Inbox.Receive(c.ctx, c.acc, greetings); err != nil {
		return err
	}
	return c.app.Store.InTx(c.ctx, func(ctx context.Context) error {
		for _, uid := range order {
			conv, found, err := c.app.Store.ConversationByKey(ctx, c.acc.ID, uid)
			if err != nil || !found {
				return fmt.Errorf("the conversation of %s: found %v, %w", uid, found, err)
			}
			c.names.contacts[uid] = conv.ContactID
			c.own[conv.ContactID] = map[string]bool{}
			for mid := range users[uid].Methods {
				c.own[conv.ContactID][mid] = true
			}
			if err := c.app.Contacts.SetPostal(ctx, conv.ContactID, postal(users[uid].Address)); err != nil {
				return err
			}
		}
		return nil
	})
}

// unavailable takes away what the data set calls unavailable: only what old orders hold
// stays on hand, and none of it can be had.
func (c *counter) unavailable(products map[string]Product) error {
	return c.app.Store.InTx(c.ctx, func(ctx context.Context) error {
		for _, p := range products {
			for iid, v := range p.Variants {
				if v.Available {
					continue
				}
				_, held, err := c.app.Catalog.VariantProduct(ctx, c.names.variants[iid])
				if err != nil {
					return err
				}
				if err := c.app.Catalog.SetStock(ctx, held.ID, held.Reserved, "import"); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// postal writes its address as ours, and back is the reverse.
func postal(a Address) contact.Postal {
	return contact.Postal{Country: a.Country, Region: a.State, City: a.City, Line: a.Line1 + lineBreak + a.Line2, Code: a.Zip}
}

// lineBreak parts the two lines of a street address.
const lineBreak = "; "
