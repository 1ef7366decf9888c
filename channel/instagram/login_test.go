package instagram_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/event"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/fault"
)

func loginOf(w *world, facebook bool) instagram.Login {
	app := igfake.DefaultApp
	l := instagram.Login{Facebook: facebook, AppID: app.InstagramID, AppSecret: app.InstagramSecret, Redirect: app.Redirects[0], Do: w.fake.Doer(nil), Now: w.clock.now}
	if facebook {
		l.AppID, l.AppSecret = app.MetaID, app.MetaSecret
	}
	return l
}

// code is what the owner's browser brings back.
func code(t *testing.T, w *world, l instagram.Login, permissions []string, accounts ...*igfake.Account) string {
	t.Helper()
	back, err := w.fake.Consents(l.URL("state"), permissions, accounts...)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(back)
	if err != nil || u.Query().Get("state") != "state" {
		t.Fatalf("back to %s, %v", back, err)
	}
	return u.Query().Get("code") + "#_"
}

func TestLogin(t *testing.T) {
	for _, listed := range []bool{false, true} {
		w := newWorld(t, func(o *igfake.Options, _ *instagram.Options) { o.Listed = listed })
		l := loginOf(w, false)
		if !strings.HasPrefix(l.URL("x"), "https://www.instagram.com/oauth/authorize?") {
			t.Errorf("the page is %s", l.URL("x"))
		}
		basic := []string{"instagram_business_basic"}
		c := code(t, w, l, basic, w.peer)
		got, err := l.Exchange(t.Context(), c)
		if err != nil || len(got) != 1 || got[0].ID != igid || got[0].Username != "demo.shop" || !slices.Equal(got[0].Permissions, basic) ||
			!got[0].Until.Equal(w.clock.t.Add(60*24*time.Hour)) || w.peer.Token(got[0].Token) == nil {
			t.Fatalf("listed %v: %+v, %v", listed, got, err)
		}
		if !slices.Contains(got[0].UserIDs, igid) || !slices.Contains(got[0].UserIDs, "app-"+igid) {
			t.Errorf("known as %v", got[0].UserIDs)
		}
		if _, err := l.Exchange(t.Context(), c); fault.CodeOf(err) != instagram.CodeLogin {
			t.Errorf("a code that was used: %v", err)
		}
	}
}

func TestLoginWithFacebook(t *testing.T) {
	w := newWorld(t)
	l := loginOf(w, true)
	if !strings.HasPrefix(l.URL("x"), "https://www.facebook.com/v25.0/dialog/oauth?") {
		t.Errorf("the page is %s", l.URL("x"))
	}
	var all []*igfake.Account
	for _, id := range []string{"17841400000000011", "17841400000000012", "17841400000000013"} {
		a := w.fake.Account(id, "unused-"+id)
		a.Page = "77" + id
		all = append(all, a)
	}
	got, err := l.Exchange(t.Context(), code(t, w, l, nil, all...))
	if err != nil || len(got) != 3 || got[2].ID != all[2].ID || got[2].Page != all[2].Page || !got[2].Until.IsZero() || !slices.Contains(got[0].Permissions, "instagram_manage_messages") {
		t.Fatalf("%+v, %v", got, err)
	}
	// The page's token sends, reads and is looked at as the account's own is.
	p := all[1].Person(olga, "Ольга")
	p.Writes("привет")
	ours := instagram.New(instagram.Options{IGID: got[1].ID, Page: got[1].Page, Token: got[1].Token, Base: instagram.FacebookBase, Do: w.fake.Doer(nil), Now: w.clock.now})
	if h, err := ours.Probe(t.Context()); err != nil || h.ID != all[1].ID || len(h.MissingPermissions) > 0 || len(h.MissingFields) == 0 {
		t.Errorf("looked at: %+v, %v", h, err)
	}
	if err := ours.Subscribe(t.Context()); err != nil || len(all[1].Fields) != len(instagram.Fields) {
		t.Errorf("subscribed to %v, %v", all[1].Fields, err)
	}
	if err := ours.Unsubscribe(t.Context()); err != nil || len(all[1].Fields) != 0 {
		t.Errorf("still subscribed to %v, %v", all[1].Fields, err)
	}
	none := w.fake.Account("17841400000000014", "unused")
	if _, err := l.Exchange(t.Context(), code(t, w, l, nil, none)); fault.CodeOf(err) != instagram.CodeNoAccount {
		t.Errorf("a page without an account: %v", err)
	}
}

