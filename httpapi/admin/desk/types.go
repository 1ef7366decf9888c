package desk

import (
	"time"

	"prilavok/core/desk"
	"prilavok/core/inbox"
	"prilavok/httpapi/admin/gate"
)

// Conversation is a line of the operators' inbox.
type Conversation struct {
	ID           string     `json:"id"`
	ContactID    string     `json:"contact_id"`
	Name         string     `json:"name" doc:"of the contact; empty where the channel does not tell it"`
	Channel      string     `json:"channel" doc:"telegram, instagram, webchat"`
	AccountID    string     `json:"account_id"`
	AccountName  string     `json:"account_name"`
	State        string     `json:"state" enum:"pending,open,snoozed,resolved" doc:"pending: the assistant answers; open: operators do"`
	Assignee     *Assignee  `json:"assignee,omitempty" doc:"who has it"`
	Labels       []string   `json:"labels"`
	Unread       int        `json:"unread" doc:"the contact's messages that no operator has read, at most 99"`
	LastText     string     `json:"last_text" doc:"the beginning of the newest message"`
	LastBy       string     `json:"last_by" doc:"contact, assistant, operator, system; empty where nothing was said yet"`
	LastAt       time.Time  `json:"last_at"`
	WaitingSince *time.Time `json:"waiting_since,omitempty" doc:"when the contact's first message without an answer came"`
	WindowUntil  *time.Time `json:"window_until,omitempty" doc:"until when the channel takes an operator's message; absent: always"`
	SnoozedUntil *time.Time `json:"snoozed_until,omitempty"`
	Reason       string     `json:"handoff_reason,omitempty" doc:"why people have it: asked, clarify, complaint, payment, guard, model, manual"`
	Lang         string     `json:"lang"`
	Revision     int64      `json:"revision"`
	Mode         string     `json:"mode" enum:",answer,draft,off" doc:"who answers what the customer says in their own words; empty: as the shop has set"`
	Answers      string     `json:"answers" enum:"answer,draft,off" doc:"who does, by this conversation or by the shop: the assistant, a person with its drafts, or a person alone"`
	Found        *FoundText `json:"found,omitempty" doc:"of a search: where the words stand that were said"`
	Draft        bool       `json:"draft" doc:"a draft of the assistant's waits, or is being written"`
}

// FoundText is a piece of a message in which words that were searched for stand.
type FoundText struct {
	ID    string    `json:"id" doc:"of the message"`
	By    string    `json:"by" doc:"contact, assistant, operator, system"`
	Text  string    `json:"text" doc:"plain, cut around the words"`
	Words []string  `json:"words" doc:"as they stand in the text"`
	At    time.Time `json:"at"`
}

// Assignee is a member of staff, or a program.
type Assignee struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// when is a time of an answer: nil for none.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func conversationOf(c desk.Conversation) Conversation {
	out := Conversation{ID: c.ID, ContactID: c.ContactID, Name: c.Name, Channel: string(c.Channel), AccountID: c.AccountID, AccountName: c.AccountName,
		State: string(c.State), Labels: gate.ListOf(c.Labels), Unread: c.Unread, LastText: c.LastText, LastBy: string(c.LastBy), LastAt: c.LastAt,
		WaitingSince: when(c.WaitingSince), WindowUntil: when(c.WindowUntil), SnoozedUntil: when(c.SnoozedUntil), Reason: string(c.Reason),
		Lang: string(c.Lang), Revision: c.Revision, Mode: string(c.Mode), Answers: string(c.Answers), Draft: c.Draft}
	if f := c.Found; f != nil {
		out.Found = &FoundText{ID: desk.MessageID(f.Seq), By: string(f.By), Text: f.Text, Words: gate.ListOf(f.Words), At: f.At}
	}
	if c.Assignee.ID != "" {
		out.Assignee = &Assignee{c.Assignee.ID, c.Assignee.Name}
	}
	return out
}

