package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/httpapi/webhook"
)

// party is a shared channel whose bodies are lists of account and text.
type party struct{ read *int }

// Greet implements webhook.Shared.
func (party) Greet(query string) (string, bool) { return "42", query == "please" }

// Signed implements webhook.Shared.
func (party) Signed(r webhook.Request) bool { return r.Header("X-Secret") == "right" }

// Split implements webhook.Shared.
func (p party) Split(body []byte) ([]webhook.Part, error) {
	*p.read++
	var list [][2]string
	if json.Unmarshal(body, &list) != nil {
		return nil, fault.New(fault.Invalid, "test.body", "x")
	}
	var out []webhook.Part
	for _, x := range list {
		out = append(out, webhook.Part{Account: x[0], Events: []inbox.Incoming{{Kind: inbox.KindText, Text: x[1]}}})
	}
	return out, nil
}

// picky receives what it is not told to refuse.
type picky struct {
	*shopSide
	refuse map[string]error // by account
	got    map[string]string
}

// Receive implements webhook.Receiver.
func (p picky) Receive(_ context.Context, acc shop.Account, in []inbox.Incoming) error {
	if err := p.refuse[acc.ID]; err != nil {
		return err
	}
	for _, x := range in {
		p.got[acc.ID] += x.Text
	}
	return nil
}

func TestShared(t *testing.T) {
	away := fault.New(fault.Unavailable, "store.connection", "x")
	two := []byte(`[["11","a"],["22","b"]]`)
	for name, c := range map[string]struct {
		method, path, query, secret string
		body                        []byte
		refuse                      string // the account that is not stored
		status                      int
		a, b                        string // what each account received
		unread                      bool   // the body is not looked at
		fault                       error
	}{
		"two accounts":                {"POST", "/hook/instagram", "", "right", two, "", 200, "a", "b", false, nil},
		"one is not stored":           {"POST", "/hook/instagram", "", "right", two, "acc_a", 503, "", "b", false, away},
		"an account of nobody":        {"POST", "/hook/instagram", "", "right", []byte(`[["99","x"],["22","b"]]`), "", 200, "", "b", false, webhook.ErrUnknownAccount},
		"nobody's, and one not taken": {"POST", "/hook/instagram", "", "right", []byte(`[["99","x"],["22","b"]]`), "acc_b", 503, "", "", false, away},
		"nothing":                     {"POST", "/hook/instagram", "", "right", []byte(`[]`), "", 200, "", "", false, nil},
		"not readable":                {"POST", "/hook/instagram", "", "right", []byte(`?`), "", 200, "", "", false, nil},
		"not signed":                  {"POST", "/hook/instagram", "", "wrong", two, "", 401, "", "", true, nil},
		"without a signature":         {"POST", "/hook/instagram", "", "", two, "", 401, "", "", true, nil},
		"too large":                   {"POST", "/hook/instagram", "", "right", bytes.Repeat([]byte(" "), webhook.MaxShared+1), "", 413, "", "", true, nil},
		"as large as allowed":         {"POST", "/hook/instagram", "", "right", append(bytes.Repeat([]byte(" "), webhook.MaxShared-len(two)), two...), "", 200, "a", "b", false, nil},
		"PUT":                         {"PUT", "/hook/instagram", "", "right", two, "", 405, "", "", true, nil},
		"a handshake":                 {"GET", "/hook/instagram", "please", "", nil, "", 200, "", "", true, nil},
		"a stranger's handshake":      {"GET", "/hook/instagram", "no", "", nil, "", 403, "", "", true, nil},
		"an account's own path":       {"POST", "/hook/instagram/acc_a", "", "right", two, "", 404, "", "", true, nil},
		"a trailing slash":            {"POST", "/hook/instagram/", "", "right", two, "", 404, "", "", true, nil},
		"another channel's name":      {"POST", "/hook/telegram", "", "right", two, "", 404, "", "", true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			side := &shopSide{accounts: map[string]shop.Account{"acc_a": {ID: "acc_a", Channel: shop.Instagram, ExternalID: "11"}, "acc_b": {ID: "acc_b", Channel: shop.Instagram, ExternalID: "22"}}}
			p := picky{side, map[string]error{c.refuse: away}, map[string]string{}}
			var seen error
			status, read := 0, 0
			h := webhook.New(side, p, map[shop.Channel]webhook.Channel{shop.Telegram: side}, time.Now, func(_ shop.Channel, s int, _ []inbox.Incoming, err error) { status, seen = s, err })
			h.Share(shop.Instagram, party{&read})
			r := request(c.method, c.path, c.secret, c.body)
			r.Query = c.query
			res := h.Serve(t.Context(), r)
			if res.Status != c.status || status != c.status || (res.RetryAfter > 0) != (c.status == 503) {
				t.Errorf("answered %+v, observed %d", res, status)
			}
			if p.got["acc_a"] != c.a || p.got["acc_b"] != c.b {
				t.Errorf("received %v", p.got)
			}
			if c.unread != (read == 0) || c.unread && side.lookups > 0 {
				t.Errorf("read %d times, %d lookups", read, side.lookups)
			}
			if c.fault != nil && !errors.Is(seen, c.fault) {
				t.Errorf("observed %v", seen)
			}
			if c.method == "GET" && c.status == 200 && (string(res.Body) != "42" || res.ContentType() != "text/plain; charset=utf-8") {
				t.Errorf("greeted with %q as %s", res.Body, res.ContentType())
			}
		})
	}
}

// TestLimit: only an address that several accounts share takes large bodies.
func TestLimit(t *testing.T) {
	for path, want := range map[string]int{"/hook/instagram": webhook.MaxShared, "/hook/telegram/a": webhook.MaxBody, "/hook/instagram/a": webhook.MaxBody, "/pay/x": webhook.MaxBody} {
		if got := webhook.Limit(path); got != want {
			t.Errorf("%s: %d bytes", path, got)
		}
	}
}
