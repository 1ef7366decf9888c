// Package desk is the part of the shop's API that the operators' inbox is made of:
// conversations, what is said in them, and what an operator does there.
package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"prilavok/core/desk"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/rating"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call.
type Services struct {
	Desk    *desk.Service
	Ratings *rating.Service
	Files   bool // this program gives out the files of messages
}

const one = "/conversations/{id}"

// Routes is this part of the table of routes.
var Routes = slices.Concat(aside, drafts, rated, []gate.Route{
	{ID: "conversations.list", Method: http.MethodGet, Path: "/conversations", Scope: staff.ConversationsRead, Summary: "Conversations, the newest activity first"},
	{ID: "conversations.get", Method: http.MethodGet, Path: one, Scope: staff.ConversationsRead, Summary: "One conversation"},
	{ID: "conversations.messages", Method: http.MethodGet, Path: one + "/messages", Scope: staff.ConversationsRead, Summary: "Messages, private notes and what happened to orders, newest first"},
	{ID: "conversations.send", Method: http.MethodPost, Path: one + "/messages", Scope: staff.ConversationsWrite, Status: http.StatusCreated, Summary: "Write to the customer: the conversation is yours from then on, and the assistant is silent"},
	{ID: "changes.list", Method: http.MethodGet, Path: "/changes", Scope: staff.ConversationsRead, Summary: "What changed in conversations after a cursor, oldest first"},
	{ID: "conversations.retry", Method: http.MethodPost, Path: one + "/messages/{part}/retry", Scope: staff.ConversationsWrite, Summary: "Send a message again that has failed"},
	{ID: "conversations.take", Method: http.MethodPost, Path: one + "/take", Scope: staff.ConversationsWrite, Summary: "Take a conversation, also from a colleague"},
	{ID: "conversations.hand_back", Method: http.MethodPost, Path: one + "/hand-back", Scope: staff.ConversationsWrite, Summary: "Give a conversation back to the assistant"},
	{ID: "conversations.assign", Method: http.MethodPost, Path: one + "/assign", Scope: staff.ConversationsWrite, Summary: "Give a conversation to a member of staff, or to whoever takes it"},
	{ID: "conversations.snooze", Method: http.MethodPost, Path: one + "/snooze", Scope: staff.ConversationsWrite, Summary: "Put a conversation away until a time, or until the customer writes"},
	{ID: "conversations.resolve", Method: http.MethodPost, Path: one + "/resolve", Scope: staff.ConversationsWrite, Summary: "End a conversation; the customer's next message begins it anew with the assistant"},
	{ID: "conversations.reopen", Method: http.MethodPost, Path: one + "/reopen", Scope: staff.ConversationsWrite, Summary: "Make a conversation the operators' again"},
	{ID: "conversations.read", Method: http.MethodPost, Path: one + "/read", Scope: staff.ConversationsWrite, Quiet: true, Summary: "Note that everything so far has been read"},
	{ID: "conversations.labels", Method: http.MethodPut, Path: one + "/labels", Scope: staff.ConversationsWrite, Summary: "Replace the labels of a conversation"},
	{ID: "conversations.mode", Method: http.MethodPut, Path: one + "/mode", Scope: staff.ConversationsWrite, Summary: "Decide who answers a conversation: the assistant, a person with its drafts, or a person alone"},
	{ID: "conversations.note", Method: http.MethodPost, Path: one + "/notes", Scope: staff.ConversationsWrite, Status: http.StatusCreated, Summary: "Write a private note for colleagues"},
})

type api struct{ Services }

type out[T any] struct{ Body T }

type page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

