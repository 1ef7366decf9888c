package tgfake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/OvyFlash/telegram-bot-api"

	"prilavok/channel/telegram/tgfake"
)

const token = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }
func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// ask calls a method over the handler and returns the answer.
func ask(t *testing.T, s *tgfake.Server, method string, in map[string]any) (result json.RawMessage, code int, text string) {
	t.Helper()
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/bot"+token+"/"+method, bytes.NewReader(b))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var a struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || a.OK != (w.Code == 200) {
		t.Fatalf("%s answers %d %s", method, w.Code, w.Body)
	}
	return a.Result, w.Code, a.Description
}

func TestStrictness(t *testing.T) {
	s := tgfake.New(tgfake.Options{})
	b := s.Bot(token)
	b.User(5, "Ольга").Start("")
	b.User(6, "Пётр")
	inline := func(button map[string]any) map[string]any {
		return map[string]any{"inline_keyboard": [][]any{{button}}}
	}
	for _, c := range []struct {
		method string
		in     map[string]any
		want   string
	}{
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "foo": 1}, `has no parameter "foo"`},
		{"sendMessage", map[string]any{"text": "x"}, `needs parameter "chat_id"`},
		{"sendMessage", map[string]any{"chat_id": 5, "text": " \n "}, "message text is empty"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": strings.Repeat("😀", 2049)}, "message is too long"},
		{"sendMessage", map[string]any{"chat_id": 7, "text": "x"}, "chat not found"},
		{"sendMessage", map[string]any{"chat_id": 6, "text": "x"}, "can't initiate conversation"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "message_thread_id": 9}, "message thread not found"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "😀", "entities": []any{map[string]any{"type": "bold", "offset": 1, "length": 1}}}, "middle of a UTF-16"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "entities": []any{map[string]any{"type": "bold", "offset": 0, "length": 2}}}, "ENTITY_BOUNDS_INVALID"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "abcd", "entities": []any{map[string]any{"type": "bold", "offset": 0, "length": 3}, map[string]any{"type": "italic", "offset": 2, "length": 2}}}, "cross"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "reply_markup": inline(map[string]any{"text": "a", "callback_data": strings.Repeat("ж", 33)})}, "BUTTON_DATA_INVALID"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "reply_markup": inline(map[string]any{"text": "a", "url": "http://localhost/x"})}, "BUTTON_URL_INVALID"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "reply_markup": inline(map[string]any{"text": "a"})}, "exactly one action"},
		{"sendMessage", map[string]any{"chat_id": 5, "text": "x", "reply_markup": inline(map[string]any{"text": "a", "callback_data": "a", "url": "https://a.example"})}, "exactly one action"},
		{"sendPhoto", map[string]any{"chat_id": 5, "photo": "AgAC-unknown"}, "wrong file identifier"},
		{"sendPhoto", map[string]any{"chat_id": 5, "photo": "https://a.example/1.png"}, "failed to get HTTP URL content"},
		{"sendMediaGroup", map[string]any{"chat_id": 5, "media": []any{map[string]any{"type": "photo", "media": "x"}}}, "from 2 to 10"},
		{"editMessageText", map[string]any{"chat_id": 5, "message_id": 99, "text": "x"}, "message to edit not found"},
		{"editMessageText", map[string]any{"chat_id": 5, "message_id": 101, "text": "x"}, "can't be edited"},
		{"answerCallbackQuery", map[string]any{"callback_query_id": "1"}, "query is too old"},
		{"setWebhook", map[string]any{"url": "http://a.example"}, "HTTPS"},
		{"setWebhook", map[string]any{"url": "https://a.example:8080"}, "ports"},
		{"setWebhook", map[string]any{"url": "https://a.example", "secret_token": "a b"}, "illegal characters"},
		{"setMyCommands", map[string]any{"commands": []any{map[string]string{"command": "Меню", "description": "x"}}}, "BOT_COMMAND_INVALID"},
		{"createForumTopic", map[string]any{"chat_id": 5, "name": "x"}, "not a forum"},
		{"sendTelepathy", map[string]any{"chat_id": 5}, "method not found"},
	} {
		if _, code, text := ask(t, s, c.method, c.in); code < 400 || !strings.Contains(text, c.want) {
			t.Errorf("%s %v: %d %q, want %q", c.method, c.in, code, text, c.want)
		}
	}
	if n := len(b.Chat(5).FromBot()); n != 0 {
		t.Errorf("%d messages were sent all the same", n)
	}
}

