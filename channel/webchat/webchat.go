// Package webchat is the chat page as a channel: it reads what the page posts and
// hands answers over to it. Answers travel by the message log itself, which the page
// reads, so sending here means: give the message its id and wake whoever is looking.
// HTTP is not here but in httpapi/webchat.
package webchat

import (
	"context"

	"prilavok/core/contact"
	"prilavok/core/fault"
	"prilavok/core/id"
	"prilavok/core/inbox"
)

// Hub tells open pages of a visitor that there is something to read. Best effort:
// pages also look by themselves.
type Hub interface {
	Wake(accountID, visitor string)
	Typing(accountID, visitor, progress string)
}

// Adapter implements inbox.Sender, inbox.Shaper and inbox.Presence.
type Adapter struct {
	hub Hub
	ids *id.Maker
}

// New returns the adapter; without a hub pages look by themselves.
func New(hub Hub, ids *id.Maker) *Adapter {
	if hub == nil {
		hub = noHub{}
	}
	return &Adapter{hub: hub, ids: ids}
}

type noHub struct{}

func (noHub) Wake(string, string)           {}
func (noHub) Typing(string, string, string) {}

// idPrefix begins the ids of our messages.
const idPrefix = "wm"

// Send gives the message its id. An edit keeps the id of the message it replaces, as
// the page shows it in that one's place; what replaces no message of ours is new.
func (a *Adapter) Send(_ context.Context, to contact.Address, m inbox.Outgoing) (string, error) {
	if to.Blocked {
		return "", ErrBlocked
	}
	defer a.hub.Wake(to.AccountID, to.ExternalID)
	if id.Prefix(m.Replaces) == idPrefix {
		return m.Replaces, nil
	}
	return a.ids.Make(idPrefix), nil
}

// Typing shows that an answer is being made.
func (a *Adapter) Typing(_ context.Context, to contact.Address, progress string) {
	a.hub.Typing(to.AccountID, to.ExternalID, progress)
}

// Faults of the channel.
var (
	ErrBlocked  = fault.New(fault.Forbidden, "webchat.blocked", "the visitor's address is blocked")
	ErrBody     = fault.New(fault.Invalid, "webchat.bad_body", "the message is not valid JSON of the expected form")
	ErrClientID = fault.New(fault.Invalid, "webchat.client_id", "client_id must be 8 to 64 letters, digits, hyphens or underscores")
	ErrOneOf    = fault.New(fault.Invalid, "webchat.one_of", "send exactly one of text, photos, action, contact, location and start")
	ErrPhotos   = fault.New(fault.Invalid, "webchat.photos", "photos are up to 10 different ids of uploaded pictures")
	ErrTooLong  = fault.New(fault.Invalid, "webchat.text_too_long", "a message has at most 4000 characters")
	ErrAction   = fault.New(fault.Invalid, "webchat.action", "an action has 1 to 64 bytes")
	ErrPhone    = fault.New(fault.Invalid, "webchat.phone", "a phone number has 10 to 15 digits")
	ErrPlace    = fault.New(fault.Invalid, "webchat.location", "a location needs a latitude of -90 to 90 and a longitude of -180 to 180")
)
