package server_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"prilavok/app/config"
	"prilavok/app/server"
	"prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/core/txn"
)

// TestDeskStream: over a restart of the server a page is told of each message once; only of
// its own shop's, and only whoever may read conversations. Files are their own shop's as well.
func TestDeskStream(t *testing.T) {
	s, web := opened(t, config.Supabase{})
	shops, err := s.App.Shops.List(t.Context())
	if err != nil || len(shops) != 1 {
		t.Fatal(shops, err)
	}
	other, err := s.App.Shops.Create(t.Context(), shop.Shop{Slug: "south", Name: lang.Texts{lang.RU: "Юг"}, Languages: []lang.Lang{lang.RU}, Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		t.Fatal(err)
	}
	north, south := at(t, s, shops[0].ID), at(t, s, other.ID)
	deaf := south.issue(staff.OrdersRead)
	for name, key := range map[string]string{"without the right": deaf, "nobody": ""} {
		if resp := ask(t, web, key, "/api/v1/stream", ""); resp.StatusCode != map[bool]int{true: 403, false: 401}[key != ""] {
			t.Errorf("%s is answered %d", name, resp.StatusCode)
		}
	}
	p := bufio.NewScanner(ask(t, web, north.key, "/api/v1/stream", "").Body)
	next(t, p, "ready")
	south.wrote("не для вас")
	north.wrote("раз")
	first := next(t, p, "change")
	if c := north.conversation(); !strings.Contains(first, c) {
		t.Fatalf("told %s, not of %s", first, c)
	}
	id := strings.TrimPrefix(strings.SplitN(first, "\n", 2)[0], "id: ")
	web.CloseClientConnections()
	web.Close() // the server goes; meanwhile a customer writes
	north.wrote("два")
	web = httptest.NewServer(s.Handler())
	defer func() { web.CloseClientConnections(); web.Close() }()
	p = bufio.NewScanner(ask(t, web, north.key, "/api/v1/stream", id).Body)
	seen := 0
	for p.Scan() && !strings.HasPrefix(p.Text(), "event: ready") {
		if strings.Contains(p.Text(), `"kind":"message"`) {
			seen++
		}
	}
	if seen != 1 {
		t.Errorf("after the restart told of %d messages, want 1", seen)
	}
	file, err := s.App.Uploads.SaveOurs(south.in(t), south.acc.ID, "visitor", []byte("\xff\xd8\xff picture"))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int{north.key: 404, south.key: 200, deaf: 403, "": 401} {
		if resp := ask(t, web, key, "/api/v1/files/"+file.ID, ""); resp.StatusCode != want {
			t.Errorf("a file of south's is %d, want %d", resp.StatusCode, want)
		}
	}
}

// side is one shop of the server.
type side struct {
	t    *testing.T
	s    *server.Server
	shop string
	acc  shop.Account
	key  string
}

func at(t *testing.T, s *server.Server, id string) *side {
	t.Helper()
	x := &side{t: t, s: s, shop: id}
	x.key = x.issue(staff.ConversationsRead)
	acc, err := s.App.Shops.SaveAccount(x.in(t), shop.Account{Channel: shop.Webchat, ExternalID: "site-" + id, Name: "site"}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	x.acc = acc
	return x
}

func (x *side) in(t *testing.T) context.Context {
	t.Helper()
	return txn.ForShop(t.Context(), x.shop)
}

func (x *side) issue(scopes ...staff.Scope) string {
	x.t.Helper()
	_, secret, err := x.s.App.Staff.Issue(x.in(x.t), "page", scopes, time.Time{})
	if err != nil {
		x.t.Fatal(err)
	}
	return secret
}

// wrote is something that the shop's one customer said.
func (x *side) wrote(text string) {
	x.t.Helper()
	err := x.s.App.Inbox.Receive(x.in(x.t), x.acc, []inbox.Incoming{{AccountID: x.acc.ID, Channel: x.acc.Channel, DeliveryKey: text, Kind: inbox.KindText, ConversationKey: "visitor",
		From: inbox.Person{ExternalID: "visitor"}, ExternalID: text, Text: text, SentAt: time.Now()}})
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *side) conversation() string {
	x.t.Helper()
	list, _, err := x.s.App.Operators.List(x.in(x.t), desk.Filter{}, "", 2)
	if err != nil || len(list) != 1 {
		x.t.Fatal(list, err)
	}
	return list[0].ID
}

// ask asks by a key of the API.
func ask(t *testing.T, web *httptest.Server, key, path, last string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := web.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

// next reads up to the end of an event of that name, with the id before it.
func next(t *testing.T, p *bufio.Scanner, name string) string {
	t.Helper()
	var event string
	for p.Scan() {
		if p.Text() != "" {
			event += p.Text() + "\n"
			continue
		}
		if strings.Contains(event, "event: "+name+"\n") {
			return event
		}
		event = ""
	}
	t.Fatalf("the stream ended before %s", name)
	return ""
}
