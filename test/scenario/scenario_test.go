// Package scenario runs whole conversations, written as text, through the wired shop:
// from a raw webhook to what Telegram is told. A line is one of
//
//	customer> words           the customer writes
//	press> label              presses the newest button whose label has these words
//	share> +79211234567       presses "send my number": the phone is proven
//	photo> words              the customer sends a photo with a caption
//	data> action              presses a button that was never shown
//	staffpress> label         an operator presses the newest button of the staff chat
//	stranger> label           somebody outside of the staff chat presses it
//	staff> words              somebody replies in the staff chat to its newest post
//	bot> words                the answers since the last input have these words
//	bot! words                … have not
//	post> words               the staff chat was told these words since the last input
//	calls: refundStarPayment  the Bot API was called
//	orders: 1                 how many orders there are
//	restart                   the process ends and starts again on the same database
package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/core/call"
	"prilavok/core/delivery"
	"prilavok/core/id"
	"prilavok/core/order"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/webhook"
	"prilavok/sample"
	"prilavok/store"
	"prilavok/store/storetest"
)

const (
	customer  = 279058397
	staffChat = -1001234567890
	secret    = "scenario-secret"
)

// said is one message that Telegram was asked to show.
type said struct {
	id      int
	chat    int64
	text    string
	buttons [][2]string // label, action
	links   []string
}

type stage struct {
	t        *testing.T
	st       *store.Store
	app      *app.App
	acc      shop.Account
	ctx      context.Context
	now      time.Time
	n        int
	all      []said
	carriers map[string]delivery.Carrier
	pay      services
	called   []string // methods of the Bot API
	answered string   // what the last webhook was answered with
	accounts int
	since    int // index into all of the first message since the last input
}

