package assistant_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/assistant/tools"
	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/contact"
	"prilavok/core/dialog"
	"prilavok/core/dialog/purchase"
	"prilavok/core/inbox"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/shop"
	"prilavok/provider/modeltest"
	"prilavok/store"
	"prilavok/store/storetest"
)

// counter is a shop with an assistant, a scripted model and a customer.
type counter struct {
	*storetest.Counter
	t        *testing.T
	conv     inbox.Conversation
	contact  contact.Contact
	model    *modeltest.Script
	tea      catalog.Product
	shoe     catalog.Product
	pickup   cart.Method
	courier  cart.Method
	events   *events
	stores   *failing
	config   assistant.Config
	ports    func(*assistant.Ports)
	jobs     int
	seq      int64
	history  []inbox.Message
	observed []assistant.Observation
	mu       sync.Mutex
}

// events keeps what the owner is told.
type events struct{ list []string }

func (e *events) Record(_ context.Context, x inbox.Event) error {
	e.list = append(e.list, x.Name)
	return nil
}

// failing is a store that breaks once, when a step of some number is written.
type failing struct {
	assistant.Stores
	at, seen int
}

var errDisk = errors.New("the disk is full")

func (f *failing) AddTurnStep(ctx context.Context, turnID string, s assistant.Step) error {
	f.seen++
	if f.seen == f.at {
		return errDisk
	}
	return f.Stores.AddTurnStep(ctx, turnID, s)
}

func open(t *testing.T, steps ...modeltest.Step) *counter {
	t.Helper()
	return openOn(t, storetest.SQLite(t), steps...)
}

func openOn(t *testing.T, st *store.Store, steps ...modeltest.Step) *counter {
	t.Helper()
	c := &counter{Counter: storetest.NewCounter(t, st, "lavka"), t: t, model: modeltest.NewScript(steps...), events: &events{}}
	c.Shop.Settings.Contact = shopContact()
	c.stores = &failing{Stores: c.Store}
	c.tea = c.Product("чай", 49_000, 7)
	c.shoe = c.Product("кроссовки", 1_199_000, 2)
	c.pickup = c.Delivery(cart.Method{Kind: cart.Pickup})
	c.courier = c.Delivery(cart.Method{Kind: cart.Courier, Price: 30_000, FreeFrom: 500_000, DaysFrom: 2, DaysTo: 3})
	c.conv = c.Buyer()
	c.contact = contact.Contact{ID: c.conv.ContactID, ShopID: c.Shop.ID, Lang: lang.RU}
	return c
}

func shopContact() shop.Contact {
	return shop.Contact{Phone: "+7 495 123-45-67", Site: "https://lavka.example"}
}

// service makes a new assistant over the same database, as a restart does.
func (c *counter) service() *assistant.Service {
	now := c.Now
	k := knowledge.New(c.Store, c.Store, now, c.IDs)
	d := dialog.New(dialog.Services{Catalog: c.Catalog, Knowledge: k, Carts: c.Carts, Orders: c.Orders,
		Contacts: contact.New(c.Store, c.Store, now, c.IDs), Now: now})
	p := assistant.Ports{Stores: c.stores, Tx: c.Store, Events: c.events, Model: c.model, Script: d, Fallback: d, Products: c.Catalog,
		Carts: c.Carts, Now: now, IDs: c.IDs, Executors: []assistant.Executor{tools.Placer(c.Orders, c.Carts), tools.Canceler(c.Orders),
			tools.Changer(c.Orders, c.Edits, c.desk()), tools.Returner(c.Orders, c.Returns)},
		Tools: everyTool(c, k), Watch: func(o assistant.Observation) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.observed = append(c.observed, o)
		}}
	if c.ports != nil {
		c.ports(&p)
	}
	return assistant.New(p, c.config)
}

func (c *counter) desk() *purchase.Desk {
	return purchase.New(purchase.Services{Orders: c.Orders, Edits: c.Edits, Returns: c.Returns, Carts: c.Carts, Catalog: c.Catalog, Jobs: c.Jobs, Tx: c.Store, Now: c.Now})
}

