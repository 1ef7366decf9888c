package notify

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"prilavok/core/cart"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/order/card"
	"prilavok/core/shop"
)

// scene is everything that a notice is written from.
type scene struct {
	e    Event
	o    order.Order // zero: the event is of no order
	sh   shop.Shop
	data map[string]any

	problem func(kind string, l lang.Lang) string
}

func (x *scene) read() {
	x.data = map[string]any{}
	_ = json.Unmarshal(x.e.Data, &x.data) // what is no object has no values
}

// values are the variables of a notice in a language.
func (x scene) values(l lang.Lang) map[string]Value {
	v := map[string]Value{}
	put := func(name, text string) { v[name] = Value{Text: text} }
	put("shop", x.sh.Name.In(l, x.sh.DefaultLang()))
	put("shop_phone", x.sh.Settings.Contact.Phone)
	for _, name := range []string{"reason", "carrier", "tracking", "fault", "sku", "name", "product"} {
		put(name, x.text(name))
	}
	put("why", whyNot.Of(x.text("fault")).In(l))
	put("conversation", x.e.ConversationID)
	put("url", link(x.text("url")))
	put("trouble", x.words("trouble", l))
	put("tracking_url", link(x.text("tracking_url")))
	put("until", x.time("expires_at"))
	put("stage", x.stage(l))
	put("problem", x.text("kind"))
	if p := x.problem(x.text("kind"), l); p != "" {
		put("problem", p)
	}
	put("left", x.number("left"))
	put("missing", x.number("missing"))
	put("price", x.sum(l, "price"))
	put("amount", x.sum(l, "sum", "amount"))
	put("product", x.words("product", l))
	if v["reason"].Text == "" {
		put("reason", x.e.Why)
	}
	if x.o.ID != "" {
		x.orderValues(v, l)
	}
	return v
}

func (x scene) orderValues(v map[string]Value, l lang.Lang) {
	o := x.o
	put := func(name, text string) { v[name] = Value{Text: text} }
	put("number", o.Number)
	put("name", o.Name)
	put("phone", o.Phone)
	put("total", o.Total.Format(string(l)))
	put("delivery", o.Ship.Title.In(l, x.sh.DefaultLang()))
	put("address", o.Ship.Address)
	if o.Ship.Kind == cart.Pickup {
		put("address", o.Ship.Place.Address.In(l, x.sh.DefaultLang()))
	}
	put("payment", o.PaymentMethod.Text(l)+", "+o.Payment.Text(l))
	var lines []string
	for _, line := range o.Lines {
		lines = append(lines, card.Line(line, l))
	}
	v["items"] = Value{strings.Join(lines, "\n"), true}
	v["items_back"] = Value{x.part(l), true}
	if short := x.short(l); short != "" {
		put("product", short)
	}
	v["card"] = Value{card.Text(o, l), true}
	if d, ok := x.data["difference"].(float64); ok && d != 0 {
		m := money.Of(int64(d), o.Total.Currency)
		if d > 0 {
			put("due", m.Format(string(l)))
		} else {
			put("back", money.Of(-m.Amount, m.Currency).Format(string(l)))
		}
	}
	if v["amount"].Text == "" {
		put("amount", o.Total.Format(string(l)))
	}
}

// part lists the lines that the event is about: data.lines has their numbers and pieces.
func (x scene) part(l lang.Lang) string {
	list, _ := x.data["lines"].([]any)
	var out []string
	for _, item := range list {
		m, _ := item.(map[string]any)
		n, _ := m["line"].(float64)
		q, _ := m["quantity"].(float64)
		for _, line := range x.o.Lines {
			if line.Line == int(n) && q > 0 {
				out = append(out, fmt.Sprintf("• %s × %d", markup.Esc(line.Title.In(l, x.sh.DefaultLang())), int64(q)))
			}
		}
	}
	return strings.Join(out, "\n")
}