// Do implements call.Doer: a Bot API that takes everything.
func (s *stage) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	if who := s.pay.answers(r); who != nil {
		return who.Do(ctx, r)
	}
	var b struct {
		Chat    json.RawMessage `json:"chat_id"`
		Text    string          `json:"text"`
		Caption string          `json:"caption"`
		Message int             `json:"message_id"`
		Markup  struct {
			Inline [][]struct {
				Text string `json:"text"`
				Data string `json:"callback_data"`
				URL  string `json:"url"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
	}
	_ = json.Unmarshal(r.Body, &b)
	method := r.URL[strings.LastIndex(r.URL, "/")+1:]
	s.called = append(s.called, method)
	switch method {
	case "refundStarPayment":
		return call.Response{Status: 200, Header: map[string]string{}, Body: []byte(`{"ok":true,"result":true}`)}, nil
	case "createInvoiceLink":
		return call.Response{Status: 200, Header: map[string]string{}, Body: []byte(`{"ok":true,"result":"https://t.me/$invoice"}`)}, nil
	}
	chat, _ := strconv.ParseInt(strings.Trim(string(b.Chat), `"`), 10, 64)
	m := said{id: b.Message, chat: chat, text: b.Text + b.Caption}
	for _, row := range b.Markup.Inline {
		for _, x := range row {
			if x.URL != "" {
				m.links = append(m.links, x.URL)
				continue
			}
			m.buttons = append(m.buttons, [2]string{x.Text, x.Data})
		}
	}
	if m.id == 0 {
		m.id = 5000 + len(s.all)
	}
	if m.text != "" {
		s.all = append(s.all, m)
	}
	return call.Response{Status: 200, Header: map[string]string{}, Body: fmt.Appendf(nil,
		`{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}}`, m.id, chat)}, nil
}

func (s *stage) start() {
	s.t.Helper()
	clock := func() time.Time { return s.now }
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.app = app.New(app.Deps{Store: s.st, HTTP: s, Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Carriers: s.carriers,
		PublicURL: func() string { return "https://shop.example" }})
}

func newStage(t *testing.T, st *store.Store) *stage {
	t.Helper()
	s := &stage{t: t, st: st, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	s.pay = newServices(s)
	s.start()
	sh, err := sample.Create(context.Background(), s.app)
	if err != nil {
		t.Fatal(err)
	}
	s.ctx = txn.ForShop(context.Background(), sh.ID)
	s.acc, err = s.app.Shops.SaveAccount(s.ctx, shop.Account{Channel: shop.Telegram, Name: "@demo_shop_bot", ExternalID: "42", Status: "active"}, "42:token", secret)
	if err != nil {
		t.Fatal(err)
	}
	sh.Settings.Staff = shop.Staff{AccountID: s.acc.ID, ChatID: strconv.Itoa(staffChat)}
	if _, err := s.app.Shops.Save(s.ctx, sh); err != nil {
		t.Fatal(err)
	}
	return s
}

// update posts one raw update, then lets all work be done.
func (s *stage) update(format string, args ...any) {
	s.t.Helper()
	s.n++
	s.since = len(s.all)
	body := fmt.Sprintf(`{"update_id":%d,%s}`, 912345000+s.n, fmt.Sprintf(format, args...))
	res := s.app.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: "/hook/telegram/" + s.acc.ID, Body: []byte(body),
		Header: func(string) string { return secret }})
	if res.Status != 200 {
		s.t.Fatalf("the webhook answered %d", res.Status)
	}
	s.answered = string(res.Body)
	for range 4 {
		if _, err := s.app.Jobs.Drain(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		s.now = s.now.Add(2 * time.Second)
	}
}

const person = `"from":{"id":279058397,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"chat":{"id":279058397,"type":"private","first_name":"Ольга"},"date":1795428102`

func (s *stage) write(text string) {
	entities := ""
	if strings.HasPrefix(text, "/") {
		entities = fmt.Sprintf(`,"entities":[{"type":"bot_command","offset":0,"length":%d}]`, len(strings.Fields(text)[0]))
	}
	s.update(`"message":{"message_id":%d,%s,"text":%q%s}`, 100+s.n, person, text, entities)
}

func (s *stage) press(label string) {
	s.t.Helper()
	// The last answer from its first message on, then what was said before, newest first.
	list := slices.Clone(s.all[s.since:])
	old := slices.Clone(s.all[:s.since])
	slices.Reverse(old)
	for _, m := range append(list, old...) {
		for _, b := range m.buttons {
			if m.chat == customer && strings.Contains(plain(b[0]), label) {
				s.pressed(m.id, b[1])
				return
			}
		}
	}
	s.t.Fatalf("no button %q; the last answer was:\n%s", label, s.tail())
}

// pressData presses a button that the customer has made up.
func (s *stage) pressData(data string) { s.pressed(1, data) }

func (s *stage) pressed(message int, data string) {
	s.t.Helper()
	s.update(`"callback_query":{"id":"77%d","from":{"id":279058397,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"message":{"message_id":%d,"chat":{"id":279058397,"type":"private"},"date":1795427600,"text":"x"},"chat_instance":"1","data":%q}`, s.n, message, data)
}

// pressIn presses the newest button of the staff chat, from there or from elsewhere.
func (s *stage) pressIn(chat int64, kind, label string) {
	s.t.Helper()
	for i := len(s.all) - 1; i >= 0; i-- {
		for _, b := range s.all[i].buttons {
			if s.all[i].chat == staffChat && strings.Contains(plain(b[0]), label) {
				s.update(`"callback_query":{"id":"88%d","from":{"id":5001,"is_bot":false,"first_name":"Марина"},"message":{"message_id":%d,"chat":{"id":%d,"type":%q,"title":"Лавка"},"date":1795427600,"text":"x"},"chat_instance":"1","data":%q}`,
					s.n, s.all[i].id, chat, kind, b[1])
				return
			}
		}
	}
	s.t.Fatalf("no button %q in the staff chat; at last there was:\n%s", label, s.tail())
}

func (s *stage) staff(text string) {
	s.t.Helper()
	s.staffWrites("message", text)
}

func (s *stage) staffWrites(how, text string) {
	s.t.Helper()
	for i := len(s.all) - 1; i >= 0; i-- {
		if s.all[i].chat == staffChat {
			s.update(`%q:{"message_id":%d,"from":{"id":5001,"is_bot":false,"first_name":"Марина"},"chat":{"id":%d,"type":"supergroup","title":"Лавка"},"date":1795428200,"reply_to_message":{"message_id":%d,"from":{"id":42,"is_bot":true,"first_name":"bot"},"chat":{"id":%d,"type":"supergroup"},"date":1795428199,"text":"x"},"text":%q}`,
				how, 900+s.n, staffChat, s.all[i].id, staffChat, text)
			return
		}
	}
	s.t.Fatal("nothing was posted to the staff chat yet")
}

func (s *stage) told(chat func(int64) bool) string {
	var out []string
	for _, m := range s.all[s.since:] {
		if chat(m.chat) {
			out = append(out, plain(m.text))
		}
	}
	return strings.Join(out, "\n---\n")
}

func (s *stage) tail() string {
	var out []string
	for _, m := range s.all[max(len(s.all)-3, 0):] {
		out = append(out, fmt.Sprintf("%s %v", m.text, m.buttons))
	}
	return strings.Join(out, "\n---\n")
}

func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func (s *stage) line(verb, arg string) {
	s.t.Helper()
	toCustomer := func(c int64) bool { return c == customer }
	toStaff := func(c int64) bool { return c == staffChat }
	switch verb {
	case "customer>":
		s.write(arg)
	case "press>":
		s.press(arg)
	case "share>":
		s.update(`"message":{"message_id":%d,%s,"contact":{"phone_number":%q,"first_name":"Ольга","user_id":279058397}}`, 100+s.n, person, arg)
	case "photo>":
		s.update(`"message":{"message_id":%d,%s,"photo":[{"file_id":"AgAC%d","file_unique_id":"u%d","width":90,"height":90,"file_size":1000}],"caption":%q}`, 100+s.n, person, s.n, s.n, arg)
	case "data>":
		s.pressData(arg)
	case "staffpress>":
		s.pressIn(staffChat, "supergroup", arg)
	case "stranger>":
		s.pressIn(-100777, "supergroup", arg)
	case "staff>":
		s.staff(arg)
	case "staffedits>":
		s.staffWrites("edited_message", arg)
	case "bot>":
		if got := s.told(toCustomer); !strings.Contains(got, arg) {
			s.t.Fatalf("want %q in what the customer was told:\n%s", arg, got)
		}
	case "bot!":
		if got := s.told(toCustomer); strings.Contains(got, arg) {
			s.t.Fatalf("%q must not be in:\n%s", arg, got)
		}
	case "silent":
		if got := s.told(toCustomer); got != "" {
			s.t.Fatalf("want silence, the customer was told:\n%s", got)
		}
	case "post>":
		if got := s.told(toStaff); !strings.Contains(got, arg) {
			s.t.Fatalf("want %q in the staff chat:\n%s", arg, got)
		}
	case "orders:":
		page, err := s.app.Orders.List(s.ctx, order.Filter{}, "")
		if err != nil || strconv.Itoa(len(page.Orders)) != arg {
			s.t.Fatalf("want %s orders, got %d (%v)", arg, len(page.Orders), err)
		}
	case "calls:":
		if !slices.Contains(s.called, arg) {
			s.t.Fatalf("the Bot API was not asked for %s", arg)
		}
	case "restart":
		s.start()
	default:
		s.owner(verb, arg)
	}
}

func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) { newStage(t, st).play(name, string(text)) })
		})
	}
}

func (s *stage) play(name, text string) {
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		verb, arg, _ := strings.Cut(l, " ")
		ok := s.t.Run(fmt.Sprintf("%d_%s", i+1, strings.Trim(verb, ">:!")), func(t *testing.T) {
			outer := s.t
			s.t = t
			defer func() { s.t = outer }()
			s.line(verb, strings.TrimSpace(arg))
		})
		if !ok {
			s.t.FailNow()
		}
	}
}
