package scenario

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/cart"
	"prilavok/core/catalog"
	"prilavok/core/delivery"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/shop"
)

// owner does what a shop's owner does between two messages of the customer:
//
//	stock: SKU 3                           counts a variant anew
//	times: dlv_courier 2 10:00 13:00       adds a time to a delivery, with its capacity
//	point: dlv_pickup Адрес                adds a pickup point
//	packs: 1                               the newest order is packed whole; "delivers:" brings it
//	refunds: difference                    the shop gives back by itself what an edited order costs less
//	foreign: 1                             somebody else orders the cheapest mug
//	priced: XTR 250                        the shop sells everything for that many minor units
//	soldout: 1                             nothing of the newest order is left
//	booked: 1                              others book the first free time that many times
func (s *Stage) owner(verb, arg string) {
	s.t.Helper()
	if s.till(verb, arg) {
		return
	}
	words := strings.Fields(arg)
	var err error
	switch verb {
	case "stock:":
		owners, err2 := s.app.Catalog.SKUOwners(s.ctx, words[:1])
		s.ok(err2)
		n, _ := strconv.ParseInt(words[1], 10, 64)
		err = s.app.Catalog.SetStock(s.ctx, owners[words[0]].VariantID, n, "owner")
	case "times:":
		m := s.method(words[0])
		n, _ := strconv.ParseInt(words[1], 10, 64)
		m.Schedule.DaysAhead, m.Schedule.CutOff = 3, 2
		m.Schedule.Windows = append(m.Schedule.Windows, delivery.Window{From: words[2], To: words[3], Capacity: n})
		_, err = s.app.Delivery.Put(s.ctx, m)
	case "point:":
		m := s.method(words[0])
		m.Points = append(m.Points, cart.Place{Address: lang.Texts{lang.RU: strings.Join(words[1:], " ")}, Hours: lang.Texts{lang.RU: "10:00–20:00"}})
		_, err = s.app.Delivery.Put(s.ctx, m)
	case "priced:":
		n, _ := strconv.ParseInt(words[1], 10, 64)
		s.priced(money.Of(n, words[0]))
	case "booked:":
		n, _ := strconv.Atoi(arg)
		for i := range n {
			times, err := s.app.Carts.Times(s.ctx, cart.Choice{MethodID: "dlv_courier"})
			s.ok(err)
			s.ok(s.app.Delivery.Book(s.ctx, "rival"+strconv.Itoa(s.n)+strconv.Itoa(i), delivery.Free(times)[0]))
		}
	case "cancel:":
		page, err2 := s.app.Orders.List(s.ctx, order.Filter{}, "")
		s.ok(err2)
		_, err = s.app.Orders.Cancel(s.ctx, order.CancelRequest{OrderID: page.Orders[0].ID, By: order.Actor{Kind: order.ByOperator}, Why: arg})
	default:
		err = s.warehouse(verb)
	}
	s.ok(err)
	s.since = len(s.all)
	s.works()
}

// foreign places an order of another customer.
func (s *Stage) foreign() {
	s.t.Helper()
	in := inbox.Incoming{Kind: inbox.KindText, Text: "/start", DeliveryKey: "foreign", ConversationKey: "555", From: inbox.Person{ExternalID: "555", Name: "Пётр"}, Type: "message", ExternalID: "1"}
	s.ok(s.app.Inbox.Receive(s.ctx, s.acc, []inbox.Incoming{in}))
	var c inbox.Conversation
	s.ok(s.app.Store.View(s.ctx, func(ctx context.Context) (err error) {
		c, _, err = s.app.Store.ConversationByKey(ctx, s.acc.ID, "555")
		return err
	}))
	res, err := s.app.Catalog.Search(s.ctx, catalog.Query{Text: "кружка"})
	s.ok(err)
	_, err = s.app.Carts.Add(s.ctx, c.ContactID, res.Items[0].Product.Variants[0].ID, 1)
	s.ok(err)
	q, err := s.app.Carts.Quote(s.ctx, c.ContactID, cart.Choice{MethodID: "dlv_pickup"})
	s.ok(err)
	_, err = s.app.Orders.Place(s.ctx, order.Request{Key: "foreign", ContactID: c.ContactID, ConversationID: c.ID, AccountID: s.acc.ID, Source: "chat", Lang: lang.RU, Choice: cart.Choice{MethodID: "dlv_pickup"},
		Name: "Пётр", Phone: "+79210000000", ExpectedTotal: q.Total})
	s.ok(err)
}

// warehouse does what happens to the goods of the newest order, and to the shop's rules.
func (s *Stage) warehouse(verb string) (err error) {
	s.t.Helper()
	switch verb {
	case "packs:":
		_, err = s.app.Orders.Pack(s.ctx, order.PackRequest{OrderID: s.newest().ID, By: operator})
	case "delivers:":
		list, err2 := s.app.Orders.Fulfillments(s.ctx, s.newest().ID)
		s.ok(err2)
		_, err = s.app.Orders.Ship(s.ctx, order.ParcelRequest{OrderID: s.newest().ID, FulfillmentID: list[0].ID, By: operator})
		s.ok(err)
		_, err = s.app.Orders.Deliver(s.ctx, order.ParcelRequest{OrderID: s.newest().ID, FulfillmentID: list[0].ID, By: operator})
	case "refunds:":
		sh, err2 := s.app.Shops.Get(s.ctx)
		s.ok(err2)
		sh.Settings.Payments.Difference = shop.Refund
		_, err = s.app.Shops.Save(s.ctx, sh)
	case "foreign:":
		s.foreign()
	case "soldout:":
		for _, l := range s.newest().Lines {
			p, _, err2 := s.app.Catalog.VariantProduct(s.ctx, l.VariantID)
			s.ok(err2)
			v, _ := p.Variant(l.VariantID)
			err = s.app.Catalog.SetStock(s.ctx, l.VariantID, v.Reserved, "owner")
		}
	default:
		s.t.Fatalf("unknown line %q", verb)
	}
	return err
}

// priced gives all goods one price, in a currency that becomes the shop's; delivery is free.
func (s *Stage) priced(m money.Money) {
	s.t.Helper()
	sh, err := s.app.Shops.Get(s.ctx)
	s.ok(err)
	sh.Currency = m.Currency
	_, err = s.app.Shops.Save(s.ctx, sh)
	s.ok(err)
	found, err := s.app.Catalog.Search(s.ctx, catalog.Query{Text: "кружка", Limit: 20})
	s.ok(err)
	for _, i := range found.Items {
		p := i.Product
		for k := range p.Variants {
			p.Variants[k].Price, p.Variants[k].CompareAt = m, money.Money{}
		}
		_, err := s.app.Catalog.Save(s.ctx, p)
		s.ok(err)
	}
}

var operator = order.Actor{Kind: order.ByOperator, ID: "5001"}

func (s *Stage) method(id string) cart.Method {
	s.t.Helper()
	list, err := s.app.Delivery.All(s.ctx)
	s.ok(err)
	m, ok := cart.FindMethod(list, id)
	if !ok {
		s.t.Fatalf("no delivery %s", id)
	}
	return m
}

func (s *Stage) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