// TestLoginFails: each call of a login fails in every way; nothing of a secret is said.
func TestLoginFails(t *testing.T) {
	for _, c := range []struct {
		facebook bool
		only     string
		f        igfake.Failure
		want     string
	}{
		{false, "code", igfake.Failure{Status: 500, Body: "<html>"}, instagram.CodeUnavailable},
		{false, "code", igfake.Failure{Drop: true}, instagram.CodeUnavailable},
		{false, "code", igfake.Failure{Status: 429, Code: 4}, instagram.CodeRateLimit},
		{false, "code", igfake.Failure{Code: 613}, instagram.CodeRateLimit},
		{false, "code", igfake.Failure{Code: 2}, instagram.CodeUnavailable},
		{false, "code", igfake.Failure{Status: 400, Body: `{"error_type":"OAuthException","code":400,"error_message":"Error validating client secret."}`}, instagram.CodeApp},
		{false, "code", igfake.Failure{Status: 200, Body: `{}`}, instagram.CodeUnavailable},
		{false, "code", igfake.Failure{Status: 200, Body: `?`}, instagram.CodeUnavailable},
		{false, "exchange", igfake.Failure{Status: 503}, instagram.CodeUnavailable},
		{false, "exchange", igfake.Failure{Code: 190, Status: 401, Message: "Invalid token"}, instagram.CodeApp},
		{false, "exchange", igfake.Failure{Status: 200, Body: `{}`}, instagram.CodeToken},
		{true, "facebook", igfake.Failure{Status: 500}, instagram.CodeUnavailable},
		{true, "facebook", igfake.Failure{Drop: true}, instagram.CodeUnavailable},
		{true, "facebook", igfake.Failure{Code: 100, Message: "This authorization code has expired."}, instagram.CodeLogin},
		{true, "facebook", igfake.Failure{Code: 101, Message: "Error validating application."}, instagram.CodeApp},
	} {
		w := newWorld(t)
		w.peer.Page = "777"
		l := loginOf(w, c.facebook)
		l.Do = twice{l.Do}
		c.f.Only = c.only
		w.fake.Fail(c.f)
		_, err := l.Exchange(t.Context(), code(t, w, l, nil, w.peer))
		if fault.CodeOf(err) != c.want || strings.Contains(err.Error(), l.AppSecret) || strings.Contains(err.Error(), "IGAA") {
			t.Errorf("%s %+v: %v", c.only, c.f, err)
		}
	}
}

// twice holds calls to their bound.
type twice struct{ call.Doer }

// Do implements call.Doer.
func (d twice) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if r.Timeout <= 0 || r.Timeout > 30*time.Second {
		panic("a call without a bound: " + r.Name)
	}
	return d.Doer.Do(ctx, r)
}

// TestHistory: what a conversation holds is read as a webhook would have brought it.
func TestHistory(t *testing.T) {
	w := newWorld(t)
	start := w.clock.t
	w.clock.advance(time.Minute)
	hook := w.olga.Writes("Есть M?")
	w.clock.advance(time.Minute)
	w.olga.ByHand("Есть")
	w.clock.advance(time.Minute)
	w.olga.Writes("поздно")
	list, next, err := w.ours.Threads(t.Context(), "")
	if err != nil || next != "" || len(list) != 1 || !list[0].Updated.Equal(w.clock.t) {
		t.Fatalf("%+v, %q, %v", list, next, err)
	}
	body, err := w.ours.History(t.Context(), list[0].ID, start, start.Add(2*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	got, err := event.Parse(body)
	want, err2 := event.Parse(hook.Body)
	if err != nil || err2 != nil || len(got) != 1 || got[0].Account != igid || len(got[0].Events) != 2 {
		t.Fatalf("%s", body)
	}
	a, b := got[0].Events[0], want[0].Events[0]
	if a.DeliveryKey != b.DeliveryKey || a.Text != b.Text || a.ConversationKey != b.ConversationKey || a.Kind != b.Kind || a.ExternalID != b.ExternalID {
		t.Errorf("read %+v, a webhook has %+v", a, b)
	}
	if e := got[0].Events[1]; e.Kind != "mirror" || e.ConversationKey != olga || e.Text != "Есть" {
		t.Errorf("the answer by hand is %+v", e)
	}
	if body, err := w.ours.History(t.Context(), list[0].ID, w.clock.t, w.clock.t.Add(time.Hour)); err != nil || body != nil {
		t.Errorf("nothing new: %s, %v", body, err)
	}
	for n := range 51 {
		w.peer.Person("20"+strings.Repeat("0", n), "x").Writes("да")
	}
	first, next, err := w.ours.Threads(t.Context(), "")
	rest, end, err2 := w.ours.Threads(t.Context(), next)
	if err != nil || err2 != nil || len(first) != 50 || len(rest) != 2 || end != "" {
		t.Errorf("pages of %d and %d, %q, %v, %v", len(first), len(rest), end, err, err2)
	}
}

// TestHistoryFails: each refusal is what it is; nothing is taken for an empty conversation.
func TestHistoryFails(t *testing.T) {
	for _, c := range []struct {
		f    igfake.Failure
		want string
	}{
		{igfake.Failure{Status: 500}, instagram.CodeUnavailable}, {igfake.Failure{Drop: true}, instagram.CodeUnavailable},
		{igfake.Failure{Code: 190, Status: 401}, instagram.CodeToken}, {igfake.Failure{Code: 10}, instagram.CodePermission},
		{igfake.Failure{Code: 200}, instagram.CodePermission}, {igfake.Failure{Code: 613}, instagram.CodeRateLimit},
		{igfake.Failure{Code: 4}, instagram.CodeRateLimit}, {igfake.Failure{Code: 100, Subcode: 33}, instagram.CodeGone},
	} {
		w := newWorld(t)
		for range 2 {
			w.peer.Fail(c.f)
		}
		_, _, err := w.ours.Threads(t.Context(), "")
		_, err2 := w.ours.History(t.Context(), "conv_"+olga, time.Time{}, w.clock.t)
		if fault.CodeOf(err) != c.want || fault.CodeOf(err2) != c.want {
			t.Errorf("%+v: %v, %v", c.f, err, err2)
		}
	}
	w := newWorld(t, func(o *igfake.Options, _ *instagram.Options) { o.Threads = 2 })
	for n := range 3 {
		if _, _, err := w.ours.Threads(t.Context(), ""); (n == 2) != (fault.CodeOf(err) == instagram.CodeRateLimit) {
			t.Errorf("read %d in a second: %v", n, err)
		}
	}
}
