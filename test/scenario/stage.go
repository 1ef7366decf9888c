// Package scenario runs whole conversations, written as text, through the wired shop:
// from a raw webhook to what a messenger is told. A script is played on each messenger that
// it names ("on: telegram", all by default); staff read and answer on Telegram. A line that
// is only for one messenger begins with its name: "@instagram customer> 1". A line is one of
//
//	customer> words           the customer writes
//	press> label              presses the newest button whose label has these words
//	share> +79211234567       presses "send my number": the phone is proven
//	photo> words              the customer sends a photo with a caption
//	data> action              presses a button that was never shown
//	hand> words               the owner answers in the messenger's own app
//	staffpress> label         an operator presses the newest button of the staff chat
//	stranger> label           somebody outside of the staff chat presses it
//	staff> words              somebody replies in the staff chat to its newest post
//	bot> words                the answers since the last input have these words
//	bot! words                … have not
//	post> words               the staff chat was told these words since the last input
//	silent                    … nothing was said
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
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/app"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/delivery"
	"prilavok/core/id"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/sample"
	"prilavok/store"
)

const (
	customer  = 279058397
	besides   = 279058398 // the same customer's other chat
	staffChat = -1001234567890
	secret    = "scenario-secret"
)

// PublicURL is where the shop of a scenario can be reached.
const PublicURL = "https://shop.example"

// said is one message that a messenger was asked to show.
type said struct {
	id      int
	chat    int64
	text    string
	buttons []button
	links   []string
	labels  string // what all buttons say in Instagram, links too
}

// button is what a customer or an operator can press.
type button struct {
	label, action string
	fleeting      bool // gone as soon as anything newer is said
}

// Stage is a shop, the world around it, and a customer.
type Stage struct {
	t        *testing.T
	mu       sync.Mutex // guards all and called: deliveries to several people run at once
	st       *store.Store
	app      *app.App
	acc      shop.Account // the bot on Telegram
	on       seat         // where the customer is
	ctx      context.Context
	now      time.Time
	n        int
	all      []said
	carriers map[string]delivery.Carrier
	pay      services
	gram     *direct  // Instagram, beside Telegram or where the customer is
	promoted string   // what became of the last promotion
	called   []string // methods of the Bot API
	place    Place
	answered string // what the last webhook was answered with
	accounts int
	since    int           // index into all of the first message since the last input
	spoke    map[int64]int // … since the customer's last input, by chat
}

