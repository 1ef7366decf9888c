package instagram_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// errorRows is channels.md B.8, row by row: what Meta answers and what comes of it.
var errorRows = []struct {
	f    igfake.Failure
	kind fault.Kind
	code string
}{
	{igfake.Failure{Code: 1}, fault.Unavailable, instagram.CodeUnavailable},
	{igfake.Failure{Code: 1, Subcode: 1357046}, fault.Unavailable, inbox.ErrUnknownOutcome.Code},
	{igfake.Failure{Code: 2, Status: 500}, fault.Unavailable, instagram.CodeUnavailable},
	{igfake.Failure{Code: 1200}, fault.Unavailable, instagram.CodeUnavailable},
	{igfake.Failure{Code: 4}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 17}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 32}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 613}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 613, Subcode: 2534040}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 80002}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 80006}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Status: 429}, fault.TooMany, instagram.CodeRateLimit},
	{igfake.Failure{Code: 368}, fault.Unsupported, instagram.CodeRestricted},
	{igfake.Failure{Code: 10, Subcode: 2534022}, fault.Unsupported, inbox.ErrWindow.Code},
	{igfake.Failure{Code: 10, Subcode: 2018278}, fault.Unsupported, inbox.ErrWindow.Code},
	{igfake.Failure{Code: 2018278}, fault.Unsupported, inbox.ErrWindow.Code},
	{igfake.Failure{Code: 10, Subcode: 1893063}, fault.Unsupported, instagram.CodeRestricted},
	{igfake.Failure{Code: 10, Subcode: 2018108}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 551}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 200, Subcode: 1545041}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 10}, fault.Unsupported, instagram.CodePermission},
	{igfake.Failure{Code: 200, Status: 403}, fault.Unsupported, instagram.CodePermission},
	{igfake.Failure{Code: 200, Subcode: 2534041}, fault.Unsupported, instagram.CodeAccessOff},
	{igfake.Failure{Code: 100, Subcode: 2018276}, fault.Unsupported, instagram.CodeHumanAgent},
	{igfake.Failure{Code: 100, Subcode: 2534014}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 100, Subcode: 2018001}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 100, Subcode: 2534029}, fault.Forbidden, instagram.CodeUnreachable},
	{igfake.Failure{Code: 100, Subcode: 2018109}, fault.Invalid, instagram.CodeMedia},
	{igfake.Failure{Code: 100, Subcode: 33}, fault.Invalid, instagram.CodeGone},
	{igfake.Failure{Code: 100, Message: "Invalid parameter"}, fault.Invalid, instagram.CodeRefused},
	{igfake.Failure{Code: 100, Message: "Unsupported request - method type: post"}, fault.Unavailable, instagram.CodeUnavailable},
	{igfake.Failure{Code: 190, Status: 401}, fault.Unauthorized, instagram.CodeToken},
	{igfake.Failure{Code: 190, Subcode: 460}, fault.Unauthorized, instagram.CodeToken},
	{igfake.Failure{Code: 190, Subcode: 463}, fault.Unauthorized, instagram.CodeToken},
	{igfake.Failure{Code: 190, Subcode: 467}, fault.Unauthorized, instagram.CodeToken},
	{igfake.Failure{Code: 2018300}, fault.Unsupported, instagram.CodeThread},
	{igfake.Failure{Code: 2018321}, fault.Unsupported, instagram.CodeThread},
	{igfake.Failure{Code: 2534068}, fault.Invalid, instagram.CodeAlbum},
	{igfake.Failure{Code: 803}, fault.Invalid, instagram.CodeRefused},
	{igfake.Failure{Code: 2500}, fault.Invalid, instagram.CodeRefused},
	{igfake.Failure{Code: 99999}, fault.Invalid, instagram.CodeRefused},
	{igfake.Failure{Status: 502, Body: "<html>Bad Gateway</html>"}, fault.Unavailable, inbox.ErrUnknownOutcome.Code},
	{igfake.Failure{Status: 503}, fault.Unavailable, inbox.ErrUnknownOutcome.Code},
	{igfake.Failure{Drop: true}, fault.Unavailable, inbox.ErrUnknownOutcome.Code},
}

// calls are all calls of an account; sends says which the customer sees.
var calls = []struct {
	name  string
	sends bool
	run   func(ctx context.Context, w *world) error
}{
	{"messages", true, func(ctx context.Context, w *world) error {
		_, err := w.ours.Send(ctx, w.to, inbox.Outgoing{Text: "Готово"})
		return err
	}},
	{"me", false, func(ctx context.Context, w *world) error { _, err := w.ours.Identify(ctx); return err }},
	{"subscribed_apps", false, func(ctx context.Context, w *world) error { return w.ours.Subscribe(ctx) }},
	{"refresh_access_token", false, func(ctx context.Context, w *world) error { _, _, err := w.ours.Refresh(ctx); return err }},
	{"conversations", false, func(ctx context.Context, w *world) error {
		_, _, err := w.ours.Find(ctx, w.to, inbox.Outgoing{Text: "Готово"}, w.clock.t, nil)
		return err
	}},
}

