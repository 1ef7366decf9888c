package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/httpapi/webhook"
)

// shopSide is accounts, a channel and a receiver that do as told.
type shopSide struct {
	accounts map[string]shop.Account
	err      error // of looking an account up
	refuse   error // of receiving
	parse    error
	lookups  int
	got      []inbox.Incoming
}

// Account implements webhook.Accounts.
func (s *shopSide) Account(_ context.Context, id string) (shop.Account, error) {
	s.lookups++
	if a, ok := s.accounts[id]; ok || s.err != nil {
		return a, s.err
	}
	return shop.Account{}, shop.ErrNoAccount
}

// AccountAt implements webhook.Accounts.
func (s *shopSide) AccountAt(_ context.Context, c shop.Channel, externalID string) (shop.Account, error) {
	s.lookups++
	for _, a := range s.accounts {
		if a.Channel == c && a.ExternalID == externalID {
			return a, s.err
		}
	}
	return shop.Account{}, errors.Join(s.err, shop.ErrNoAccount)
}

// Receive implements webhook.Receiver.
func (s *shopSide) Receive(_ context.Context, _ shop.Account, in []inbox.Incoming) error {
	if s.refuse == nil {
		s.got = append(s.got, in...)
	}
	return s.refuse
}

// Allowed implements webhook.Channel.
func (s *shopSide) Allowed(_ shop.Account, r webhook.Request) bool {
	return r.Header("X-Secret") == "right"
}

// Parse implements webhook.Channel.
func (s *shopSide) Parse(_ shop.Account, body []byte) ([]inbox.Incoming, error) {
	return []inbox.Incoming{{Kind: inbox.KindText, Text: string(body)}}, s.parse
}

// Ack implements webhook.Channel.
func (s *shopSide) Ack([]inbox.Incoming) []byte { return []byte("ack") }

func newSide() *shopSide {
	return &shopSide{accounts: map[string]shop.Account{"acc_1": {ID: "acc_1", Channel: shop.Telegram}, "acc_web": {ID: "acc_web", Channel: shop.Webchat}}}
}

func (s *shopSide) handler(now func() time.Time, observe webhook.Observer) *webhook.Handler {
	return webhook.New(s, s, map[shop.Channel]webhook.Channel{shop.Telegram: s}, now, observe)
}

func request(method, path, secret string, body []byte) webhook.Request {
	return webhook.Request{Method: method, Path: path, Body: body, Header: func(string) string { return secret }}
}

func TestServe(t *testing.T) {
	away := fault.New(fault.Unavailable, "store.connection", "x")
	fits, large := bytes.Repeat([]byte("x"), webhook.MaxBody), bytes.Repeat([]byte("x"), webhook.MaxBody+1)
	for _, c := range []struct {
		name, method, path, secret string
		body                       []byte
		set                        func(s *shopSide)
		status                     int
		kind                       inbox.Kind // of what was received; "" nothing
	}{
		{"a message", "POST", "/hook/telegram/acc_1", "right", []byte("x"), nil, 200, inbox.KindText},
		{"as large as allowed", "POST", "/hook/telegram/acc_1", "right", fits, nil, 200, inbox.KindText},
		{"too large", "POST", "/hook/telegram/acc_1", "right", large, nil, 413, ""},
		{"a wrong secret", "POST", "/hook/telegram/acc_1", "wrong", nil, nil, 401, ""},
		{"no secret", "POST", "/hook/telegram/acc_1", "", nil, nil, 401, ""},
		{"GET", "GET", "/hook/telegram/acc_1", "right", nil, nil, 405, ""},
		{"an unknown account", "POST", "/hook/telegram/acc_2", "right", nil, nil, 404, ""},
		{"an account of another channel", "POST", "/hook/telegram/acc_web", "right", nil, nil, 404, ""},
		{"a channel without webhooks", "POST", "/hook/webchat/acc_web", "right", nil, nil, 404, ""},
		{"another path", "POST", "/hooks/telegram/acc_1", "right", nil, nil, 404, ""},
		{"a longer path", "POST", "/hook/telegram/acc_1/x", "right", nil, nil, 404, ""},
		{"no account", "POST", "/hook/telegram/", "right", nil, nil, 404, ""},
		{"no database", "POST", "/hook/telegram/acc_1", "right", nil, func(s *shopSide) { s.err = away }, 503, ""},
		{"not stored", "POST", "/hook/telegram/acc_1", "right", nil, func(s *shopSide) { s.refuse = away }, 503, ""},
		{"not readable", "POST", "/hook/telegram/acc_1", "right", []byte("?"), func(s *shopSide) { s.parse = errors.New("x") }, 200, inbox.KindUnknown},
		{"not readable, not stored", "POST", "/hook/telegram/acc_1", "right", nil, func(s *shopSide) { s.parse, s.refuse = errors.New("x"), away }, 503, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSide()
			if c.set != nil {
				c.set(s)
			}
			seen := 0
			h := s.handler(time.Now, func(_ shop.Channel, status int, _ []inbox.Incoming, _ error) { seen = status })
			res := h.Serve(t.Context(), request(c.method, c.path, c.secret, c.body))
			if res.Status != c.status || seen != c.status || (res.RetryAfter > 0) != (c.status == 503) || (string(res.Body) == "ack") != (c.status == 200) {
				t.Errorf("answered %+v, observed %d; want %d", res, seen, c.status)
			}
			var kind inbox.Kind
			for _, in := range s.got {
				kind = in.Kind
				if kind == inbox.KindUnknown && !bytes.Equal(in.Raw, c.body) {
					t.Error("the body is not kept as it came")
				}
			}
			if kind != c.kind {
				t.Errorf("received %q, want %q", kind, c.kind)
			}
		})
	}
}