// stage names what the shop calls the order's stage now; one set by hand only, because
// the others follow from what people are told anyway.
func (x scene) stage(l lang.Lang) string {
	for _, g := range x.sh.Settings.Orders.Stages {
		if g.ByHand && g.Key == x.text("to") {
			return g.Title.In(l, x.sh.DefaultLang())
		}
	}
	return ""
}

// routine tells whether an event needs nothing of the staff.
func (x scene) routine() bool {
	return x.e.Name == order.EventExpired && x.text("action") != "held"
}

// short lists what a paid order lacks: data.short has pieces by variant.
func (x scene) short(l lang.Lang) string {
	lacks, _ := x.data["short"].(map[string]any)
	var out []string
	for _, line := range x.o.Lines {
		if n, ok := lacks[line.VariantID].(float64); ok {
			out = append(out, fmt.Sprintf("%s × %d", line.Title.In(l, x.sh.DefaultLang()), int64(n)))
		}
	}
	return strings.Join(out, ", ")
}

// idle tells whether an event says nothing new to the customer.
func (x scene) idle() bool {
	switch x.e.Name {
	case order.EventStage:
		return x.stage(x.sh.DefaultLang()) == ""
	case order.EventCanceled: // order.expired tells it
		return x.data["expired"] == true
	case order.EventExpired: // kept for a person to decide, with all its goods
		return x.text("action") == "held" && x.data["short"] == nil
	}
	return false
}

func (x scene) text(key string) string {
	s, _ := x.data[key].(string)
	return s
}

// words is a text of the data that may exist by language.
func (x scene) words(key string, l lang.Lang) string {
	switch v := x.data[key].(type) {
	case string:
		return v
	case map[string]any:
		t := lang.Texts{}
		for k, s := range v {
			t[lang.Lang(k)], _ = s.(string)
		}
		return t.In(l, x.sh.DefaultLang())
	}
	return ""
}

func (x scene) number(key string) string {
	if n, ok := x.data[key].(float64); ok && n >= 0 { // below zero: it is not counted
		return fmt.Sprint(int64(n))
	}
	return ""
}

// sum is the first of the keys that holds an amount: minor units, or with a currency.
func (x scene) sum(l lang.Lang, keys ...string) string {
	currency := x.sh.Currency
	if c := x.text("currency"); c != "" {
		currency = c
	}
	for _, key := range keys {
		switch v := x.data[key].(type) {
		case float64:
			return money.Of(int64(v), currency).Format(string(l))
		case map[string]any:
			n, _ := v["amount"].(float64)
			if c, ok := v["currency"].(string); ok {
				return money.Of(int64(n), c).Format(string(l))
			}
		}
	}
	return ""
}

func (x scene) time(key string) string {
	t, err := time.Parse(time.RFC3339Nano, x.text(key))
	if err != nil || t.IsZero() {
		return ""
	}
	return t.In(zoneOf(x.sh.TimeZone)).Format("02.01 15:04")
}

// link keeps what can be opened; anything else is nothing.
func link(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}

// bill is how the order's money stands, for pages that show it live.
func (x scene) bill() *inbox.Bill {
	if x.o.ID == "" {
		return nil
	}
	return &inbox.Bill{Order: x.o.Number, Status: string(x.o.Payment), Over: !x.o.Unpaid(), Until: x.o.ReservedUntil}
}

// buttons are what a notice offers to press.
func (x scene) buttons(l lang.Lang) [][]inbox.Button {
	if u := link(x.text("url")); u != "" && (x.e.Name == "payment.awaiting" || x.e.Name == "payment.failed") {
		return [][]inbox.Button{{{Text: btnPay.In(l), URL: u}}}
	}
	if u := link(x.text("tracking_url")); u != "" && x.e.Name == "fulfillment.shipped" {
		return [][]inbox.Button{{{Text: btnTrack.In(l), URL: u}}}
	}
	return nil
}
