package telegram_test

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"

	"prilavok/channel/telegram"
	"prilavok/channel/telegram/tgfake"
	"prilavok/core/inbox"
)

// shopEnd is a shop's webhook as small as can be: stops 1 and 2, and the answer.
type shopEnd struct {
	hash string
	mu   sync.Mutex
	got  []inbox.Incoming
	bad  int
}

func (s *shopEnd) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := func(code int, body []byte) (*http.Response, error) {
		return &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}, nil
	}
	if !telegram.CheckSecret(s.hash, r.Header.Get(telegram.SecretHeader)) {
		s.mu.Lock()
		s.bad++
		s.mu.Unlock()
		return answer(401, nil)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	in, err := telegram.Parse("acc_1", 5768337691, body)
	if err != nil {
		return answer(200, nil)
	}
	s.mu.Lock()
	s.got = append(s.got, in...)
	s.mu.Unlock()
	return answer(200, telegram.Ack(in[0]))
}

// TestThroughWebhook: connect, a message in, an answer out, a press acknowledged by
// the webhook's own answer, and back to polling without losing what waits.
func TestThroughWebhook(t *testing.T) {
	end := &shopEnd{hash: telegram.HashSecret("k9s_1")}
	w := newWorld(t, func(o *tgfake.Options, _ *telegram.Options) { o.Hooks = end })
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{WebhookURL: "https://a.example/tg/acc_1", Secret: "k9s_1"}); err != nil {
		t.Fatal(err)
	}
	w.olga.Say("Есть платья?")
	if n := w.fake.Deliver(t.Context()); n != 2 || end.got[1].Text != "Есть платья?" {
		t.Fatalf("%d delivered, got %+v", n, end.got)
	}
	to := w.to
	to.ConversationKey = end.got[1].ConversationKey
	if _, err := w.bot.Send(t.Context(), to, inbox.Outgoing{Text: "Да", Buttons: [][]inbox.Button{{{Text: "Показать", Action: "show:1"}}}}); err != nil {
		t.Fatal(err)
	}
	press := w.olga.Press(0, "Показать")
	w.fake.Deliver(t.Context())
	if answered, _, _ := w.peer.Answer(press); !answered || end.got[2].Payload.Action != "show:1" {
		t.Errorf("answered %v, got %+v", answered, end.got[2])
	}
	end.hash = telegram.HashSecret("another")
	w.olga.Say("ещё вопрос")
	if n := w.fake.Deliver(t.Context()); n != 0 || end.bad == 0 {
		t.Errorf("a wrong secret: %d delivered", n)
	}
	if _, err := w.bot.Connect(t.Context(), telegram.Setup{}); err != nil {
		t.Fatal(err)
	}
	rest := drain(t, w.peer)
	if len(rest) != 1 || !bytes.Contains(rest[0], []byte("ещё вопрос")) {
		t.Errorf("after the switch to polling wait %s", rest)
	}
}
