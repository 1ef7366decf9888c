// Package contact is people and their addresses on channels. A contact is a person;
// an address is where one channel account reaches that person. Who a person is, is
// never concluded from what they typed: addresses join only through Telegram's own
// contact button, a one-time code, or an operator's audited merge.
package contact

import (
	"time"

	"prilavok/core/lang"
	"prilavok/core/shop"
)

// Contact is a person.
type Contact struct {
	ID            string
	ShopID        string
	Name          string
	Lang          lang.Lang
	Phone         string // E.164 with +; "" unknown
	PhoneVerified bool   // true only from Telegram's contact button (user_id equal to the sender's)
	Email         string
	Note          string
	Postal        Postal // where things are sent; zero when none was saved
	NoticesWait   bool   // something waits to be said when they write next; kept by core/notify
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// Postal is a postal address that a contact has saved. An address in this package is one
// on a channel; this is the one on an envelope.
type Postal struct {
	Country string `json:"country,omitempty"`
	Region  string `json:"region,omitempty"`
	City    string `json:"city,omitempty"`
	Line    string `json:"line,omitempty"` // street, house, flat
	Code    string `json:"code,omitempty"` // postal code
}

// Written is the address in one line without the city, "" when no street was saved.
func (p Postal) Written() string {
	if p.Line == "" {
		return ""
	}
	out := p.Line
	for _, part := range []string{p.Region, p.Code, p.Country} {
		if part != "" {
			out += ", " + part
		}
	}
	return out
}

// Address is where one channel account reaches a contact.
type Address struct {
	ID              string
	ShopID          string
	ContactID       string
	AccountID       string
	Channel         shop.Channel
	ExternalID      string // the person's id on the channel; webchat: hash of the visitor's token
	ConversationKey string // the channel's id of the conversation: chat, chat and topic, business chat
	Username        string
	Blocked         bool // the contact blocked us, or is gone
}
