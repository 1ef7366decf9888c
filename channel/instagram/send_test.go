package instagram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"prilavok/channel/instagram"
	"prilavok/channel/instagram/igfake"
	"prilavok/core/fault"
	"prilavok/core/inbox"
)

// TestWindow: who may write how long after the customer's last word, and how; the fake
// has Meta's own windows, so that what we let through is taken.
func TestWindow(t *testing.T) {
	const day = 24 * time.Hour
	const shut, plain, tag = "shut", "", "HUMAN_AGENT"
	for _, c := range []struct {
		by    inbox.Author
		human bool // approved
		age   time.Duration
		want  string
	}{
		{inbox.ByAssistant, false, 0, plain},
		{inbox.ByAssistant, false, day - 5*time.Minute, plain},
		{inbox.ByAssistant, false, day - 5*time.Minute + time.Second, shut},
		{inbox.ByAssistant, true, day - 5*time.Minute + time.Second, shut}, // never a program's
		{inbox.BySystem, true, 2 * day, shut},
		{inbox.ByOperator, false, day - 5*time.Minute, plain},
		{inbox.ByOperator, false, day, shut},
		{inbox.ByOperator, true, time.Hour, plain},
		{inbox.ByOperator, true, day - 4*time.Minute, tag},
		{inbox.ByOperator, true, 7*day - 5*time.Minute, tag},
		{inbox.ByOperator, true, 7*day - 5*time.Minute + time.Second, shut},
		{inbox.ByOperator, true, 30 * day, shut},
		{inbox.BySystem, false, -time.Second, plain}, // a clock that is ahead of ours
	} {
		w := newWorld(t, func(_ *igfake.Options, o *instagram.Options) { o.HumanAgent = c.human })
		w.peer.Human = c.human
		asked := w.clock.t
		w.clock.advance(c.age)
		before := len(w.peer.Calls())
		_, err := w.ours.Send(inbox.WithAskedAt(t.Context(), asked), w.to, inbox.Outgoing{Text: "Ваш заказ готов", Author: c.by})
		switch {
		case c.want == shut && (fault.CodeOf(err) != inbox.ErrWindow.Code || fault.Retryable(err) || len(w.peer.Calls()) != before):
			t.Errorf("%s after %s: %v; %d calls", c.by, c.age, err, len(w.peer.Calls())-before)
		case c.want != shut && (err != nil || w.olga.Sees()[0].Tag != c.want):
			t.Errorf("%s after %s (approved %v): %v, %+v", c.by, c.age, c.human, err, w.olga.Sees())
		}
		if open := instagram.Window(asked, w.clock.t); open != (c.age <= day-5*time.Minute) {
			t.Errorf("notices after %s: %v", c.age, open)
		}
	}
	w := newWorld(t)
	if _, err := w.ours.Send(inbox.WithAskedAt(t.Context(), time.Time{}), w.to, inbox.Outgoing{Text: "x"}); fault.CodeOf(err) != inbox.ErrWindow.Code {
		t.Errorf("who never wrote: %v", err)
	}
}

// TestTagIsGivenUp: what Meta has not approved is not tried twice.
func TestTagIsGivenUp(t *testing.T) {
	w := newWorld(t, func(_ *igfake.Options, o *instagram.Options) { o.HumanAgent = true })
	asked := w.clock.t
	w.clock.advance(48 * time.Hour)
	for _, want := range []string{instagram.CodeHumanAgent, inbox.ErrWindow.Code} {
		_, err := w.ours.Send(inbox.WithAskedAt(t.Context(), asked), w.to, inbox.Outgoing{Text: "x", Author: inbox.ByOperator})
		if fault.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestPictures(t *testing.T) {
	refuse := func(o *igfake.Options, _ *instagram.Options) {
		o.Fetch = func(string) error { return errors.New("403") }
	}
	noPublic := func(_ *igfake.Options, o *instagram.Options) { o.Public = nil }
	for _, c := range []struct {
		name   string
		change func(*igfake.Options, *instagram.Options)
		image  inbox.Image
		picture,
		text string
	}{
		{"shown", func(*igfake.Options, *instagram.Options) {}, inbox.Image{URL: "/media/1.jpg", Alt: "платье"}, "https://shop.example/media/1.jpg", ""},
		{"refused", refuse, inbox.Image{URL: "/media/1.jpg", Alt: "платье"}, "", "платье: https://shop.example/media/1.jpg"},
		{"refused, without words", refuse, inbox.Image{URL: "https://cdn.example/1.jpg"}, "", "https://cdn.example/1.jpg"},
		{"no public address", noPublic, inbox.Image{URL: "/media/1.jpg", Alt: "платье"}, "", "платье"},
	} {
		w := newWorld(t, c.change)
		if _, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Images: []inbox.Image{c.image}}); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if s := w.olga.Sees(); len(s) != 1 || s[0].Image != c.picture || s[0].Text != c.text {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
	w := newWorld(t, noPublic)
	if _, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Images: []inbox.Image{{URL: "/media/1.jpg"}}}); fault.CodeOf(err) != instagram.CodeMedia {
		t.Errorf("a picture that cannot be shown: %v", err)
	}
}