func everyTool(c *counter, k *knowledge.Service) []assistant.Tool {
	return []assistant.Tool{
		tools.SearchProducts(c.Catalog), tools.GetProduct(c.Catalog), tools.CheckStock(c.Catalog), tools.FAQ(k),
		tools.ViewCart(c.Carts), tools.AddToCart(c.Carts), tools.SetQuantity(c.Carts), tools.RemoveFromCart(c.Carts),
		tools.QuoteCart(c.Carts), tools.DeliveryOptions(c.Carts), tools.StartCheckout(c.Carts),
		tools.OrderStatus(c.Orders), tools.PlaceOrder(c.Carts, c.Carts), tools.CancelOrder(c.Orders), tools.Handoff(),
		tools.OrderHistory(c.Orders), tools.ChangeOrder(c.Orders, c.Edits, c.Carts), tools.ReturnRequest(c.Orders, c.Returns),
		tools.RepeatOrder(c.Orders, c.desk()), tools.PaymentLink(c.Orders, c.desk()),
	}
}

// message is the customer's next one.
func (c *counter) message(text string) inbox.Message {
	c.seq++
	return inbox.Message{ConversationID: c.conv.ID, Seq: c.seq, Author: inbox.ByContact, Kind: inbox.KindText, Text: text, CreatedAt: c.Now()}
}

// input is a turn over messages, each new one of which becomes history afterwards.
func (c *counter) input(list ...inbox.Message) inbox.TurnInput {
	c.jobs++
	in := inbox.TurnInput{TurnID: c.IDs.Make("trn"), Shop: c.Shop, Contact: c.contact, Conversation: c.conv, Messages: list,
		History: append([]inbox.Message(nil), c.history...)}
	c.history = append(c.history, list...)
	return in
}

// say sends texts as one turn and returns the answer.
func (c *counter) say(texts ...string) inbox.TurnResult {
	c.t.Helper()
	var list []inbox.Message
	for _, s := range texts {
		list = append(list, c.message(s))
	}
	return c.answer(c.input(list...))
}

func (c *counter) press(action string) inbox.TurnResult {
	c.t.Helper()
	m := c.message("")
	m.Kind, m.Payload.Action = inbox.KindButton, action
	return c.answer(c.input(m))
}

func (c *counter) answer(in inbox.TurnInput) inbox.TurnResult {
	c.t.Helper()
	r, err := c.service().Answer(c.Ctx, in)
	if err != nil {
		c.t.Fatal(err)
	}
	c.Pass(time.Second)
	return r
}

func (c *counter) cart() cart.Cart {
	c.t.Helper()
	got, err := c.Carts.Get(c.Ctx, c.conv.ContactID)
	c.OK(err)
	return got
}

func (c *counter) orders() int {
	c.t.Helper()
	page, err := c.Orders.ForContact(c.Ctx, c.conv.ContactID, "", 10)
	c.OK(err)
	return len(page.Orders)
}

// texts joins what an answer says.
func texts(r inbox.TurnResult) string {
	var out []string
	for _, o := range r.Out {
		out = append(out, o.Text)
	}
	return strings.Join(out, "\n---\n")
}

// action finds the action of an answer's button that begins with a prefix.
func action(r inbox.TurnResult, prefix, suffix string) string {
	for _, o := range r.Out {
		for _, row := range o.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Action, prefix) && strings.HasSuffix(b.Action, suffix) {
					return b.Action
				}
			}
		}
	}
	return ""
}

func must(t *testing.T, r inbox.TurnResult, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(texts(r), p) {
			t.Errorf("the answer lacks %q:\n%s\nmeta %+v", p, texts(r), r.Meta)
		}
	}
}

func never(t *testing.T, r inbox.TurnResult, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(texts(r), p) {
			t.Errorf("the answer says %q:\n%s", p, texts(r))
		}
	}
}

var rub = func(kopecks int64) string { return money.Of(kopecks, "RUB").Format("ru") }
