package scenario

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/lang"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/provider/cloudpayments/cloudpaymentsfake"
	"prilavok/provider/stripe/stripefake"
	"prilavok/provider/tbank/tbankfake"
	"prilavok/provider/yookassa/yookassafake"
)

// peer is the fake of a payment provider, which outlives a restart of ours.
type peer struct {
	call.Doer
	host    string
	secrets map[string]string
	pay     func(id string)
	decline func(id string)
	down    func(bool)
	notices func() []posted
}

// posted is a notice that a provider sends to its hook's path and what is below it.
type posted struct {
	below  string
	header map[string]string
	body   []byte
}

// services are the payment providers by name.
type services map[string]peer

func bodies(list [][]byte) (out []posted) {
	for _, b := range list {
		out = append(out, posted{body: b})
	}
	return out
}

func newServices(s *Stage) services {
	now := func() time.Time { return s.now }
	yoo, str, bank, cloud := yookassafake.New(now), stripefake.New(now), tbankfake.New(now), cloudpaymentsfake.New(now)
	asked := func(p cloudpaymentsfake.Post) posted {
		return posted{"/" + p.Word, map[string]string{"Content-Hmac": p.Header("Content-HMAC"), "X-Content-Hmac": p.Header("X-Content-HMAC")}, p.Body}
	}
	cloud.Ask = func(p cloudpaymentsfake.Post) (code int) {
		if _, err := fmt.Sscanf(s.hook("cloudpayments", asked(p)), `{"code":%d}`, &code); err != nil {
			s.t.Errorf("a question was answered badly: %v", err)
		}
		return code
	}
	return services{
		"yookassa": {Doer: yoo, host: "https://api.yookassa.ru/", secrets: map[string]string{"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey},
			pay: yoo.Pay, decline: func(id string) { yoo.Decline(id, "insufficient_funds") }, down: yoo.Down, notices: func() []posted { return bodies(yoo.Notices()) }},
		"stripe": {Doer: str, host: "https://api.stripe.com/", secrets: map[string]string{"secret_key": stripefake.Key, "webhook_secret": stripefake.Hook},
			pay: str.Pay, decline: str.Decline, down: str.Down, notices: func() (out []posted) {
				for _, x := range str.Notices() {
					out = append(out, posted{header: map[string]string{"Stripe-Signature": x.Signature}, body: x.Body})
				}
				return out
			}},
		"tbank": {Doer: bank, host: "https://securepay.tinkoff.ru/", secrets: map[string]string{"terminal_key": tbankfake.Terminal, "password": tbankfake.Password},
			pay: bank.Pay, decline: func(id string) { bank.End(id, "REJECTED") }, down: bank.Down, notices: func() []posted { return bodies(bank.Notices()) }},
		"cloudpayments": {Doer: cloud, host: "https://api.cloudpayments.ru", secrets: map[string]string{"public_id": cloudpaymentsfake.PublicID, "api_secret": cloudpaymentsfake.Secret},
			pay: func(id string) { cloud.Pay(id) }, decline: cloud.Decline, notices: func() (out []posted) {
				for _, x := range cloud.Notices() {
					out = append(out, asked(x))
				}
				return out
			}},
		"telegram": {secrets: map[string]string{"provider_token": "381764678:TEST:100500"}, pay: s.paysInside, notices: func() []posted { return nil }},
		"stars":    {pay: s.paysInside, notices: func() []posted { return nil }},
	}
}

// answers finds who is called; nil is the Bot API.
func (x services) answers(r call.Request) call.Doer {
	for _, p := range x {
		if p.host != "" && strings.HasPrefix(r.URL, p.host) {
			return p
		}
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
func (s *Stage) till(verb, arg string) bool {
	s.t.Helper()
	since := len(s.all)
	switch verb {
	case "takes:":
		s.takes(strings.Fields(arg))
	case "pays", "pays,":
		s.pays(arg != "unseen")
	case "declines":
		s.declines()
	case "down:", "up:":
		s.pay[arg].down(verb == "down:")
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
	s.since = since
	s.works()
	return true
}

func (s *Stage) takes(words []string) {
	s.t.Helper()
	s.accounts++
	a := payment.Account{Provider: words[0], Active: true, Position: s.accounts, Config: payment.AccountConfig{Methods: words[1:]}}
	if words[0] == payment.ByHand {
		a.Config.Details = lang.Texts{lang.RU: "Счёт 40702810900000012345, банк «Пример»"}
	}
	_, err := s.app.Payments.Connect(s.ctx, a, s.pay[words[0]].secrets)
	s.ok(err)
}

func (s *Stage) pays(seen bool) {
	s.t.Helper()
	p := s.open()
	s.pay[p.Provider].pay(p.ExternalID)
	s.notices(p.Provider, seen)
}

func (s *Stage) declines() {
	s.t.Helper()
	p := s.open()
	s.pay[p.Provider].decline(p.ExternalID)
	s.notices(p.Provider, true)
}

// open is the newest payment of the newest order that can be paid by.
func (s *Stage) open() payment.Payment {
	s.t.Helper()
	list, _, err := s.app.Payments.Of(s.ctx, s.newest().ID)
	s.ok(err)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Open() && list[i].ExternalID+list[i].URL != "" {
			return list[i]
		}
	}
	s.t.Fatalf("no payment of the newest order can be paid: %+v", list)
	return payment.Payment{}
}

func (s *Stage) newest() order.Order {
	s.t.Helper()
	page, err := s.app.Orders.List(s.ctx, order.Filter{}, "")
	s.ok(err)
	if len(page.Orders) == 0 {
		s.t.Fatal("there are no orders")
	}
	return page.Orders[0]
}

// notices brings in what a provider has posted, or loses it.
func (s *Stage) notices(provider string, seen bool) {
	s.t.Helper()
	for _, p := range s.pay[provider].notices() {
		if seen {
			s.hook(provider, p)
		}
	}
}

// hook posts a notice of a provider's and returns the answer.
func (s *Stage) hook(provider string, p posted) string {
	s.t.Helper()
	list, err := s.app.Payments.List(s.ctx)
	s.ok(err)
	for _, a := range list {
		if a.Provider != provider {
			continue
		}
		path, err := s.app.Payments.HookPath(a)
		s.ok(err)
		status, answer := s.place.Post(path+p.below, p.header, p.body)
		if status != 200 {
			s.t.Fatalf("a notice of %s was answered %d", provider, status)
		}
		return string(answer)
	}
	s.t.Fatalf("%s is not connected", provider)
	return ""
}

// paysInside is the customer's press on "Pay" in Telegram, which asks us first.
func (s *Stage) paysInside(string) {
	s.t.Helper()
	p := s.open()
	buyer := `"from":{"id":279058397,"is_bot":false,"first_name":"Ольга","language_code":"ru"}`
	s.update(`"pre_checkout_query":{"id":"9%d",%s,"currency":%q,"total_amount":%d,"invoice_payload":%q}`, s.n, buyer, p.Amount.Currency, p.Amount.Amount, p.ID)
	var got struct {
		Method string
		OK     bool
	}
	if err := json.Unmarshal([]byte(s.answered), &got); err != nil || got.Method != "answerPreCheckoutQuery" || !got.OK {
		s.t.Fatalf("before money moves Telegram was answered %s", s.answered)
	}
	charge := fmt.Sprint("charge", s.n)
	s.update(`"message":{"message_id":%d,%s,"successful_payment":{"currency":%q,"total_amount":%d,"invoice_payload":%q,"telegram_payment_charge_id":%q,"provider_payment_charge_id":%q}}`,
		100+s.n, onTelegram, p.Amount.Currency, p.Amount.Amount, p.ID, charge, "p"+charge)
}

func (s *Stage) newestLink() string {
	for i := len(s.all) - 1; i >= 0; i-- {
		for _, u := range s.all[i].links {
			if s.all[i].chat == customer {
				return u
			}
		}
	}
	return ""
}
