package people

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/notify/held"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
)

// ContactJoin is two contacts who became one.
type ContactJoin struct {
	ID       string     `json:"id"`
	GoneID   string     `json:"gone_id" doc:"the contact who is no more"`
	KeptID   string     `json:"kept_id" doc:"the contact who remains"`
	How      string     `json:"how" doc:"code, phone, operator"`
	By       string     `json:"by,omitempty"`
	Why      string     `json:"why,omitempty"`
	State    string     `json:"state" doc:"wanted, joined, refused, undone"`
	Fault    string     `json:"fault,omitempty"`
	AskedAt  time.Time  `json:"asked_at"`
	DoneAt   *time.Time `json:"done_at,omitempty"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
}

func joinOf(j contact.Join) ContactJoin {
	return ContactJoin{j.ID, j.GoneID, j.KeptID, string(j.How), j.By, j.Why, string(j.State), j.Fault, j.AskedAt, when(j.DoneAt), when(j.UndoneAt), j.UndoneBy}
}

func (a *api) joins(ctx context.Context, in *ByID) (*out[list[ContactJoin]], error) {
	joins, err := a.Contacts.Joins(ctx, in.ID)
	if err == nil && len(joins) == 0 { // nobody's, or another shop's, unless the contact is here
		_, err = a.Contacts.Get(ctx, in.ID)
	}
	return listed(joins, joinOf), err
}

type joinIn struct {
	ByID
	Body struct {
		Other string `json:"other" minLength:"1" maxLength:"64" doc:"the contact who becomes part of this one"`
		Why   string `json:"why,omitempty" maxLength:"500"`
	}
}

func (a *api) join(ctx context.Context, in *joinIn) (*out[ContactJoin], error) {
	j, err := a.Contacts.AskJoin(ctx, in.ID, in.Body.Other, gate.CallerOf(ctx).ID, in.Body.Why)
	return &out[ContactJoin]{joinOf(j)}, err
}

func (a *api) part(ctx context.Context, in *ByID) (*out[ContactJoin], error) {
	j, err := a.Contacts.AskPart(ctx, in.ID, gate.CallerOf(ctx).ID)
	return &out[ContactJoin]{joinOf(j)}, err
}

// Consent is what a contact said about a topic.
type Consent struct {
	ID      string    `json:"id"`
	Topic   string    `json:"topic" doc:"orders, promo, asked"`
	Channel string    `json:"channel,omitempty" doc:"none is every channel"`
	Allowed bool      `json:"allowed"`
	Version string    `json:"version,omitempty" doc:"of the text that was agreed to"`
	Source  string    `json:"source,omitempty" doc:"where it was said"`
	At      time.Time `json:"at"`
}

func consentOf(c notify.Consent) Consent {
	return Consent{c.ID, string(c.Topic), string(c.Channel), c.Allowed, c.Version, c.Source, c.At}
}

func (a *api) consents(ctx context.Context, in *ByID) (*out[list[Consent]], error) {
	if _, err := a.Contacts.Get(ctx, in.ID); err != nil {
		return nil, err
	}
	said, err := a.Notices.Consents(ctx, in.ID)
	return listed(said, consentOf), err
}

type consentIn struct {
	ByID
	Body struct {
		Topic   string `json:"topic" enum:"orders,promo,asked"`
		Channel string `json:"channel,omitempty" enum:"telegram,instagram,webchat"`
		Allowed bool   `json:"allowed"`
		Version string `json:"version,omitempty" maxLength:"100"`
		Source  string `json:"source,omitempty" maxLength:"200"`
	}
}

func (a *api) consent(ctx context.Context, in *consentIn) (*out[Consent], error) {
	b := in.Body
	source := b.Source
	if source == "" {
		source = "api:" + gate.CallerOf(ctx).ID
	}
	c, err := a.Notices.Consent(ctx, notify.Consent{ContactID: in.ID, Topic: notify.Topic(b.Topic), Channel: shop.Channel(b.Channel), Allowed: b.Allowed, Version: b.Version, Source: source})
	return &out[Consent]{consentOf(c)}, err
}

// HeldMessage is a message that the closed reply window kept.
type HeldMessage struct {
	Seq     int64      `json:"seq" doc:"of the message in its conversation"`
	Author  string     `json:"author"`
	Reason  string     `json:"reason" doc:"code of the fault"`
	Wish    string     `json:"wish,omitempty" doc:"later, elsewhere, drop; none: nobody has decided"`
	By      string     `json:"by,omitempty"`
	Outcome string     `json:"outcome,omitempty" doc:"said, dropped; none: it waits"`
	WentTo  string     `json:"went_to,omitempty" doc:"conversation in which it was said"`
	At      time.Time  `json:"at"`
	DoneAt  *time.Time `json:"done_at,omitempty"`
}

func heldOf(m held.Message) HeldMessage {
	return HeldMessage{m.Seq, string(m.Author), m.Reason, string(m.Wish), m.By, string(m.Outcome), m.WentTo, m.CreatedAt, when(m.DoneAt)}
}

func (a *api) held(ctx context.Context, in *ByID) (*out[list[HeldMessage]], error) {
	if err := a.Tx.View(ctx, func(ctx context.Context) error { _, err := a.Rows.ConversationByID(ctx, in.ID); return err }); err != nil {
		return nil, err
	}
	kept, err := a.Held.In(ctx, in.ID)
	return listed(kept, heldOf), err
}

type heldIn struct {
	ByID
	Seq  int `path:"seq" minimum:"1"`
	Body struct {
		Wish string `json:"wish" enum:"later,elsewhere,drop"`
	}
}

func (a *api) decide(ctx context.Context, in *heldIn) (*out[HeldMessage], error) {
	m, err := a.Held.Ask(ctx, in.ID, int64(in.Seq), held.Wish(in.Body.Wish), gate.CallerOf(ctx).ID)
	return &out[HeldMessage]{heldOf(m)}, err
}

type eraseIn struct {
	ByID
	Body struct {
		Confirm string `json:"confirm" maxLength:"64" doc:"the contact's id once more: it cannot be undone"`
	}
}

func (a *api) erase(ctx context.Context, in *eraseIn) (*struct{}, error) {
	return nil, a.Contacts.AskErase(ctx, in.ID, in.Body.Confirm, gate.CallerOf(ctx).ID)
}

// Person is all that is kept of one.
type Person struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Lang      string           `json:"lang"`
	Phone     string           `json:"phone,omitempty"`
	Email     string           `json:"email,omitempty"`
	Note      string           `json:"note,omitempty"`
	Postal    contact.Postal   `json:"postal"`
	CreatedAt time.Time        `json:"created_at"`
	Addresses []ContactAddress `json:"addresses"`
	Consents  []Consent        `json:"consents"`
	Joins     []ContactJoin    `json:"joins"`
	Orders    []PersonOrder    `json:"orders"`
	Messages  []PersonMessage  `json:"messages"`
	Traces    []PersonTrace    `json:"traces"`
}

// PersonTrace is what else is said of a person.
type PersonTrace struct {
	What string            `json:"what" doc:"comment, event, timeline, return, parcel, shipment, payment, operation, change"`
	ID   string            `json:"id"`
	At   string            `json:"at"`
	Said map[string]string `json:"said" doc:"what is kept, by its name"`
}

// PersonOrder is an order as its person is told of it.
type PersonOrder struct {
	ID        string    `json:"id"`
	Number    string    `json:"number"`
	Status    string    `json:"status"`
	Total     int64     `json:"total" doc:"minor units"`
	Currency  string    `json:"currency"`
	Name      string    `json:"name"`
	Phone     string    `json:"phone"`
	Address   string    `json:"address"`
	Comment   string    `json:"comment"`
	CreatedAt time.Time `json:"created_at"`
}

// PersonMessage is one of a conversation.
type PersonMessage struct {
	Conversation string    `json:"conversation"`
	Author       string    `json:"author"`
	Kind         string    `json:"kind"`
	Text         string    `json:"text"`
	At           time.Time `json:"at"`
}

func (a *api) export(ctx context.Context, in *ByID) (*out[Person], error) {
	c, err := a.Contacts.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p := Person{ID: c.ID, Name: c.Name, Lang: string(c.Lang), Phone: c.Phone, Email: c.Email, Note: c.Note, Postal: c.Postal, CreatedAt: c.CreatedAt,
		Orders: []PersonOrder{}, Messages: []PersonMessage{}, Traces: []PersonTrace{}}
	for _, read := range []func() error{
		func() error { x, err := a.addresses(ctx, in); p.Addresses = items(x); return err },
		func() error { x, err := a.consents(ctx, in); p.Consents = items(x); return err },
		func() error { x, err := a.joins(ctx, in); p.Joins = items(x); return err },
		func() (err error) { p.Orders, err = a.ordersOf(ctx, in.ID); return err },
		func() (err error) { p.Messages, err = a.messagesOf(ctx, p.Addresses); return err },
		func() error {
			x, err := a.Contacts.Traces(ctx, in.ID)
			for _, t := range x {
				p.Traces = append(p.Traces, PersonTrace{t.What, t.ID, t.At, t.Said})
			}
			return err
		},
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return &out[Person]{p}, nil
}

func items[T any](o *out[list[T]]) []T {
	if o == nil {
		return nil
	}
	return o.Body.Items
}

func (a *api) ordersOf(ctx context.Context, contactID string) ([]PersonOrder, error) {
	all := []PersonOrder{}
	for cursor := ""; ; {
		page, err := a.Orders.ForContact(ctx, contactID, cursor, 100)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Orders {
			all = append(all, orderOf(o))
		}
		if cursor = page.Next; cursor == "" {
			return all, nil
		}
	}
}

func orderOf(o order.Order) PersonOrder {
	return PersonOrder{o.ID, o.Number, string(o.Status), o.Total.Amount, o.Total.Currency, o.Name, o.Phone, o.Ship.Address, o.Comment, o.CreatedAt}
}

// messagesAtOnce is how many messages one unit of work reads.
const messagesAtOnce = 500

func (a *api) messagesOf(ctx context.Context, addresses []ContactAddress) ([]PersonMessage, error) {
	all := []PersonMessage{}
	for _, d := range addresses {
		for _, c := range d.Conversations {
			for seq := int64(0); ; {
				var part []inbox.Message
				if err := a.Tx.View(ctx, func(ctx context.Context) (err error) {
					part, err = a.Rows.MessagesAfter(ctx, c.ID, seq, messagesAtOnce)
					return err
				}); err != nil {
					return nil, err
				}
				for _, m := range part {
					all, seq = append(all, PersonMessage{c.ID, string(m.Author), string(m.Kind), m.Text, m.CreatedAt}), m.Seq
				}
				if len(part) < messagesAtOnce {
					break
				}
			}
		}
	}
	return all, nil
}
