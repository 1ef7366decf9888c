package payments_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/shop"
	"prilavok/httpapi/pay"
	"prilavok/httpapi/webhook"
	"prilavok/provider/cloudpayments/cloudpaymentsfake"
	"prilavok/provider/demopay"
	"prilavok/provider/paymenttest/linefake"
	"prilavok/provider/stripe/stripefake"
	"prilavok/provider/tbank/tbankfake"
	"prilavok/provider/yookassa/yookassafake"
	"prilavok/store"
)

// rows are the ways to take money that every fault is tried against.
var rows = []struct {
	name string
	open func(t *testing.T, st *store.Store, hold bool) *stand
}{
	{"yookassa", yooRow}, {"stripe", stripeRow}, {"tbank", bankRow}, {"cloudpayments", cloudRow}, {"telegram", telegramRow}, {"stars", starsRow}, {"demo", demoRow},
}

// stand is a shop with one provider connected to its fake, and what happens there.
type stand struct {
	*till
	name, method string
	can          payment.Capabilities
	dog          *watchdog
	acc          payment.Account
	sells        func(x *till) order.Order
	neighbor     func() *till // another shop at the same provider
	anew         bool         // a start that is repeated makes another link; only the one that was answered is ever shown
	deaf         bool         // the provider cannot be asked about a payment: it tells, once

	pays    func(p payment.Payment) bool           // the customer pays; false when the shop was asked and said no
	takes   func(p payment.Payment, m money.Money) // money is taken past every question, another sum than was asked for
	notices func() []func() int                    // what the provider has to tell since it was asked last; each can be posted more than once
	forged  func(p payment.Payment) []func() int   // what somebody else posts, as if p were paid
	money   func() (taken, back int64)             // at the provider, in all
	links   func() int                             // how many it has made
}

func newStand(t *testing.T, st *store.Store, name, method string) *stand {
	t.Helper()
	s := &stand{name: name, method: name + "." + method, dog: &watchdog{Line: linefake.Line{Service: name}}}
	s.till = newTill(t, st, "ours", s.dog)
	s.sells = func(x *till) order.Order { return x.sell(2) }
	s.pays = func(p payment.Payment) bool { s.takes(p, p.Amount); return true }
	return s
}

// plug connects the shop, and a neighbor when one is opened, to a fake.
func (s *stand) plug(do call.Doer, hold bool, secrets map[string]string) {
	s.T.Helper()
	s.dog.next = do
	connect := func(x *till) payment.Account {
		acc, err := x.pay.Connect(x.Ctx, payment.Account{Provider: s.name, Active: true, Config: payment.AccountConfig{TwoStage: hold}}, secrets)
		x.OK(err)
		return acc
	}
	s.acc = connect(s.till)
	s.neighbor = func() *till {
		x := s.till.neighbor("theirs")
		connect(x)
		return x
	}
	s.knows()
}

// knows notes what the provider can.
func (s *stand) knows() {
	for _, k := range s.pay.Kinds() {
		if k.Name == s.name {
			s.can = k.Can
		}
	}
}

// post is a notice at the hook of the shop's account.
func (s *stand) post(below string, header func(string) string, body []byte) func() int {
	return func() int {
		s.T.Helper()
		path, err := s.pay.HookPath(s.acc)
		s.OK(err)
		return s.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path + below, Header: header, Body: body}).Status
	}
}

func unsigned(string) string { return "" }

func (s *stand) bodies(list [][]byte) (out []func() int) {
	for _, b := range list {
		out = append(out, s.post("", unsigned, b))
	}
	return out
}

func posted(r call.Request) bool { return r.Method == "POST" }