// TestAccountsAreRemembered looks an account up once in ten seconds; one that is not
// there, or could not be read, is looked up each time.
func TestAccountsAreRemembered(t *testing.T) {
	s, now := newSide(), time.Unix(0, 0)
	h := s.handler(func() time.Time { return now }, nil)
	post := func(id string) { h.Serve(t.Context(), request("POST", "/hook/telegram/"+id, "right", nil)) }
	for i, c := range []struct {
		id    string
		after time.Duration
		want  int
	}{{"acc_1", 0, 1}, {"acc_1", 9 * time.Second, 1}, {"acc_1", 2 * time.Second, 2}, {"acc_none", 0, 3}, {"acc_none", 0, 4}} {
		now = now.Add(c.after)
		if post(c.id); s.lookups != c.want {
			t.Errorf("%d: %d lookups, want %d", i, s.lookups, c.want)
		}
	}
}

// slowly is accounts that are looked up once and then, until release, not again.
type slowly struct {
	*shopSide
	asked   chan struct{}
	release chan struct{}
}

// Account implements webhook.Accounts.
func (s slowly) Account(ctx context.Context, id string) (shop.Account, error) {
	if s.lookups > 0 {
		s.asked <- struct{}{}
		<-s.release
	}
	return s.shopSide.Account(ctx, id)
}

// TestOneLooksAgain answers others while one request looks an old account up again, and
// takes up what it found.
func TestOneLooksAgain(t *testing.T) {
	side, now := newSide(), time.Unix(0, 0)
	s := slowly{side, make(chan struct{}), make(chan struct{})}
	h := webhook.New(s, side, map[shop.Channel]webhook.Channel{shop.Telegram: side}, func() time.Time { return now }, nil)
	post := func() int {
		return h.Serve(t.Context(), request("POST", "/hook/telegram/acc_1", "right", nil)).Status
	}
	if got := post(); got != 200 {
		t.Fatal(got)
	}
	now = now.Add(11 * time.Second)
	looker := make(chan int)
	go func() { looker <- post() }()
	<-s.asked
	if got := post(); got != 200 || side.lookups != 1 {
		t.Errorf("beside the one who looks: %d, %d lookups", got, side.lookups)
	}
	delete(side.accounts, "acc_1")
	close(s.release)
	if got := <-looker; got != 404 {
		t.Errorf("the one who looked: %d", got)
	}
	go func() { looker <- post() }()
	<-s.asked
	if got := <-looker; got != 404 {
		t.Errorf("an account that is gone: %d", got)
	}
}

func TestFeed(t *testing.T) {
	s := newSide()
	h := s.handler(time.Now, nil)
	if _, err := h.Feed(t.Context(), s.accounts["acc_web"], nil); !fault.Is(err, fault.Unsupported) {
		t.Errorf("a channel without a parser: %v", err)
	}
	s.parse = errors.New("x")
	in, err := h.Feed(t.Context(), s.accounts["acc_1"], []byte("?"))
	if err != nil || len(in) != 1 || in[0].Kind != inbox.KindUnknown || len(s.got) != 1 {
		t.Errorf("unreadable: %v, %v", in, err)
	}
	a, b, c := webhook.Unreadable([]byte("?"), s.parse), webhook.Unreadable([]byte("?"), s.parse), webhook.Unreadable([]byte("!"), s.parse)
	if a.DeliveryKey != b.DeliveryKey || a.DeliveryKey == c.DeliveryKey {
		t.Error("the same body must be the same event, and another one another")
	}
}