// Message is one thing in a conversation's stream: a message, a private note, or what
// happened to an order.
type Message struct {
	ID        string          `json:"id"`
	Seq       int64           `json:"seq,omitempty" doc:"of messages: their order"`
	Direction string          `json:"direction" enum:"in,out" doc:"in: from the contact"`
	By        string          `json:"by" doc:"contact, assistant, operator, system"`
	Author    string          `json:"author,omitempty" doc:"the operator's name"`
	Drafted   string          `json:"drafted,omitempty" enum:"as_is,edited" doc:"the operator sent it from a draft of the assistant's, as it was or changed"`
	Text      string          `json:"text" doc:"plain"`
	Quote     string          `json:"quote,omitempty" doc:"what it answers to"`
	Buttons   []MessageButton `json:"buttons,omitempty"`
	Cards     []MessageCard   `json:"cards,omitempty"`
	Media     []MessageMedia  `json:"media,omitempty"`
	State     string          `json:"state" enum:"queued,sent,delivered,read,failed,held" doc:"of messages from the shop; held: not sent, because an operator had taken over"`
	Failure   *MessageFailure `json:"failure,omitempty"`
	At        time.Time       `json:"at"`
	EditedAt  *time.Time      `json:"edited_at,omitempty"`
	Unsent    bool            `json:"unsent" doc:"the contact has taken it back"`
	Note      bool            `json:"note" doc:"a private note: customers never see it"`
	Event     *MessageEvent   `json:"event,omitempty" doc:"what happened to an order"`
}

// MessageButton is a button beneath a message.
type MessageButton struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// MessageCard is a product as a message showed it.
type MessageCard struct {
	ProductID string `json:"product_id"`
	Title     string `json:"title"`
	Price     string `json:"price,omitempty" doc:"as it was written"`
	Image     string `json:"image,omitempty"`
}

// MessageMedia is a file of a message.
type MessageMedia struct {
	ID        string `json:"id"`
	Kind      string `json:"kind" doc:"photo, video, voice, audio, document, sticker"`
	URL       string `json:"url" doc:"of the stored file; empty where it is not kept here"`
	Name      string `json:"name,omitempty"`
	Size      int64  `json:"size,omitempty" doc:"bytes"`
	Elsewhere bool   `json:"elsewhere,omitempty" doc:"it is there, and this address does not give files out: look at it in the messenger"`
	Gone      bool   `json:"gone,omitempty" doc:"it cannot be shown"`
}

// MessageFailure says why a message did not arrive.
type MessageFailure struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// MessageEvent is what happened to an order.
type MessageEvent struct {
	Name    string `json:"name" example:"order.placed"`
	OrderID string `json:"order_id"`
	Number  string `json:"number,omitempty"`
}

func messageOf(x desk.Item) Message {
	out := Message{ID: x.ID, Direction: "out", By: string(x.By), Author: x.Author, State: "sent", At: x.At, Unsent: x.Gone}
	switch {
	case x.Note != nil:
		out.Note, out.Text = true, x.Note.Text
	case x.Event != nil:
		out.Event = &MessageEvent{x.Event.What, x.Event.OrderID, x.Event.Number}
	default:
		said(&out, x)
	}
	return out
}

func said(out *Message, x desk.Item) {
	m := x.Message
	out.Seq, out.Text, out.Quote, out.EditedAt = m.Seq, m.Text, x.Quote, when(m.EditedAt)
	out.State, out.Failure = stateOf(*m)
	if m.Author == inbox.ByContact {
		out.Direction = "in"
	}
	for _, f := range x.Media {
		out.Media = append(out.Media, mediaOf(f))
	}
	if m.Out == nil {
		return
	}
	out.Drafted = string(m.Out.Drafted)
	for _, row := range m.Out.Buttons {
		for _, b := range row {
			out.Buttons = append(out.Buttons, MessageButton{b.Text, b.URL})
		}
	}
	for _, c := range m.Out.Cards {
		card := MessageCard{ProductID: c.ProductID, Title: c.Title, Price: c.Price}
		if len(c.Images) > 0 {
			card.Image = c.Images[0].URL
		}
		out.Cards = append(out.Cards, card)
	}
}

func mediaOf(f desk.Media) MessageMedia {
	out := MessageMedia{ID: f.ID, Kind: f.Kind, URL: f.URL, Name: f.Name, Size: f.Size, Gone: f.Gone}
	if f.ID != "" {
		out.URL = gate.Base + "/files/" + f.ID
	}
	out.Gone = out.Gone || out.URL == ""
	return out
}

// stateOf is what became of a message, as people read it.
func stateOf(m inbox.Message) (string, *MessageFailure) {
	switch m.State {
	case inbox.Received:
		return "delivered", nil
	case inbox.Failed, inbox.Unsure:
		if m.Fault == inbox.ErrTakenOver.Code {
			return "held", nil
		}
		return "failed", &MessageFailure{Code: m.Fault}
	}
	return string(m.State), nil
}
