package notify

import (
	"context"
	"slices"
	"time"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Consent is what a contact said about a topic. Each stays as proof; the last one counts.
type Consent struct {
	ID        string
	ContactID string
	Topic     Topic
	Channel   shop.Channel // "" is every one
	Allowed   bool
	Version   string // of the text that was agreed to; "" when none was shown
	Source    string // where it was said
	At        time.Time
}

// said finds what counts for a topic on a channel: the last consent of that channel or of
// all. nil is nothing.
func said(list []Consent, t Topic, c shop.Channel) *Consent {
	var last *Consent
	for i, x := range list {
		if x.Topic == t && (x.Channel == "" || x.Channel == c) && (last == nil || !x.At.Before(last.At)) {
			last = &list[i]
		}
	}
	return last
}

// Allowed tells, in the open unit of work, whether a contact wants notices of a topic.
// Promotions have a gate of their own: Promote.
func (s *Service) Allowed(ctx context.Context, contactID string, t Topic) (bool, error) {
	list, err := s.people.ConsentsOf(ctx, contactID)
	if err != nil {
		return false, err
	}
	if x := said(list, t, ""); x != nil {
		return x.Allowed, nil
	}
	return t != Promo, nil
}

// Allow notes what a contact allows or refuses on all channels. Of their orders they are told
// what is urgent all the same: money and cancellations. Source is where they said so.
func (s *Service) Allow(ctx context.Context, contactID string, t Topic, allowed bool, source string) error {
	_, err := s.Consent(ctx, Consent{ContactID: contactID, Topic: t, Allowed: allowed, Source: source})
	return err
}

// Consent notes what a contact said about a topic.
//
// Faults: ErrTopic; contact.not_found.
func (s *Service) Consent(ctx context.Context, c Consent) (Consent, error) {
	c.ID, c.At = s.ids.Make("cns"), s.now()
	if !slices.Contains([]Topic{Orders, Promo, Asked}, c.Topic) {
		return c, ErrTopic
	}
	err := s.tx.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.people.ContactByID(ctx, c.ContactID); err != nil {
			return err
		}
		return s.people.AddConsent(ctx, c)
	})
	return c, err
}

// Consents lists all that a contact said, oldest first.
func (s *Service) Consents(ctx context.Context, contactID string) ([]Consent, error) {
	var out []Consent
	err := s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.people.ConsentsOf(ctx, contactID)
		return err
	})
	return out, err
}

// Promoted reports, in the open unit of work, whether a contact allows promotions on a
// channel; "" is on any.
func (s *Service) Promoted(ctx context.Context, contactID string, c shop.Channel) (bool, error) {
	list, err := s.people.ConsentsOf(ctx, contactID)
	if c != "" {
		x := said(list, Promo, c)
		return x != nil && x.Allowed, err
	}
	for _, x := range list {
		if last := said(list, Promo, x.Channel); x.Topic == Promo && last.Allowed {
			return true, err
		}
	}
	return false, err
}

// Reasons for which a promotion is not said, beside those of notices.
const (
	ReasonPromoOff  = "promotions_off"       // the shop sends none
	ReasonForbidden = "promotions_forbidden" // not on this channel
	ReasonNoConsent = "no_consent"           // the contact never asked for them there
	ReasonWithdrawn = "withdrawn"            // the contact took it back
	ReasonQuiet     = "quiet_hours"
)

// Promote is the gate that every promotional message passes: nothing else may say one. A
// message is promotional when it asks to buy and the contact has not asked for just this:
// news, discounts, a reminder of a cart that was left. It is not when they asked to be told
// of just this (goods that are back: Asked), or when it is about an order of theirs.
//
// It is said in the place where the contact wrote last of those where it may be, and never
// later: what is refused is refused for good. reason is why nothing was said, of the place
// that came nearest.
func (s *Service) Promote(ctx context.Context, sh shop.Shop, contactID string, m inbox.Outgoing) (said []inbox.Message, reason string, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		said, reason = nil, ReasonNoAddress
		list, err := s.people.ConsentsOf(ctx, contactID)
		if err != nil {
			return err
		}
		places, err := s.people.PlacesOf(ctx, contactID)
		if err != nil {
			return err
		}
		for _, p := range places {
			why := s.refused(sh, list, p)
			if why == "" {
				reason = ""
				said, err = s.Inbox.Post(ctx, p.ConversationID, inbox.BySystem, m)
				return err
			}
			if rank(why) > rank(reason) {
				reason = why
			}
		}
		return nil
	})
	return said, reason, err
}

// refused says why a promotion may not be said in a place now, "" when it may.
func (s *Service) refused(sh shop.Shop, list []Consent, p Place) string {
	set := sh.Settings.Promotions
	if !set.On {
		return ReasonPromoOff
	}
	if !set.Channels.Has(p.Channel) {
		return ReasonForbidden
	}
	x := said(list, Promo, p.Channel)
	switch {
	case x == nil:
		return ReasonNoConsent
	case !x.Allowed:
		return ReasonWithdrawn
	}
	if _, quiet := Quiet(sh.Settings.Notices, zoneOf(sh.TimeZone), s.now()); quiet {
		return ReasonQuiet
	}
	return s.closed(p)
}

// rank orders the reasons by how far a promotion came.
func rank(reason string) int {
	return slices.Index([]string{ReasonNoAddress, ReasonPromoOff, ReasonForbidden, ReasonNoConsent, ReasonWithdrawn, ReasonQuiet, ReasonBusy, ReasonBlocked, ReasonWindow}, reason)
}