// ByID names one conversation.
type ByID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type paging struct {
	Cursor string `query:"cursor" maxLength:"400" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type listIn struct {
	paging
	State      []string `query:"state" enum:"pending,open,snoozed,resolved" doc:"one or several, with commas"`
	Channel    string   `query:"channel" maxLength:"32"`
	Assignee   string   `query:"assignee" maxLength:"64" doc:"me, none, or the id of a member of staff"`
	Label      string   `query:"label" maxLength:"64"`
	Draft      bool     `query:"draft" doc:"only those in which a draft of the assistant's waits"`
	Unanswered bool     `query:"unanswered" doc:"only those whose contact waits for an answer"`
	Search     string   `query:"search" maxLength:"100" doc:"a contact's name, the end of a phone, an order's number, or words that were said"`
}

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "conversations.list", a.list)
	gate.Add(g, "conversations.get", func(ctx context.Context, in *ByID) (*out[Conversation], error) {
		c, err := a.Desk.Conversation(ctx, in.ID)
		return &out[Conversation]{conversationOf(c)}, err
	})
	gate.Add(g, "conversations.messages", a.messages)
	gate.Add(g, "conversations.send", a.send)
	gate.Add(g, "conversations.retry", func(ctx context.Context, in *partIn) (*out[Message], error) {
		x, err := a.Desk.Retry(ctx, in.ID, in.Part)
		return a.item(ctx, x, err)
	})
	gate.Add(g, "conversations.note", a.note)
	gate.Add(g, "changes.list", a.changes)
	gate.Add(g, "conversations.ratings", a.ratings)
	a.moves(g)
	a.aside(g)
	a.drafts(g)
}

// moves are what is done to a conversation as a whole.
func (a *api) moves(g *gate.Gate) {
	gate.Add(g, "conversations.take", func(ctx context.Context, in *plain) (*out[Conversation], error) {
		return a.done(ctx, func(by handoff.Operator) (desk.Conversation, error) { return a.Desk.Take(ctx, in.ID, by) })
	})
	gate.Add(g, "conversations.hand_back", func(ctx context.Context, in *handBackIn) (*out[Conversation], error) {
		return a.done(ctx, func(by handoff.Operator) (desk.Conversation, error) {
			return a.Desk.HandBack(ctx, in.ID, in.Body.Note, by)
		})
	})
	gate.Add(g, "conversations.assign", func(ctx context.Context, in *assignIn) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) {
			member := ""
			if in.Body.MemberID != nil {
				member = *in.Body.MemberID
			}
			return a.Desk.Assign(ctx, in.ID, member)
		})
	})
	gate.Add(g, "conversations.snooze", func(ctx context.Context, in *snoozeIn) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) { return a.Desk.Snooze(ctx, in.ID, in.Body.Until) })
	})
	gate.Add(g, "conversations.resolve", func(ctx context.Context, in *plain) (*out[Conversation], error) {
		return a.done(ctx, func(by handoff.Operator) (desk.Conversation, error) { return a.Desk.Resolve(ctx, in.ID, by) })
	})
	gate.Add(g, "conversations.reopen", func(ctx context.Context, in *plain) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) { return a.Desk.Reopen(ctx, in.ID) })
	})
	gate.Add(g, "conversations.read", func(ctx context.Context, in *plain) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) { return a.Desk.Read(ctx, in.ID) })
	})
	gate.Add(g, "conversations.labels", func(ctx context.Context, in *labelsIn) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) { return a.Desk.Label(ctx, in.ID, in.Body.Labels) })
	})
}

// done answers with a conversation after something was done to it.
func (a *api) done(ctx context.Context, fn func(by handoff.Operator) (desk.Conversation, error)) (*out[Conversation], error) {
	by, err := a.Desk.By(ctx, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	c, err := fn(by)
	if err != nil {
		return nil, told(err)
	}
	return &out[Conversation]{conversationOf(c)}, nil
}

type plain struct {
	ByID
	Body *struct{}
}

type handBackIn struct {
	ByID
	Body struct {
		Note string `json:"note,omitempty" maxLength:"4000" doc:"for colleagues"`
	}
}

type assignIn struct {
	ByID
	Body struct {
		MemberID *string `json:"member_id" nullable:"true" doc:"null: whoever takes it"`
	}
}

type snoozeIn struct {
	ByID
	Body struct {
		Until time.Time `json:"until"`
	}
}

type labelsIn struct {
	ByID
	Body struct {
		Labels []string `json:"labels" maxItems:"20"`
	}
}

type partIn struct {
	ByID
	Part string `path:"part" minLength:"1" maxLength:"64" doc:"the message's id"`
	Body *struct{}
}

func (a *api) list(ctx context.Context, in *listIn) (*out[page[Conversation]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	f := desk.Filter{Channel: shop.Channel(in.Channel), Assignee: in.Assignee, Label: in.Label, Unanswered: in.Unanswered, Drafted: in.Draft, Search: strings.TrimSpace(in.Search)}
	if f.Assignee == "me" {
		f.Assignee = gate.CallerOf(ctx).ID
	}
	for _, s := range in.State {
		f.States = append(f.States, inbox.Status(s))
	}
	list, next, err := a.Desk.List(ctx, f, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	p := page[Conversation]{Items: []Conversation{}, Next: gate.Cursor(next)}
	for _, c := range list {
		p.Items = append(p.Items, conversationOf(c))
	}
	return &out[page[Conversation]]{p}, nil
}

type messagesIn struct {
	ByID
	paging
}

func (a *api) messages(ctx context.Context, in *messagesIn) (*out[page[Message]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := a.Desk.Stream(ctx, in.ID, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	p := page[Message]{Items: []Message{}, Next: gate.Cursor(next)}
	for _, x := range list {
		p.Items = append(p.Items, a.shown(ctx, x))
	}
	return &out[page[Message]]{p}, nil
}

// shown is a message with the reason of its failure in the caller's language.
func (a *api) shown(ctx context.Context, x desk.Item) Message {
	m := messageOf(x)
	for i := range m.Media {
		if f := &m.Media[i]; !a.Files && f.ID != "" {
			f.URL, f.Elsewhere = "", true
		}
	}
	if m.Failure != nil {
		m.Failure.Detail = failure(m.Failure.Code).In(gate.CallerOf(ctx).Lang)
	}
	return m
}

func (a *api) item(ctx context.Context, x desk.Item, err error) (*out[Message], error) {
	if err != nil {
		return nil, told(err)
	}
	return &out[Message]{a.shown(ctx, x)}, nil
}

type sendIn struct {
	ByID
	Body struct {
		Text       string   `json:"text,omitempty" maxLength:"8000" doc:"plain; the channel splits what is too long for one message"`
		ClientID   string   `json:"client_id,omitempty" maxLength:"64" doc:"your own id of the message: one that was sent already is not sent again"`
		ProductIDs []string `json:"product_ids,omitempty" maxItems:"10" doc:"goods to show beneath the text"`
		DraftID    string   `json:"draft_id,omitempty" maxLength:"64" doc:"the assistant's draft that this was made from: it is sent once"`
		Force      bool     `json:"force,omitempty" doc:"also where a colleague has the conversation: it becomes yours"`
	}
}

func (a *api) send(ctx context.Context, in *sendIn) (*out[Message], error) {
	by, err := a.Desk.By(ctx, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	x, err := a.Desk.Send(ctx, desk.Said{ConversationID: in.ID, Text: b.Text, ClientID: b.ClientID, ProductIDs: b.ProductIDs, Force: b.Force, DraftID: b.DraftID}, by)
	return a.item(ctx, x, err)
}

type noteIn struct {
	ByID
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

func (a *api) note(ctx context.Context, in *noteIn) (*out[Message], error) {
	by, err := a.Desk.By(ctx, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	x, err := a.Desk.Note(ctx, in.ID, in.Body.Text, by)
	return a.item(ctx, x, err)
}

// told adds to a refusal who has the conversation.
func told(err error) error {
	var held *desk.Held
	if errors.As(err, &held) {
		return gate.WithFields(desk.ErrHeld, []gate.Field{{Field: "assignee.id", Message: held.By.ID}, {Field: "assignee.name", Message: held.By.Name}})
	}
	var over *desk.Settled
	if errors.As(err, &over) {
		return gate.WithFields(desk.ErrDraft, []gate.Field{{Field: "settled_by", Message: over.By}})
	}
	return err
}
