package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/call"
	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// scripted answers every request with one answer, or one error.
type scripted struct {
	status int
	body   string
	err    error
	calls  int
}

func (s *scripted) Do(context.Context, call.Request) (call.Response, error) {
	s.calls++
	return call.Response{Status: s.status, Body: []byte(s.body)}, s.err
}

func refusal(code int, text string) string {
	b, err := json.Marshal(map[string]any{"ok": false, "error_code": code, "description": text})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		code int
		text string
		kind fault.Kind
		is   string
	}{
		{400, "Bad Request: chat not found", fault.Forbidden, telegram.CodeUnreachable},
		{400, "Bad Request: PEER_ID_INVALID", fault.Forbidden, telegram.CodeUnreachable},
		{400, "Bad Request: BUSINESS_CONNECTION_INVALID", fault.Forbidden, telegram.CodeUnreachable},
		{400, "Bad Request: message text is empty", fault.Invalid, "telegram.refused"},
		{400, "Bad Request: reply markup is too long", fault.Invalid, "telegram.refused"},
		{400, "Bad Request: can't parse entities: unsupported start tag", fault.Invalid, telegram.CodeParse},
		{401, "Unauthorized", fault.Unauthorized, telegram.CodeToken},
		{403, "Forbidden: bot was blocked by the user", fault.Forbidden, telegram.CodeBlocked},
		{403, "Forbidden: user is deactivated", fault.Forbidden, telegram.CodeBlocked},
		{403, "Forbidden: bot was kicked from the supergroup chat", fault.Forbidden, telegram.CodeUnreachable},
		{403, "Forbidden: bot can't initiate conversation with a user", fault.Forbidden, telegram.CodeUnreachable},
		{404, "Not Found", fault.Unauthorized, telegram.CodeToken},
		{404, "Not Found: method not found", fault.Unsupported, telegram.CodeMethod},
		{409, "Conflict: terminated by other getUpdates request", fault.Conflict, telegram.CodeConflict},
		{413, "Request Entity Too Large", fault.Invalid, telegram.CodeTooBig},
		{429, "Too Many Requests: retry after 3", fault.TooMany, telegram.CodeRateLimit},
		{500, "Internal Server Error: sent too slowly", fault.Unavailable, telegram.CodeUnknownOutcome},
		{502, "Bad Gateway", fault.Unavailable, telegram.CodeUnknownOutcome},
	} {
		d := &scripted{status: c.code, body: refusal(c.code, c.text)}
		bot := telegram.New(telegram.Options{Token: token, Do: d, Now: newClock().now})
		_, err := bot.Send(t.Context(), contact.Address{ExternalID: "5"}, inbox.Outgoing{Text: "x"})
		if fault.KindOf(err) != c.kind || fault.CodeOf(err) != c.is {
			t.Errorf("%d %q gives %v", c.code, c.text, err)
		}
		if c.code != 400 && d.calls != 1 {
			t.Errorf("%d %q was asked %d times", c.code, c.text, d.calls)
		}
	}
}

// TestTransport: a send is repeated only when it cannot have been sent.
func TestTransport(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		err    error
		calls  int
		code   string
	}{
		{"no connection", 0, "", fault.New(fault.Unavailable, "call.connect", "refused"), 2, telegram.CodeUnavailable},
		{"no answer", 0, "", fault.New(fault.Unavailable, "call.timeout", "late"), 1, telegram.CodeUnknownOutcome},
		{"any other error", 0, "", errors.New("broken pipe"), 1, telegram.CodeUnknownOutcome},
		{"a proxy's page", 502, "<html>", nil, 1, telegram.CodeUnknownOutcome},
		{"200 with nonsense", 200, "hello", nil, 1, telegram.CodeUnknownOutcome},
		{"in a unit of work", 0, "", fault.New(fault.Internal, "txn.open", "no"), 1, "txn.open"},
		{"a result of another shape", 200, `{"ok":true,"result":[1]}`, nil, 1, "telegram.result"},
	} {
		d := &scripted{status: c.status, body: c.body, err: c.err}
		bot := telegram.New(telegram.Options{Token: token, Do: d, Now: newClock().now})
		_, err := bot.Send(t.Context(), contact.Address{ExternalID: "5"}, inbox.Outgoing{Text: "x"})
		if fault.CodeOf(err) != c.code || d.calls != c.calls {
			t.Errorf("%s: %v after %d calls", c.name, err, d.calls)
		}
	}
}

