// Package telegram buys in a demo shop the way a stranger does, against a faithful Bot
// API on loopback: by long polling and by webhook, with the real server around it.
package telegram

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/app/config"
	"prilavok/app/server"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/sample"
)

const (
	token = "4242424242:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
	key   = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
)

// route carries the fake's webhooks for the shop's public address to the server here.
type route struct{ to string }

// RoundTrip implements http.RoundTripper.
func (r route) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = "http", r.to
	return http.DefaultTransport.RoundTrip(req)
}

type buyer struct {
	t *testing.T
	*tgfake.User
}

// sees waits until something that the bot said since has the words.
func (b *buyer) sees(words string) tgfake.Message {
	b.t.Helper()
	var last string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		list := b.Sees().FromBot()
		for i := len(list) - 1; i >= max(len(list)-8, 0); i-- {
			text := strings.NewReplacer("\u00a0", " ").Replace(list[i].Text)
			if strings.Contains(text, words) {
				return list[i]
			}
			last = text
		}
	}
	b.t.Fatalf("the bot never said %q; at last it said %q", words, last)
	return tgfake.Message{}
}

func TestBuyInTelegram(t *testing.T) {
	for _, mode := range []string{"polling", "webhook"} {
		t.Run(mode, func(t *testing.T) { buy(t, mode == "webhook") })
	}
}

func buy(t *testing.T, webhook bool) {
	ctx, cancel := context.WithCancel(context.Background())
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fake := tgfake.New(tgfake.Options{Hooks: route{ln.Addr().String()}})
	api := httptest.NewServer(fake)
	bot := fake.Bot(token)
	env := map[string]string{"TELEGRAM_API_URL": api.URL, "TELEGRAM_BOT_TOKEN": token, "PRILAVOK_SECRET_KEY": key, "DATA_DIR": t.TempDir()}
	if webhook {
		env["PUBLIC_URL"] = "https://shop.example"
		go fake.Run(ctx)
	}
	cfg, _, err := config.Load(config.Input{Demo: true, Env: func(k string) (string, bool) { v, ok := env[k]; return v, ok }})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(ctx, cfg, server.Options{Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	sh, err := sample.Create(ctx, s.App)
	if err != nil {
		t.Fatal(err)
	}
	acc, err := s.UseBot(ctx, sh.ID, token)
	if err != nil {
		t.Fatal(err)
	}
	staff := bot.Group(-1001234567890, "Лавка: люди", false)
	sh.Settings.Staff = shop.Staff{AccountID: acc.ID, ChatID: "-1001234567890"}
	shopCtx := txn.ForShop(ctx, sh.ID)
	if _, err := s.App.Shops.Save(shopCtx, sh); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, ln) }()
	t.Cleanup(func() {
		api.CloseClientConnections()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		api.Close()
		_ = s.Close()
	})
	b := &buyer{t, bot.User(279058397, "Ольга").Speaks("ru")}
	b.walk()
	page, err := s.App.Orders.List(shopCtx, order.Filter{}, "")
	if err != nil || len(page.Orders) != 1 || !page.Orders[0].PhoneVerified {
		t.Fatalf("orders: %+v %v", page.Orders, err)
	}
	if !toldOf(staff, page.Orders[0].Number) {
		t.Fatal("the staff chat was not told of the order")
	}
}

// toldOf waits until the staff chat shows the words.
func toldOf(staff *tgfake.Group, words string) bool {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		for _, m := range staff.Messages() {
			if strings.Contains(m.Text, words) {
				return true
			}
		}
	}
	return false
}

// walk is the whole purchase, with a picture, an edited cart and the contact button.
func (b *buyer) walk() {
	b.Start("p_kruzhka-poldnik")
	b.sees("Кружка «Полдник»")
	if !slices.ContainsFunc(b.Sees().FromBot(), func(m tgfake.Message) bool { return m.Photo != nil }) {
		b.t.Fatal("the product came without its pictures")
	}
	b.Press(0, "990")
	b.sees("Добавил")
	b.Press(0, "Корзина")
	cart := b.sees("1 × 990 ₽")
	b.Press(0, "+")
	if m := b.sees("2 × 990 ₽"); m.ID != cart.ID {
		b.t.Fatal("the cart was repeated instead of edited")
	}
	b.Press(0, "Оформить")
	b.sees("Как вас зовут?")
	b.Say("Ольга")
	b.sees("телефон")
	b.ShareContact("79211234567")
	b.sees("Как получите заказ?")
	b.Press(0, "Самовывоз")
	b.sees("пожелания")
	b.Press(0, "Пропустить")
	b.sees("Проверьте")
	b.Press(0, "Подтвердить")
	b.sees("принят")
	b.Say("где мой заказ?")
	b.sees("1 980 ₽")
}