// TestCardWithoutItsPicture: a picture that Meta cannot fetch takes no card away.
func TestCardWithoutItsPicture(t *testing.T) {
	w := newWorld(t, func(o *igfake.Options, _ *instagram.Options) {
		o.Fetch = func(u string) error {
			if strings.Contains(u, "bad") {
				return errors.New("404")
			}
			return nil
		}
	})
	m := inbox.Outgoing{Cards: []inbox.Card{
		{Title: "Платье", Price: "4 990 ₽", Images: []inbox.Image{{URL: "/media/bad.jpg"}}},
		{Title: "Шарф", Images: []inbox.Image{{URL: "/media/bad2.jpg"}}}}}
	if _, err := w.ours.Send(t.Context(), w.to, m); err != nil {
		t.Fatal(err)
	}
	if s := w.olga.Sees(); len(s) != 1 || len(s[0].Elements) != 2 || s[0].Elements[0].Subtitle != "4 990 ₽" || s[0].Elements[0].Image != "" || s[0].Elements[0].Tap != "https://shop.example/media/bad.jpg" {
		t.Errorf("%+v", s)
	}
}

func TestFind(t *testing.T) {
	w := newWorld(t)
	said := inbox.Outgoing{Text: "Заказ принят: " + strings.Repeat("платье ", 20), Buttons: [][]inbox.Button{{{Text: "1", Action: "1"}, {Text: "2", Action: "2"}, {Text: "3", Action: "3"}, {Text: "4", Action: "4"}}}}
	card := inbox.Outgoing{Cards: []inbox.Card{{Title: "Платье", Price: "4 990 ₽"}}}
	for _, m := range []inbox.Outgoing{said, card, {Text: "Коротко", Buttons: [][]inbox.Button{{{Text: "Да", Action: "yes"}}}}, {Images: []inbox.Image{{URL: "/media/1.jpg"}}}} {
		m = w.ours.Shape(m)[0]
		since := w.clock.t
		if _, found, err := w.ours.Find(t.Context(), w.to, m, since, known(w)); found || err != nil {
			t.Errorf("found before it was sent: %v, %v: %+v", found, err, m)
		}
		before := known(w)
		w.peer.Fail(igfake.Failure{Only: "messages", Drop: true, After: true})
		if _, err := w.ours.Send(t.Context(), w.to, m); fault.CodeOf(err) != inbox.ErrUnknownOutcome.Code || fault.RetryAfter(err) == 0 {
			t.Fatalf("a lost answer: %v", err)
		}
		id, found, err := w.ours.Find(t.Context(), w.to, m, since, before)
		if seen := w.olga.Sees(); err != nil || !found || id != seen[len(seen)-1].ID {
			t.Errorf("found %v %s, %v", found, id, err)
		}
		if _, found, _ := w.ours.Find(t.Context(), w.to, m, since, known(w)); found {
			t.Errorf("found under an id that is another's")
		}
		w.clock.advance(2 * time.Minute)
		if _, found, _ := w.ours.Find(t.Context(), w.to, m, w.clock.t.Add(time.Minute), nil); found {
			t.Errorf("found what was sent before")
		}
	}
}

func known(w *world) (ids []string) {
	for _, m := range w.olga.Sees() {
		ids = append(ids, m.ID)
	}
	return ids
}