func yooRow(t *testing.T, st *store.Store, hold bool) *stand {
	s := newStand(t, st, "yookassa", "card")
	yoo := yookassafake.New(s.Now)
	s.plug(yoo, hold, map[string]string{"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey})
	s.dog.moves = posted
	s.takes = func(p payment.Payment, m money.Money) {
		last, _ := yoo.Last()
		id := cmp.Or(p.ExternalID, last.ID)
		yoo.Tamper(id, func(x *yookassafake.Payment) { x.Amount, x.Currency = m.Amount, m.Currency })
		yoo.Pay(id)
	}
	s.notices = func() []func() int { return s.bodies(yoo.Notices()) }
	s.forged = func(p payment.Payment) []func() int {
		body := `{"type":"notification","event":"payment.succeeded","object":{"id":"` + p.ExternalID + `","status":"succeeded","amount":{"value":"998.00","currency":"RUB"},"metadata":{"payment_id":"` + p.ID + `"}}}`
		return s.bodies([][]byte{[]byte(body), []byte(strings.ReplaceAll(body, p.ExternalID, "pay-nobody")), []byte("{}"), []byte("\xff\x00")})
	}
	s.money, s.links = yoo.Money, func() int { return yoo.Calls["payments"] }
	return s
}

func stripeRow(t *testing.T, st *store.Store, hold bool) *stand {
	s := newStand(t, st, "stripe", "card")
	far := stripefake.New(s.Now)
	s.plug(far, hold, map[string]string{"secret_key": stripefake.Key, "webhook_secret": stripefake.Hook})
	s.dog.moves = posted
	s.takes = func(p payment.Payment, m money.Money) {
		id := cmp.Or(p.ExternalID, far.Newest())
		far.Tamper(id, m.Amount, m.Currency)
		far.Pay(id)
	}
	signed := func(signature string, body []byte) func() int {
		return s.post("", func(string) string { return signature }, body)
	}
	s.notices = func() (out []func() int) {
		for _, x := range far.Notices() {
			out = append(out, signed(x.Signature, x.Body))
		}
		return out
	}
	s.forged = func(p payment.Payment) []func() int {
		body := []byte(`{"id":"evt_forged","type":"checkout.session.completed","data":{"object":{"id":"` + p.ExternalID + `","object":"checkout.session","metadata":{"payment_id":"` + p.ID + `"}}}}`)
		other := bytes.ReplaceAll(body, []byte(p.ExternalID), []byte("cs_nobody"))
		return []func() int{signed(stripefake.Sign("whsec_other", s.Now(), body), body), signed("", body), signed(stripefake.Sign(stripefake.Hook, s.Now(), other), other)}
	}
	s.money, s.links = far.Money, func() int { return far.Calls["/checkout/sessions"] }
	return s
}

func bankRow(t *testing.T, st *store.Store, hold bool) *stand {
	s := newStand(t, st, "tbank", "online")
	bank := tbankfake.New(s.Now)
	s.plug(bank, hold, map[string]string{"terminal_key": tbankfake.Terminal, "password": tbankfake.Password})
	s.dog.moves = func(r call.Request) bool {
		return strings.HasSuffix(r.URL, "/Init") || strings.HasSuffix(r.URL, "/Confirm") || strings.HasSuffix(r.URL, "/Cancel")
	}
	s.anew = true
	s.takes = func(p payment.Payment, m money.Money) {
		id := cmp.Or(p.ExternalID, bank.Newest())
		bank.Tamper(id, func(x *tbankfake.Session) { x.Amount = m.Amount })
		bank.Pay(id)
	}
	s.notices = func() []func() int { return s.bodies(bank.Notices()) }
	s.forged = func(p payment.Payment) (out []func() int) {
		for _, x := range []struct{ id, password string }{{p.ExternalID, "another"}, {"1", tbankfake.Password}} {
			in := map[string]any{"TerminalKey": tbankfake.Terminal, "OrderId": p.ID, "Success": true, "Status": "CONFIRMED", "PaymentId": json.Number(x.id), "ErrorCode": "0", "Amount": json.Number("99800")}
			in["Token"] = tbankfake.Sign(in, x.password)
			b, err := json.Marshal(in)
			s.OK(err)
			out = append(out, s.post("", unsigned, b))
		}
		return out
	}
	s.money, s.links = bank.Money, func() int { return bank.Calls["Init"] }
	return s
}

func cloudRow(t *testing.T, st *store.Store, hold bool) *stand {
	s := newStand(t, st, "cloudpayments", "online")
	cloud := cloudpaymentsfake.New(s.Now)
	s.plug(cloud, hold, map[string]string{"public_id": cloudpaymentsfake.PublicID, "api_secret": cloudpaymentsfake.Secret})
	s.dog.moves = func(r call.Request) bool {
		return !strings.HasSuffix(r.URL, "/payments/get") && !strings.HasSuffix(r.URL, "/payments/find")
	}
	hook := func(p cloudpaymentsfake.Post) func() int { return s.post("/"+p.Word, p.Header, p.Body) }
	asks := func(p cloudpaymentsfake.Post) int {
		path, err := s.pay.HookPath(s.acc)
		s.OK(err)
		res := s.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path + "/check", Header: p.Header, Body: p.Body})
		var said struct{ Code int }
		s.OK(json.Unmarshal(res.Body, &said))
		return said.Code
	}
	s.pays = func(p payment.Payment) bool {
		cloud.Ask = asks
		return cloud.Pay(cmp.Or(p.ExternalID, cloud.Newest()))
	}
	s.takes = func(p payment.Payment, m money.Money) {
		cloud.Ask = nil
		id := cmp.Or(p.ExternalID, cloud.Newest())
		cloud.Tamper(id, func(o *cloudpaymentsfake.Order) { o.Amount, o.Currency = m.Amount, m.Currency })
		cloud.Pay(id)
	}
	s.notices = func() (out []func() int) {
		for _, x := range cloud.Notices() {
			out = append(out, hook(x))
		}
		return out
	}
	s.forged = func(p payment.Payment) []func() int {
		body := "TransactionId=1&Amount=998.00&Currency=RUB&Status=Completed&InvoiceId="
		other := cloudpaymentsfake.Post{Word: "pay", Body: []byte(body + "pay_nobody")}
		return []func() int{s.post("/pay", unsigned, []byte(body+p.ID)), s.post("/pay", other.Header, []byte(body+p.ID)), hook(other)}
	}
	s.money, s.links = cloud.Money, func() int { return cloud.Calls["/orders/create"] }
	return s
}

