package scenario

import (
	"context"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/httpapi/pay"
	"prilavok/provider/stripe/stripefake"
	"prilavok/provider/yookassa/yookassafake"
)

// services are the fakes of payment providers, which outlive a restart of ours.
type services struct {
	yoo    *yookassafake.Server
	stripe *stripefake.Server
	used   string // the provider connected last
}

func newServices(now func() time.Time) *services {
	return &services{yoo: yookassafake.New(now), stripe: stripefake.New(now)}
}

// answers finds who is called; nil is the Bot API.
func (x *services) answers(r call.Request) call.Doer {
	switch {
	case strings.HasPrefix(r.URL, "https://api.yookassa.ru/"):
		return x.yoo
	case strings.HasPrefix(r.URL, "https://api.stripe.com/"):
		return x.stripe
	}
	return nil
}

// till does what happens to money between two messages of the customer:
//
//	takes: yookassa card sbp     the shop connects a provider with these methods
//	pays                         the customer pays by the newest link; the provider posts its notice
//	pays, unseen                 … and its notice never comes
//	declines                     the bank refuses
//	down: yookassa               the provider stops answering; "up:" brings it back
//	later: 2h                    the clock moves
//	link: words                  the newest link button of the customer leads there
//	order: paid                  how the newest order's money stands
//	receives: 1000               an operator notes money that was handed over
func (s *stage) till(verb, arg string) bool {
	s.t.Helper()
	switch verb {
	case "takes:":
		s.takes(strings.Fields(arg))
	case "pays", "pays,":
		s.pays(arg != "unseen")
	case "declines":
		s.declines()
	case "down:", "up:":
		s.pay.yoo.Down(verb == "down:" && arg == "yookassa")
		s.pay.stripe.Down(verb == "down:" && arg == "stripe")
	case "later:":
		d, err := time.ParseDuration(arg)
		s.ok(err)
		s.now = s.now.Add(d)
	case "link:":
		if got := s.newestLink(); !strings.Contains(got, arg) {
			s.t.Fatalf("want a link to %q, got %q", arg, got)
		}
		return true
	case "order:":
		if o := s.newest(); string(o.Payment) != arg && string(o.Status) != arg {
			s.t.Fatalf("the newest order is %s, %s; want %s", o.Status, o.Payment, arg)
		}
		return true
	case "receives:":
		o := s.newest()
		_, err := s.app.Payments.Receive(s.ctx, payment.ReceiveRequest{OrderID: o.ID, Amount: o.Balance(), Key: "op" + o.ID, By: order.Actor{Kind: order.ByOperator, ID: "op_1"}})
		s.ok(err)
	default:
		return false
	}
	s.since = len(s.all)
	for range 4 {
		_, err := s.app.Jobs.Drain(context.Background())
		s.ok(err)
	}
	return true
}

func (s *stage) takes(words []string) {
	s.t.Helper()
	secrets := map[string]map[string]string{
		"yookassa": {"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey},
		"stripe":   {"secret_key": stripefake.Key, "webhook_secret": stripefake.Hook},
	}
	s.accounts++
	a := payment.Account{Provider: words[0], Active: true, Position: s.accounts, Config: payment.AccountConfig{Methods: words[1:]}}
	if words[0] == payment.ByHand {
		a.Config.Details = lang.Texts{lang.RU: "Счёт 40702810900000012345, банк «Пример»"}
	} else {
		s.pay.used = words[0]
	}
	_, err := s.app.Payments.Connect(s.ctx, a, secrets[words[0]])
	s.ok(err)
}

func (s *stage) pays(seen bool) {
	s.t.Helper()
	p := s.open()
	if p.Provider == "stripe" {
		s.pay.stripe.Pay(p.ExternalID)
	} else {
		s.pay.yoo.Pay(p.ExternalID)
	}
	s.notices(p.Provider, seen)
}

func (s *stage) declines() {
	s.t.Helper()
	p := s.open()
	if p.Provider == "stripe" {
		s.pay.stripe.Decline(p.ExternalID)
	} else {
		s.pay.yoo.Decline(p.ExternalID, "insufficient_funds")
	}
	s.notices(p.Provider, true)
}

// open is the newest payment of the newest order that can be paid by.
func (s *stage) open() payment.Payment {
	s.t.Helper()
	list, _, err := s.app.Payments.Of(s.ctx, s.newest().ID)
	s.ok(err)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Open() && list[i].ExternalID != "" {
			return list[i]
		}
	}
	s.t.Fatalf("no payment of the newest order can be paid: %+v", list)
	return payment.Payment{}
}

func (s *stage) newest() order.Order {
	s.t.Helper()
	page, err := s.app.Orders.List(s.ctx, order.Filter{}, "")
	s.ok(err)
	if len(page.Orders) == 0 {
		s.t.Fatal("there are no orders")
	}
	return page.Orders[0]
}

// notices brings in what the fakes have posted, or loses it.
func (s *stage) notices(provider string, seen bool) {
	s.t.Helper()
	list, err := s.app.Payments.List(s.ctx)
	s.ok(err)
	var path string
	for _, a := range list {
		if a.Provider == provider {
			path, err = s.app.Payments.HookPath(a)
			s.ok(err)
		}
	}
	post := func(signature string, body []byte) {
		if !seen {
			return
		}
		res := s.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path, Header: func(string) string { return signature }, Body: body})
		if res.Status != 200 {
			s.t.Fatalf("a notice was answered %d", res.Status)
		}
	}
	for _, body := range s.pay.yoo.Notices() {
		post("", body)
	}
	for _, x := range s.pay.stripe.Notices() {
		post(x.Signature, x.Body)
	}
}

func (s *stage) newestLink() string {
	for i := len(s.all) - 1; i >= 0; i-- {
		for _, u := range s.all[i].links {
			if s.all[i].chat == customer {
				return u
			}
		}
	}
	return ""
}
