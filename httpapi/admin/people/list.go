package people

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/notify"
	"prilavok/httpapi/admin/gate"
)

// ContactHandle is where a contact is reached, as a list shows it.
type ContactHandle struct {
	Channel  string `json:"channel"`
	Username string `json:"username,omitempty"`
	Blocked  bool   `json:"blocked"`
}

// ContactSum is an amount of whole minor units.
type ContactSum struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency" doc:"ISO 4217"`
}

// ContactLine is a contact as a list shows them.
type ContactLine struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Phone     string          `json:"phone,omitempty"`
	Email     string          `json:"email,omitempty"`
	Lang      string          `json:"lang"`
	Handles   []ContactHandle `json:"handles"`
	Labels    []string        `json:"labels" doc:"of their conversations"`
	Orders    int64           `json:"orders" doc:"placed, and not canceled since"`
	Spent     ContactSum      `json:"spent" doc:"what they came to, before returns, in the shop's currency"`
	CreatedAt time.Time       `json:"created_at"`
	LastAt    *time.Time      `json:"last_at,omitempty" doc:"of the newest activity in a conversation"`
}

func lineOf(l contact.Line) ContactLine {
	x := ContactLine{ID: l.ID, Name: l.Name, Phone: l.Phone, Email: l.Email, Lang: string(l.Lang), Handles: []ContactHandle{}, Labels: []string{},
		Orders: l.Orders, Spent: ContactSum(l.Spent), CreatedAt: l.CreatedAt, LastAt: when(l.LastAt)}
	for _, h := range l.Handles {
		x.Handles = append(x.Handles, ContactHandle{string(h.Channel), h.Username, h.Blocked})
	}
	x.Labels = append(x.Labels, l.Labels...)
	return x
}

type page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type listIn struct {
	Search string `query:"search" maxLength:"100" doc:"the beginning of a name, the end of a phone, an order's number, @name on a channel, or #label"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (a *api) list(ctx context.Context, in *listIn) (*out[page[ContactLine]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := a.Contacts.List(ctx, in.Search, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &out[page[ContactLine]]{page[ContactLine]{listed(list, lineOf).Body.Items, gate.Cursor(next)}}, nil
}

// ContactNotice is one thing a contact was told of an order.
type ContactNotice struct {
	ID      string    `json:"id"`
	Event   string    `json:"event"`
	OrderID string    `json:"order_id,omitempty"`
	Channel string    `json:"channel,omitempty"`
	State   string    `json:"state" doc:"planned, queued, sent, unknown, failed, waiting, suppressed"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at"`
}

func toldOf(n notify.Notice) ContactNotice {
	return ContactNotice{n.ID, n.Event, n.SubjectID, string(n.Channel), string(n.State), n.Reason, n.CreatedAt}
}

type noticesIn struct {
	ByID
	Cursor string `query:"cursor" maxLength:"200"`
}

func (a *api) notices(ctx context.Context, in *noticesIn) (*out[page[ContactNotice]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	if _, err := a.Contacts.Get(ctx, in.ID); err != nil {
		return nil, err
	}
	told, err := a.Notices.To(ctx, in.ID, cursor)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(told) == notify.PageLength {
		next = told[len(told)-1].ID
	}
	return &out[page[ContactNotice]]{page[ContactNotice]{listed(told, toldOf).Body.Items, gate.Cursor(next)}}, nil
}