func TestNoIDIsNotSent(t *testing.T) {
	w := newWorld(t)
	w.peer.Fail(igfake.Failure{Status: 200, Body: `{"recipient_id":"1"}`})
	if id, err := w.ours.Send(t.Context(), w.to, inbox.Outgoing{Text: "x"}); id != "" || fault.CodeOf(err) != inbox.ErrUnknownOutcome.Code {
		t.Errorf("%q, %v", id, err)
	}
}

func TestForms(t *testing.T) {
	button := func(n int) (rows [][]inbox.Button) {
		for i := range n {
			rows = append(rows, []inbox.Button{{Text: "кнопка " + string(rune('а'+i)), Action: "a" + string(rune('a'+i))}})
		}
		return rows
	}
	for _, c := range []struct {
		m                      inbox.Outgoing
		messages, inTpl, quick int
		typed                  int
	}{
		{inbox.Outgoing{Text: "Да?", Buttons: button(3)}, 1, 3, 0, 0},
		{inbox.Outgoing{Text: "Да?", Buttons: button(4)}, 1, 0, 4, 0},
		{inbox.Outgoing{Text: "Да?", Buttons: button(13)}, 1, 0, 13, 0},
		{inbox.Outgoing{Text: "Да?", Buttons: button(16)}, 1, 0, 13, 3},
		{inbox.Outgoing{Text: strings.Repeat("текст ", 70), Buttons: button(2)}, 1, 0, 2, 0},
		{inbox.Outgoing{Text: "Телефон?", Ask: inbox.AskPhone, Buttons: button(2)}, 1, 0, 3, 0},
		{inbox.Outgoing{Text: "Телефон?", Ask: inbox.AskPhone, Buttons: button(13)}, 1, 0, 13, 1},
		{inbox.Outgoing{Text: "Куда?", Ask: inbox.AskLocation}, 1, 0, 0, 0},
	} {
		w := newWorld(t)
		parts := w.ours.Shape(c.m)
		typed := 0
		for _, p := range parts {
			typed += len(p.Typed)
			if _, err := w.ours.Send(t.Context(), w.to, p); err != nil {
				t.Fatal(err)
			}
		}
		seen := w.olga.Sees()
		last := seen[len(seen)-1]
		if len(seen) != c.messages || len(last.Buttons) != c.inTpl || len(last.Quick) != c.quick || typed != c.typed {
			t.Errorf("%+v: %d messages, %d buttons, %d quick replies, %d typed", c.m, len(seen), len(last.Buttons), len(last.Quick), typed)
		}
	}
}

func TestToken(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.ours.Refresh(t.Context()); err == nil {
		t.Error("a token of an hour was refreshed")
	}
	w.clock.advance(30 * 24 * time.Hour)
	fresh, life, err := w.ours.Refresh(t.Context())
	if err != nil || fresh == token || life != instagram.TokenLife || w.peer.Token(token) == nil {
		t.Fatalf("%q for %s, %v; the old one is good: %v", fresh, life, err, w.peer.Token(token) != nil)
	}
	me, err := w.ours.Identify(t.Context())
	if err != nil || me.ID != igid || me.Username != "demo.shop" {
		t.Errorf("%+v, %v", me, err)
	}
	w.clock.advance(31 * 24 * time.Hour)
	if _, err := w.ours.Identify(t.Context()); fault.CodeOf(err) != instagram.CodeToken {
		t.Errorf("a token past its end: %v", err)
	}
}

func TestProbe(t *testing.T) {
	w := newWorld(t)
	h, err := w.ours.Probe(t.Context())
	if err != nil || len(h.MissingFields) != len(instagram.Fields) || len(h.MissingPermissions) != 0 {
		t.Errorf("not subscribed: %+v, %v", h, err)
	}
	if err := w.ours.Subscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if h, err := w.ours.Probe(t.Context()); err != nil || !h.OK() || h.Username != "demo.shop" {
		t.Errorf("%+v, %v", h, err)
	}
	w.peer.Fields, w.peer.Permissions = instagram.Fields[1:], []string{"instagram_business_basic"}
	h, err = w.ours.Probe(t.Context())
	if err != nil || strings.Join(h.MissingFields, ",") != "messages" || strings.Join(h.MissingPermissions, ",") != "instagram_business_manage_messages" {
		t.Errorf("%+v, %v", h, err)
	}
	w.peer.Revoke()
	if _, err := w.ours.Probe(t.Context()); fault.CodeOf(err) != instagram.CodeToken {
		t.Errorf("%v", err)
	}
}