func TestErrors(t *testing.T) {
	for _, row := range errorRows {
		for _, c := range calls {
			w := newWorld(t)
			w.clock.advance(2 * time.Hour)
			f := row.f
			f.Only = c.name
			w.peer.Fail(f)
			err := c.run(t.Context(), w)
			want := row.code
			if want == inbox.ErrUnknownOutcome.Code && !c.sends {
				want = instagram.CodeUnavailable
			}
			if !fault.Is(err, row.kind) || fault.CodeOf(err) != want {
				t.Errorf("%d/%d (HTTP %d) of %s: %v, want %s %s", row.f.Code, row.f.Subcode, row.f.Status, c.name, err, row.kind, want)
			}
			if row.kind == fault.TooMany && fault.RetryAfter(err) < time.Minute {
				t.Errorf("%d of %s: come back after %s", row.f.Code, c.name, fault.RetryAfter(err))
			}
			if n := len(w.olga.Sees()); n != 0 {
				t.Errorf("%d of %s: a refused call showed %d messages", row.f.Code, c.name, n)
			}
		}
	}
}

// TestTypingNeverFails: showing that an answer is made costs nothing, whatever comes back.
func TestTypingNeverFails(t *testing.T) {
	for _, row := range errorRows {
		w := newWorld(t)
		f := row.f
		f.Only = "typing_on"
		w.peer.Fail(f)
		w.ours.Typing(t.Context(), w.to, "")
		w.ours.Seen(t.Context(), w.to)
		seen := len(w.olga.Actions()) == 1
		if throttled := row.kind == fault.TooMany; seen == throttled {
			t.Errorf("%d: after it mark_seen was shown: %v", row.f.Code, seen)
		}
	}
}

func TestWaitsAsLongAsMetaSays(t *testing.T) {
	w := newWorld(t)
	w.peer.Fail(igfake.Failure{Code: 80002, Minutes: 17})
	_, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Text: "1"})
	if fault.RetryAfter(err) != 17*time.Minute {
		t.Errorf("after %s: %v", fault.RetryAfter(err), err)
	}
	w.clock.advance(16 * time.Minute)
	before := len(w.peer.Calls())
	if _, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Text: "1"}); !fault.Is(err, fault.TooMany) || len(w.peer.Calls()) != before {
		t.Errorf("the account did not wait: %v", err)
	}
}

func TestRates(t *testing.T) {
	w := newWorld(t, func(_ *igfake.Options, o *instagram.Options) { o.Rates = instagram.Rates{Text: 5, Media: 2} })
	sent := map[bool]int{}
	for _, pictures := range []bool{false, true} {
		m := inbox.Outgoing{Text: "x"}
		if pictures {
			m = inbox.Outgoing{Images: []inbox.Image{{URL: "/media/1.jpg"}}}
		}
		var waits []time.Duration
		for range 8 {
			_, err := w.ours.Send(t.Context(), w.to, m)
			if err == nil {
				sent[pictures]++
			} else if fault.Is(err, fault.TooMany) {
				waits = append(waits, fault.RetryAfter(err))
			}
		}
		for i, d := range waits {
			if d <= 0 || i > 0 && d <= waits[i-1] {
				t.Errorf("those refused come back after %v: not one by one", waits)
			}
		}
	}
	if sent[false] != 5 || sent[true] != 2 {
		t.Errorf("sent in one instant: %d texts, %d pictures", sent[false], sent[true])
	}
}

func TestSecretsStayInside(t *testing.T) {
	w := newWorld(t)
	w.peer.Fail(igfake.Failure{Code: 100, Message: "Invalid token " + token})
	_, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Text: "x"})
	if err == nil || strings.Contains(fmt.Sprint(err), token) {
		t.Errorf("%v", err)
	}
	for _, c := range w.peer.Calls() {
		if strings.Contains(c.Path, token) {
			t.Errorf("the token stands in the path %s", c.Path)
		}
	}
}

// away cannot connect a number of times.
type away struct {
	next  call.Doer
	times int
}

// Do implements call.Doer.
func (a *away) Do(ctx context.Context, r call.Request) (call.Response, error) {
	if a.times--; a.times >= 0 {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "no route to %s", r.URL)
	}
	return a.next.Do(ctx, r)
}

func TestConnectionIsMadeTwice(t *testing.T) {
	for times, want := range []string{"", "", instagram.CodeUnavailable} {
		w := newWorld(t)
		w.ours = instagram.New(instagram.Options{IGID: igid, Token: token, Do: &away{w.fake.Doer(nil), times}, Now: w.clock.now})
		_, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Text: "x"})
		if (err == nil) != (want == "") || err != nil && fault.CodeOf(err) != want {
			t.Errorf("not connected %d times: %v", times, err)
		}
	}
}