// TestTokenNeverShows runs every operation against a transport whose errors, and a
// server whose descriptions, are full of the token.
func TestTokenNeverShows(t *testing.T) {
	secret := strings.SplitN(token, ":", 2)[1]
	leak := "Post \"https://api.telegram.org/bot" + token + "/sendMessage\": EOF"
	operations := map[string]func(b *telegram.Bot) error{
		"send": func(b *telegram.Bot) error {
			return second(b.Send(t.Context(), address("5"), inbox.Outgoing{Text: "x"}))
		},
		"photo": func(b *telegram.Bot) error {
			return second(b.Send(t.Context(), address("5"), inbox.Outgoing{Images: images(1)}))
		},
		"album": func(b *telegram.Bot) error {
			return second(b.Send(t.Context(), address("5"), inbox.Outgoing{Images: images(3)}))
		},
		"edit": func(b *telegram.Bot) error {
			return second(b.Send(t.Context(), address("5"), inbox.Outgoing{Text: "x", Replaces: "4"}))
		},
		"connect":  func(b *telegram.Bot) error { return second(b.Connect(t.Context(), telegram.Setup{})) },
		"info":     func(b *telegram.Bot) error { return second(b.WebhookInfo(t.Context())) },
		"button":   func(b *telegram.Bot) error { return b.AnswerButton(t.Context(), "1", "") },
		"checkout": func(b *telegram.Bot) error { return b.AnswerPreCheckout(t.Context(), "1", true, "") },
		"shipping": func(b *telegram.Bot) error { return b.AnswerShipping(t.Context(), "1", nil, "нет") },
		"topic":    func(b *telegram.Bot) error { return second(b.CreateTopic(t.Context(), "-5", "x")) },
		"close":    func(b *telegram.Bot) error { return b.CloseTopic(t.Context(), "-5", "7") },
		"copy":     func(b *telegram.Bot) error { return second(b.Copy(t.Context(), address("5"), "1", address("-5"), "")) },
		"download": func(b *telegram.Bot) error { _, _, err := b.Download(t.Context(), "f"); return err },
	}
	for name, op := range operations {
		for _, d := range []*scripted{
			{err: errors.New(leak)},
			{err: fault.Wrap(errors.New(leak), fault.Unavailable, "call.timeout", "%s", leak)},
			{err: fault.Wrap(errors.New(leak), fault.Unavailable, "call.connect", "%s", leak)},
			{status: 500, body: leak}, {status: 404, body: refusal(404, "Not Found")}, {status: 401, body: refusal(401, "Unauthorized: invalid token specified")},
			{status: 400, body: refusal(400, "Bad Request: "+leak)}, {status: 200, body: `{"ok":true,"result":"` + token + `"}`},
		} {
			err := op(telegram.New(telegram.Options{Token: token, Do: d, Media: &media{}, Now: newClock().now}))
			for e := err; e != nil; e = errors.Unwrap(e) {
				if s := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(s, secret) {
					t.Errorf("%s: the token shows in %q", name, s)
				}
			}
			if err == nil && d.status != 200 {
				t.Errorf("%s: no fault for %+v", name, d)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

func address(key string) contact.Address { return contact.Address{ConversationKey: key} }

func images(n int) (out []inbox.Image) {
	for i := range n {
		out = append(out, inbox.Image{URL: fmt.Sprintf("/media/%d.png", i)})
	}
	return out
}

// TestMended: what Telegram refuses for a reason that we can mend is sent all the same.
func TestMended(t *testing.T) {
	t.Run("formatting it cannot read", func(t *testing.T) {
		w := newWorld(t)
		w.peer.Fail(tgfake.Failure{Method: "sendMessage", Code: 400, Text: "Bad Request: can't parse entities: x"})
		w.send(t, inbox.Outgoing{Text: "цена <b>990 ₽</b>"})
		if m := w.olga.Sees().Last(); m.Text != "цена 990 ₽" || len(m.Entities) != 0 {
			t.Errorf("seen %+v", m)
		}
	})
	t.Run("a topic that is gone", func(t *testing.T) {
		w := newWorld(t)
		w.to.ConversationKey += ":77"
		w.send(t, inbox.Outgoing{Text: "ответ"})
		if m := w.olga.Sees().Last(); m.Text != "ответ" || m.Thread != 0 {
			t.Errorf("seen %+v", m)
		}
	})
	t.Run("a staff topic that is gone is told", func(t *testing.T) {
		w := newWorld(t)
		w.peer.Group(-100, "Штаб", true)
		_, err := w.bot.Send(t.Context(), address("-100"), inbox.Outgoing{Text: "x", Thread: "77"})
		if fault.CodeOf(err) != telegram.CodeThreadGone || !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a group with a new id", func(t *testing.T) {
		var moved [2]int64
		w := newWorld(t, func(_ *tgfake.Options, o *telegram.Options) {
			o.Migrated = func(_ context.Context, from, to int64) { moved = [2]int64{from, to} }
		})
		next := w.peer.Group(-5, "Штаб", false).Upgrade(-1005)
		if _, err := w.bot.Send(t.Context(), address("-5"), inbox.Outgoing{Text: "заказ"}); err != nil {
			t.Fatal(err)
		}
		if all := next.Messages(); len(all) != 1 || moved != [2]int64{-5, -1005} {
			t.Errorf("seen %+v, moved %v", all, moved)
		}
	})
	t.Run("a 429 in one chat stops only that chat", func(t *testing.T) {
		w := newWorld(t)
		w.peer.User(7, "Пётр").Start("")
		w.peer.Fail(tgfake.Failure{Code: 429, Text: "Too Many Requests: retry after 9", RetryAfter: 9})
		_, _ = w.bot.Send(t.Context(), w.to, inbox.Outgoing{Text: "1"})
		calls := len(w.peer.Calls("sendMessage"))
		_, err := w.bot.Send(t.Context(), w.to, inbox.Outgoing{Text: "1"})
		if fault.RetryAfter(err) != 9*time.Second || len(w.peer.Calls("sendMessage")) != calls {
			t.Errorf("asked again too early: %v", err)
		}
		if _, err := w.bot.Send(t.Context(), address("7"), inbox.Outgoing{Text: "1"}); err != nil {
			t.Errorf("another chat: %v", err)
		}
	})
}

func TestDefectsOfTheCaller(t *testing.T) {
	w := newWorld(t)
	for name, m := range map[string]inbox.Outgoing{
		"65 bytes of action": {Text: "x", Buttons: [][]inbox.Button{{{Text: "a", Action: strings.Repeat("x", 65)}}}},
		"no action":          {Text: "x", Buttons: [][]inbox.Button{{{Text: "a"}}}},
		"both":               {Text: "x", Buttons: [][]inbox.Button{{{Text: "a", Action: "a", URL: "https://a.example"}}}},
		"many parts":         {Text: strings.Repeat("слово ", 2000)},
		"nothing":            {},
		"topic is a word":    {Text: "x", Thread: "main"},
	} {
		if _, err := w.bot.Send(t.Context(), w.to, m); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, key := range []string{"", "x", "b::5", "d:5", "1:2:3", "0", "5:0", "b:c:0"} {
		if _, err := w.bot.Send(t.Context(), address(key), inbox.Outgoing{Text: "x"}); fault.CodeOf(err) != "telegram.target" {
			t.Errorf("key %q: got %v", key, err)
		}
	}
	if n := len(w.peer.Calls("")); n != 0 {
		t.Errorf("%d calls were made", n)
	}
}