// TestIndependentClient: a library that knows the real server gets along with ours.
func TestIndependentClient(t *testing.T) {
	s := tgfake.New(tgfake.Options{})
	peer := s.Bot(token)
	olga := peer.User(5, "Ольга")
	olga.Start("p_42")
	web := httptest.NewServer(s)
	defer web.Close()
	bot, err := api.NewBotAPIWithOptions(token, api.WithAPIEndpoint(web.URL+"/bot%s/%s"))
	if err != nil || bot.Self.UserName != "demo_shop_bot" {
		t.Fatal(err)
	}
	updates, err := bot.GetUpdates(api.NewUpdate(0))
	if err != nil || len(updates) != 1 || updates[0].Message.CommandArguments() != "p_42" {
		t.Fatalf("%+v, %v", updates, err)
	}
	m := api.NewMessage(5, "Привет")
	m.ReplyMarkup = api.NewInlineKeyboardMarkup(api.NewInlineKeyboardRow(api.NewInlineKeyboardButtonData("Меню", "menu")))
	sent, err := bot.Send(m)
	if err != nil || sent.Text != "Привет" || sent.Chat.ID != 5 {
		t.Fatalf("%+v, %v", sent, err)
	}
	if _, err := bot.Send(api.NewEditMessageText(5, sent.MessageID, "Привет!")); err != nil {
		t.Fatal(err)
	}
	if _, err := bot.Send(api.NewEditMessageText(5, sent.MessageID, "Привет!")); err == nil || !strings.Contains(err.Error(), "message is not modified") {
		t.Errorf("an edit without a change: %v", err)
	}
	gif := []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")
	if photo, err := bot.Send(api.NewPhoto(5, api.FileBytes{Name: "a.gif", Bytes: gif})); err != nil || len(photo.Photo) != 2 {
		t.Errorf("%+v, %v", photo, err)
	}
	if last := olga.Sees().Last(); last.Photo == nil || !bytes.Equal(last.Photo.Data, gif) {
		t.Errorf("seen %+v", last)
	}
	olga.Block()
	_, err = bot.Send(api.NewMessage(5, "x"))
	var refused *api.Error
	if !errors.As(err, &refused) || refused.Code != 403 {
		t.Errorf("blocked: %v", err)
	}
}

// hooks is the shop's end of a webhook.
type hooks struct {
	mu     sync.Mutex
	answer func(u map[string]any) (int, http.Header, string)
	got    []string
}

