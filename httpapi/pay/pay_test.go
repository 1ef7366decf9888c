package pay_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"prilavok/core/fault"
	"prilavok/core/money"
	"prilavok/core/order"
	"prilavok/core/payment"
	"prilavok/core/txn"
	"prilavok/httpapi/pay"
)

// till answers for payments and orders.
type till struct {
	acc     payment.Account
	taken   []string
	takeErr error
	p       payment.Payment
	paid    bool // what a look finds
	askErr  error
	shops   []string
}

func (x *till) Account(_ context.Context, id string) (payment.Account, error) {
	switch id {
	case x.acc.ID:
		return x.acc, nil
	case "broken":
		return payment.Account{}, fault.New(fault.Unavailable, "store.down", "down")
	}
	return payment.Account{}, payment.ErrNoAccount
}

func (x *till) Take(_ context.Context, _ payment.Account, _ func(string) string, body []byte) (payment.Reply, error) {
	if x.takeErr != nil {
		return payment.Reply{}, x.takeErr
	}
	x.taken = append(x.taken, string(body))
	return payment.Reply{Status: 200, Type: "text/plain", Body: "OK"}, nil
}

func (x *till) ByToken(_ context.Context, token string) (payment.Payment, error) {
	if token != x.p.Token {
		return payment.Payment{}, payment.ErrNotFound
	}
	return x.p, nil
}

func (x *till) Refresh(ctx context.Context, _ string) error {
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("a look without a time limit")
	}
	x.shops = append(x.shops, txn.ShopID(ctx))
	if x.askErr == nil && x.paid {
		x.p.Status = payment.Captured
	}
	return x.askErr
}

func (x *till) Get(context.Context, string) (order.Order, error) {
	return order.Order{Number: "A-1<2"}, nil
}

// secretHash is the SHA-256 of "s3cret".
const secretHash = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0"

func newTill() *till {
	return &till{acc: payment.Account{ID: "acc", Provider: "yookassa", HookHash: secretHash},
		p: payment.Payment{ID: "pay_1", Token: "shop_1.token", Status: payment.Pending, Amount: money.Of(99800, "RUB"), URL: "https://pay.example/1", Back: "https://t.me/shop", Lang: "ru"}}
}

func ask(x *till, method, path, body string) pay.Response {
	return pay.New(x, x, nil).Serve(context.Background(), pay.Request{Method: method, Path: path, Header: func(string) string { return "" }, Body: []byte(body)})
}

func TestNotice(t *testing.T) {
	for _, c := range []struct {
		method, path, body string
		take               error
		want, taken        int
	}{
		{"POST", "/pay/acc/s3cret/notice", "{}", nil, 200, 1},
		{"POST", "/pay/acc/wrong/notice", "{}", nil, 404, 0},
		{"POST", "/pay/acc//notice", "{}", nil, 404, 0},
		{"POST", "/pay/nobody/s3cret/notice", "{}", nil, 404, 0},
		{"POST", "/pay/broken/s3cret/notice", "{}", nil, 503, 0},
		{"GET", "/pay/acc/s3cret/notice", "", nil, 405, 0},
		{"POST", "/pay/acc/s3cret/other", "{}", nil, 404, 0},
		{"POST", "/pay/", "{}", nil, 404, 0},
		{"POST", "/pay/acc/s3cret/notice", strings.Repeat("x", pay.MaxBody+1), nil, 413, 0},
		{"POST", "/pay/acc/s3cret/notice", "{}", fault.New(fault.Unauthorized, "x.signature", "no"), 401, 0},
		{"POST", "/pay/acc/s3cret/notice", "{}", fault.New(fault.Unavailable, "store.down", "no"), 503, 0},
	} {
		x := newTill()
		x.takeErr = c.take
		res := ask(x, c.method, c.path, c.body)
		if res.Status != c.want || len(x.taken) != c.taken {
			t.Errorf("%s %s: %d, %d taken; want %d, %d", c.method, c.path, res.Status, len(x.taken), c.want, c.taken)
		}
		if res.Status == 200 && (string(res.Body) != "OK" || res.Header["Content-Type"] != "text/plain") {
			t.Errorf("answered %q", res.Body)
		}
	}
}

func TestReturnPage(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(x *till)
		want   []string
		not    []string
	}{
		{"paid meanwhile", func(x *till) { x.paid = true }, []string{"Оплачено", "A-1&lt;2", "998", `href="https://t.me/shop"`, "prefers-color-scheme"}, []string{"refresh", "pay.example", "A-1<2"}},
		{"not yet", func(*till) {}, []string{"Ждём оплату", "refresh", `href="https://pay.example/1"`}, []string{"Оплачено"}},
		{"the provider is down", func(x *till) { x.askErr = payment.ErrBusy }, []string{"Ждём оплату", "refresh"}, nil},
		{"in English", func(x *till) { x.p.Lang, x.p.Status = "en", payment.Failed }, []string{`lang="en"`, "The payment failed", "Back to the chat"}, []string{"Оплата"}},
		{"a link that runs", func(x *till) { x.p.Back, x.p.URL = "javascript:alert(1)", `https://a/"><script>` }, []string{"&#34;&gt;&lt;script&gt;"}, []string{"javascript", "<script"}},
	} {
		x := newTill()
		c.change(x)
		res := ask(x, "GET", "/pay/return/shop_1.token", "")
		body := string(res.Body)
		if res.Status != 200 || !strings.Contains(res.Header["Content-Security-Policy"], "default-src 'none'") {
			t.Errorf("%s: %d %v", c.name, res.Status, res.Header)
		}
		for _, w := range c.want {
			if !strings.Contains(body, w) {
				t.Errorf("%s: %q is missing in\n%s", c.name, w, body)
			}
		}
		for _, w := range c.not {
			if strings.Contains(body, w) {
				t.Errorf("%s: %q stands in\n%s", c.name, w, body)
			}
		}
		if x.p.Open() && (len(x.shops) != 1 || x.shops[0] != "shop_1") {
			t.Errorf("%s: asked in %v", c.name, x.shops)
		}
	}
	if got := ask(newTill(), "GET", "/pay/return/shop_1.wrong", "").Status; got != 404 {
		t.Errorf("a wrong token: %d", got)
	}
	if got := ask(newTill(), "POST", "/pay/return/shop_1.token", "").Status; got != 405 {
		t.Errorf("a post: %d", got)
	}
}