// Do implements call.Doer: the world around the shop. Its Bot API takes everything.
func (s *Stage) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if txn.Open(ctx) {
		return call.Response{}, txn.ErrOpen
	}
	if who := s.pay.answers(r); who != nil {
		return who.Do(ctx, r)
	}
	if res, mine, err := s.on.call(ctx, r); mine {
		return res, err
	}
	if res, mine, err := s.gram.call(ctx, r); mine {
		return res, err
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
	s.mu.Lock()
	defer s.mu.Unlock()
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
			m.buttons = append(m.buttons, button{label: x.Text, action: x.Data})
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

func (s *Stage) start() {
	s.t.Helper()
	clock := func() time.Time { return s.now }
	keys, err := seal.New([]seal.Key{{ID: "1", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.app = app.New(app.Deps{Store: s.st, HTTP: s, Keys: keys, Now: clock, IDs: id.New(clock, nil), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Carriers: s.carriers, Instagram: app.InstagramApp{Secrets: []string{igfake.DefaultSecret}},
		PublicURL: func() string { return PublicURL }})
}

// NewStage opens a shop with the sample goods on a fresh database, with a customer on a
// channel. Its bot runs where put says; nil is in this process.
func NewStage(t *testing.T, st *store.Store, on shop.Channel, put func(s *Stage) Place) *Stage {
	t.Helper()
	s := &Stage{t: t, st: st, spoke: map[int64]int{}, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	s.gram = newInstagram(s)
	s.on = messengers[on](s)
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
	s.ok(s.on.open())
	s.place = inside{s}
	if put != nil {
		s.place = put(s)
	}
	return s
}

// Now is the time of the scenario.
func (s *Stage) Now() time.Time { return s.now }

// update posts one raw update of Telegram's, then lets all work be done.
func (s *Stage) update(format string, args ...any) {
	s.t.Helper()
	s.n++
	body := fmt.Sprintf(`{"update_id":%d,%s}`, 912345000+s.n, fmt.Sprintf(format, args...))
	s.comes("/hook/telegram/"+s.acc.ID, map[string]string{"X-Telegram-Bot-Api-Secret-Token": secret}, []byte(body))
}

// comes posts a webhook, then lets all work be done.
func (s *Stage) comes(path string, header map[string]string, body []byte) {
	s.t.Helper()
	s.since = len(s.all)
	status, answer := s.place.Post(path, header, body)
	if status != 200 {
		s.t.Fatalf("the webhook answered %d", status)
	}
	s.answered = string(answer)
	for range 4 {
		s.work()
		s.now = s.now.Add(2 * time.Second)
	}
}

// works lets what an owner or a provider has caused be done.
func (s *Stage) works() {
	s.t.Helper()
	for range 4 {
		s.work()
	}
}

// work does what is due, and what the messenger causes by it.
func (s *Stage) work() {
	s.t.Helper()
	s.place.Work()
	for s.on.repeats() || s.gram.repeats() {
		s.place.Work()
	}
}

// press presses a button of the customer's in a chat.
func (s *Stage) press(on writer, chat int64, label string) {
	s.t.Helper()
	// The last answer from its first message on, then what was said before, newest first.
	var order []int
	for i := s.since; i < len(s.all); i++ {
		order = append(order, i)
	}
	for i := s.since - 1; i >= 0; i-- {
		order = append(order, i)
	}
	for _, i := range order {
		m := s.all[i]
		for _, b := range m.buttons {
			if m.chat == chat && strings.Contains(plain(b.label), label) && (!b.fleeting || s.stands(i)) {
				on.presses(m, b)
				return
			}
		}
	}
	s.t.Fatalf("no button %q; the last answer was:\n%s", label, s.tail())
}

// stands reports whether neither side has written anything after a message.
func (s *Stage) stands(i int) bool {
	chat := s.all[i].chat
	return i >= s.spoke[chat] && !slices.ContainsFunc(s.all[i+1:], func(m said) bool { return m.chat == chat })
}

// pressIn presses the newest button of the staff chat, from there or from elsewhere.
func (s *Stage) pressIn(chat int64, kind, label string) {
	s.t.Helper()
	for i := len(s.all) - 1; i >= 0; i-- {
		for _, b := range s.all[i].buttons {
			if s.all[i].chat == staffChat && strings.Contains(plain(b.label), label) {
				s.update(`"callback_query":{"id":"88%d","from":{"id":5001,"is_bot":false,"first_name":"Марина"},"message":{"message_id":%d,"chat":{"id":%d,"type":%q,"title":"Лавка"},"date":1795427600,"text":"x"},"chat_instance":"1","data":%q}`,
					s.n, s.all[i].id, chat, kind, b.action)
				return
			}
		}
	}
	s.t.Fatalf("no button %q in the staff chat; at last there was:\n%s", label, s.tail())
}

func (s *Stage) staff(text string) {
	s.t.Helper()
	s.staffWrites("message", text)
}

func (s *Stage) staffWrites(how, text string) {
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

func (s *Stage) told(chat func(int64) bool) string {
	var out []string
	for _, m := range s.all[s.since:] {
		if chat(m.chat) {
			out = append(out, plain(m.text))
		}
	}
	return strings.Join(out, "\n---\n")
}

func (s *Stage) tail() string {
	var out []string
	for _, m := range s.all[max(len(s.all)-3, 0):] {
		out = append(out, fmt.Sprintf("%s %v", m.text, m.buttons))
	}
	return strings.Join(out, "\n---\n")
}

func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }
