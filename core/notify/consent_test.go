package notify

import (
	"testing"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// TestPromotionalGate goes through the gate row by row: who may be advertised to, where.
func TestPromotionalGate(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	on := func(c ...shop.Channel) shop.Promotions {
		return shop.Promotions{On: true, Channels: shop.PlacesOf(c...)}
	}
	asked := func(c shop.Channel, yes bool, at int) Consent {
		return Consent{Topic: Promo, Channel: c, Allowed: yes, At: noon.Add(time.Duration(at) * time.Minute)}
	}
	yes := []Consent{asked(shop.Telegram, true, 0)}
	place := Place{Channel: shop.Telegram, Active: true, Route: inbox.RouteOurs, AskedAt: noon}
	for name, c := range map[string]struct {
		set   shop.Promotions
		said  []Consent
		place func(*Place)
		at    time.Time
		want  string
	}{
		"off unless the shop says so":       {said: yes, want: ReasonPromoOff},
		"on, but on no channel":             {set: on(), said: yes, want: ReasonForbidden},
		"on, but not on this one":           {set: on(shop.Webchat), said: yes, want: ReasonForbidden},
		"off keeps its channels shut":       {set: shop.Promotions{Channels: shop.PlacesOf(shop.Telegram)}, said: yes, want: ReasonPromoOff},
		"nobody was asked":                  {set: on(shop.Telegram), want: ReasonNoConsent},
		"asked on another channel":          {set: on(shop.Telegram), said: []Consent{asked(shop.Instagram, true, 0)}, want: ReasonNoConsent},
		"asked for another topic":           {set: on(shop.Telegram), said: []Consent{{Topic: Asked, Allowed: true, At: noon}}, want: ReasonNoConsent},
		"asked for":                         {set: on(shop.Telegram), said: yes},
		"asked for everywhere":              {set: on(shop.Telegram), said: []Consent{asked("", true, 0)}},
		"withdrawn":                         {set: on(shop.Telegram), said: append(yes, asked(shop.Telegram, false, 1)), want: ReasonWithdrawn},
		"withdrawn everywhere":              {set: on(shop.Telegram), said: append(yes, asked("", false, 1)), want: ReasonWithdrawn},
		"withdrawn elsewhere alone":         {set: on(shop.Telegram), said: append(yes, asked(shop.Webchat, false, 1))},
		"asked for again":                   {set: on(shop.Telegram), said: []Consent{asked("", false, 0), asked(shop.Telegram, true, 1)}},
		"at the same moment the later row":  {set: on(shop.Telegram), said: append(yes, asked(shop.Telegram, false, 0)), want: ReasonWithdrawn},
		"at night":                          {set: on(shop.Telegram), said: yes, at: noon.Add(11 * time.Hour), want: ReasonQuiet},
		"blocked":                           {set: on(shop.Telegram), said: yes, place: func(p *Place) { p.Blocked = true }, want: ReasonBlocked},
		"the account is not in use":         {set: on(shop.Telegram), said: yes, place: func(p *Place) { p.Active = false }, want: ReasonBusy},
		"another program has the customer":  {set: on(shop.Telegram), said: yes, place: func(p *Place) { p.Route = inbox.RouteForwarded }, want: ReasonBusy},
		"the reply window is closed":        {set: on(shop.Instagram), said: []Consent{asked("", true, 0)}, place: func(p *Place) { p.Channel, p.AskedAt = shop.Instagram, noon.Add(-25*time.Hour) }, want: ReasonWindow},
		"Instagram, where a shop may":       {set: on(shop.Instagram), said: []Consent{asked("", true, 0)}, place: func(p *Place) { p.Channel = shop.Instagram }},
		"Instagram is forbidden by default": {set: on(shop.Telegram, shop.Webchat), said: []Consent{asked("", true, 0)}, place: func(p *Place) { p.Channel = shop.Instagram }, want: ReasonForbidden},
	} {
		at := noon
		if !c.at.IsZero() {
			at = c.at
		}
		s := &Service{now: func() time.Time { return at }, windows: map[shop.Channel]Window{
			shop.Instagram: func(asked, now time.Time) bool { return now.Sub(asked) < 24*time.Hour }}}
		p := place
		if c.place != nil {
			c.place(&p)
		}
		if got := s.refused(shop.Shop{TimeZone: "UTC", Settings: shop.Settings{Promotions: c.set}}, c.said, p); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNoNoticeAdvertises: a notice of an event is never a promotion; those pass Promote.
func TestNoNoticeAdvertises(t *testing.T) {
	for _, k := range kinds {
		if k.Audience == Customer && k.Topic == Promo {
			t.Errorf("%s is promotional: say it through Promote", k.Event)
		}
	}
}