func telegramRow(t *testing.T, st *store.Store, _ bool) *stand {
	k := newKiosk(t, st, "ours")
	s := inside(k, "telegram", "card", map[string]string{"provider_token": testToken, "through": "yookassa"})
	k.connect("yookassa", map[string]string{"shop_id": yookassafake.ShopID, "secret_key": yookassafake.SecretKey}, nil)
	s.deaf = true
	s.sells = func(x *till) order.Order { return x.sell(2) }
	s.money = func() (taken, back int64) {
		taken, _ = k.peer.Money()
		_, back = k.yoo.Money()
		return taken, back
	}
	return s
}

func starsRow(t *testing.T, st *store.Store, _ bool) *stand {
	k := newKiosk(t, st, "ours")
	s := inside(k, "stars", "stars", nil)
	s.sells = (*till).sellStars
	s.money = k.peer.Money
	return s
}

// inside is a stand whose money is taken by a bot.
func inside(k *kiosk, name, method string, secrets map[string]string) *stand {
	k.T.Helper()
	k.starry(name == "stars")
	k.connect(name, secrets, nil)
	s := &stand{till: k.till, name: name, method: name + "." + method, dog: k.dog, anew: true}
	s.knows()
	k.dog.moves = func(r call.Request) bool {
		return strings.HasSuffix(r.URL, "/createInvoiceLink") || strings.HasSuffix(r.URL, "/refundStarPayment") || strings.Contains(r.URL, "yookassa") && posted(r)
	}
	s.neighbor = func() *till {
		other := newKiosk(k.T, k.Store, "theirs")
		other.starry(name == "stars")
		other.connect(name, secrets, nil)
		return other.till
	}
	s.pays = func(p payment.Payment) bool {
		q := k.olga.Checkout(p.ID, p.Amount.Currency, p.Amount.Amount)
		k.server.Deliver(context.Background())
		_, yes, _ := k.peer.Answer(q)
		return yes
	}
	k.peer.Silent = true
	s.takes = func(p payment.Payment, m money.Money) { k.olga.Take(p.ID, m.Currency, m.Amount) }
	adopted := map[string]bool{}
	s.notices = func() []func() int {
		for _, c := range k.peer.Charges() { // the service behind the token knows what was paid by it
			if !adopted[c.ID] {
				k.yoo.Adopt(c.ProviderID, c.Total)
			}
			adopted[c.ID] = true
		}
		return []func() int{func() int {
			k.peer.TellAgain()
			k.server.Deliver(context.Background())
			return 200
		}}
	}
	s.forged = func(p payment.Payment) []func() int {
		body := `{"update_id":900000001,"message":{"message_id":77,"date":1767323045,"chat":{"id":279058397,"type":"private"},"from":{"id":279058397,"is_bot":false,"first_name":"Ольга"},` +
			`"successful_payment":{"currency":"` + p.Amount.Currency + `","total_amount":` + jsonOf(p.Amount.Amount) + `,"invoice_payload":"` + p.ID + `","telegram_payment_charge_id":"forged","provider_payment_charge_id":"forged"}}}`
		post := func(secret string) func() int {
			return func() int {
				header := func(key string) string {
					if strings.EqualFold(key, "X-Telegram-Bot-Api-Secret-Token") {
						return secret
					}
					return ""
				}
				return k.app.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/telegram/" + k.acc.ID, Header: header, Body: []byte(body)}).Status
			}
		}
		return []func() int{post(""), post("another-secret")}
	}
	s.links = func() int { return len(k.peer.Calls("createInvoiceLink")) }
	return s
}