func (h *hooks) RoundTrip(r *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var u map[string]any
	if err := json.Unmarshal(b, &u); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got = append(h.got, fmt.Sprintf("%.0f %s", u["update_id"], r.Header.Get("X-Telegram-Bot-Api-Secret-Token")))
	code, header, body := h.answer(u)
	if code == 0 {
		return nil, errors.New("connection refused")
	}
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: code, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func hooked(t *testing.T, answer func(u map[string]any) (int, http.Header, string)) (*tgfake.Server, *tgfake.Bot, *hooks, *clock) {
	t.Helper()
	k := &clock{t: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	h := &hooks{answer: answer}
	s := tgfake.New(tgfake.Options{Now: k.now, Hooks: h})
	b := s.Bot(token)
	if _, code, text := ask(t, s, "setWebhook", map[string]any{"url": "https://a.example/tg/1", "secret_token": "s1"}); code != 200 {
		t.Fatal(text)
	}
	return s, b, h, k
}

func TestWebhookOrderAndSecret(t *testing.T) {
	s, b, h, _ := hooked(t, func(map[string]any) (int, http.Header, string) { return 200, nil, "" })
	u := b.User(5, "Ольга")
	for i := range 5 {
		u.Say(fmt.Sprint(i))
	}
	if n := s.Deliver(t.Context()); n != 5 || b.Pending() != 0 {
		t.Fatalf("%d delivered, %d wait", n, b.Pending())
	}
	if !slices.IsSorted(h.got) || !strings.HasSuffix(h.got[0], " s1") {
		t.Errorf("got %v", h.got)
	}
}

func TestWebhookRetries(t *testing.T) {
	down, header := true, http.Header{}
	s, b, h, k := hooked(t, func(map[string]any) (int, http.Header, string) {
		if down {
			return 503, header, ""
		}
		return 204, nil, ""
	})
	b.User(5, "Ольга").Say("один")
	b.User(5, "Ольга").Say("два")
	s.Deliver(t.Context())
	if n := len(h.got); n != 2 || h.got[0] != h.got[1] {
		t.Fatalf("at once and once more: %v", h.got)
	}
	var waits []time.Duration
	for range 6 {
		var waited time.Duration
		for before := len(h.got); len(h.got) == before; waited += time.Second {
			k.advance(time.Second)
			s.Deliver(t.Context())
		}
		waits = append(waits, waited)
	}
	if fmt.Sprint(waits[:5]) != "[2s 4s 8s 16s 32s]" || waits[5] < 60*time.Second || waits[5] > 64*time.Second {
		t.Errorf("waits %v", waits)
	}
	header.Set("Retry-After", "5")
	k.advance(2 * time.Minute)
	s.Deliver(t.Context())
	before := len(h.got)
	down = false
	k.advance(4 * time.Second)
	s.Deliver(t.Context())
	if len(h.got) != before {
		t.Error("Retry-After is not honored")
	}
	k.advance(time.Second)
	if n := s.Deliver(t.Context()); n != 2 {
		t.Errorf("%d delivered after the outage", n)
	}
}

func TestWebhookExpiry(t *testing.T) {
	s, b, h, k := hooked(t, func(map[string]any) (int, http.Header, string) { return 0, nil, "" })
	u := b.User(5, "Ольга")
	u.Say("вопрос")
	u.PressData(50, "x")
	s.Deliver(t.Context())
	k.advance(151 * time.Second)
	s.Deliver(t.Context())
	if b.Pending() != 1 {
		t.Errorf("a press lives 150 s: %d wait", b.Pending())
	}
	h.answer = func(map[string]any) (int, http.Header, string) { return 200, nil, "" }
	k.advance(25 * time.Hour)
	if n := s.Deliver(t.Context()); n != 0 || b.Pending() != 0 {
		t.Errorf("a message lives a day: %d delivered, %d wait", n, b.Pending())
	}
}

// TestPressAndMessageTogether: a chat's messages are one queue, its presses another.
func TestPressAndMessageTogether(t *testing.T) {
	both := make(chan struct{}, 2)
	meet := make(chan struct{})
	s, b, h, _ := hooked(t, nil)
	h.answer = func(map[string]any) (int, http.Header, string) { return 200, nil, "" }
	u := b.User(5, "Ольга")
	u.Say("один")
	u.PressData(50, "x")
	rt := s.Hooks(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			both <- struct{}{}
			if len(both) == 2 {
				close(meet)
			}
			select {
			case <-meet:
			case <-r.Context().Done():
			}
			return next.RoundTrip(r)
		})
	})
	defer rt()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if n := s.Deliver(ctx); n != 2 {
		t.Errorf("%d delivered", n)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestMethodInAnswer(t *testing.T) {
	s, b, _, _ := hooked(t, func(u map[string]any) (int, http.Header, string) {
		if q, ok := u["callback_query"].(map[string]any); ok {
			return 200, nil, fmt.Sprintf(`{"method":"answerCallbackQuery","callback_query_id":%q}`, q["id"])
		}
		return 200, nil, `{"method":"deleteWebhook"}`
	})
	u := b.User(5, "Ольга")
	u.Start("")
	q := u.PressData(50, "x")
	s.Deliver(t.Context())
	if answered, _, _ := b.Answer(q); !answered {
		t.Error("the press is not answered")
	}
	u.Say("ещё")
	if s.Deliver(t.Context()) != 1 {
		t.Error("an answer took the webhook away")
	}
}

func TestPollingConflicts(t *testing.T) {
	s, b, _, _ := hooked(t, func(map[string]any) (int, http.Header, string) { return 200, nil, "" })
	if _, code, text := ask(t, s, "getUpdates", nil); code != 409 || !strings.Contains(text, "webhook is active") {
		t.Errorf("%d %s", code, text)
	}
	ask(t, s, "deleteWebhook", nil)
	first := make(chan string, 1)
	go func() {
		_, _, text := ask(t, s, "getUpdates", map[string]any{"timeout": 50})
		first <- text
	}()
	<-b.Polled()
	if _, code, _ := ask(t, s, "getUpdates", map[string]any{"timeout": 0}); code != 200 {
		t.Errorf("the newer one gets %d", code)
	}
	if text := <-first; !strings.Contains(text, "terminated by other getUpdates") {
		t.Errorf("the older one gets %q", text)
	}
	b.User(5, "Ольга").Say("1")
	b.User(5, "Ольга").Say("2")
	for _, c := range []struct {
		offset string
		n      int
	}{{"0", 2}, {"912345002", 1}, {"0", 1}, {"912345003", 0}} {
		var list []json.RawMessage
		raw, _, _ := ask(t, s, "getUpdates", map[string]any{"offset": c.offset})
		if json.Unmarshal(raw, &list) != nil || len(list) != c.n {
			t.Errorf("offset %s gives %d", c.offset, len(list))
		}
	}
}

func TestRates(t *testing.T) {
	k := &clock{t: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s := tgfake.New(tgfake.Options{Now: k.now, Limits: true})
	s.Bot(token).User(5, "Ольга").Start("")
	sent := 0
	for range 20 {
		if _, code, _ := ask(t, s, "sendMessage", map[string]any{"chat_id": 5, "text": "x"}); code == 200 {
			sent++
		}
	}
	if sent != 5 {
		t.Errorf("%d went at once", sent)
	}
	k.advance(3 * time.Second)
	if _, code, _ := ask(t, s, "sendMessage", map[string]any{"chat_id": 5, "text": "x"}); code != 200 {
		t.Errorf("after the wait: %d", code)
	}
}