func jsonOf(n int64) string {
	b, _ := json.Marshal(n)
	return string(b)
}

// starry makes the shop's currency Stars.
func (k *kiosk) starry(stars bool) {
	k.T.Helper()
	if !stars {
		return
	}
	sh, err := k.app.Shops.Get(k.Ctx)
	k.OK(err)
	sh.Currency = "XTR"
	_, err = k.app.Shops.Save(k.Ctx, sh)
	k.OK(err)
}

// vault is where the demo's bills are kept, behind the same line as a service.
type vault struct {
	*store.Store
	dog *watchdog
}

// InTx implements txn.Runner: each unit of work is a call.
func (v vault) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	var failed error
	v.dog.next = unit(func() { failed = v.Store.InTx(ctx, fn) })
	_, err := v.dog.Do(ctx, call.Request{Method: "POST"})
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "demopay.down", "the vault")
	}
	return failed
}

type unit func()

// Do implements call.Doer.
func (u unit) Do(context.Context, call.Request) (call.Response, error) {
	u()
	return call.Response{}, nil
}

func demoRow(t *testing.T, st *store.Store, _ bool) *stand {
	s := newStand(t, st, "demo", "online")
	page := demopay.New(vault{st, s.dog}, s.Now, func() string { return address }, nil)
	s.more = []payment.Kind{page.Kind()}
	*s.till = *s.again(s.dog)
	s.plug(nil, false, nil)
	var made []payment.Payment
	s.takes = func(p payment.Payment, m money.Money) {
		id := "demo_" + p.ID
		s.OK(st.InTx(s.Ctx, func(ctx context.Context) error {
			doc, err := st.DemoPayment(ctx, id)
			if err != nil {
				return err
			}
			var b map[string]any
			if err := json.Unmarshal([]byte(doc), &b); err != nil {
				return err
			}
			b["amount"], b["expires"], b["status"] = m, s.Now().Add(time.Hour), payment.Pending
			out, err := json.Marshal(b)
			s.OK(err)
			return st.SaveDemoPayment(ctx, id, string(out), s.Now())
		}))
		page.Page(s.Ctx, "POST", "/pay/demo/"+s.Shop.ID+"/"+id, "pay")
		made = append(made, p)
	}
	s.notices = func() []func() int { return nil }
	s.money = func() (taken, back int64) {
		prov, err := s.pay.Connected(s.Ctx, "demo")
		s.OK(err)
		for _, p := range made {
			b, err := prov.Lookup(s.Ctx, payment.Ref{OurID: p.ID})
			s.OK(err)
			taken, back = taken+b.Captured, back+b.Refunded
		}
		return taken, back
	}
	s.links = func() int { return 1 }
	return s
}

// rule is what the shop does with late money.
func (s *stand) rule(rule shop.Rule) {
	s.T.Helper()
	(&desk{till: s.till}).rule(rule)
}
