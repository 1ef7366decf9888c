package people

import (
	"context"
	"time"

	"prilavok/core/analytics"
	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/notify"
	"prilavok/core/notify/held"
	"prilavok/core/order"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call. All are required.
type Services struct {
	Tx       txn.Runner
	Rows     Rows
	Contacts *contact.Service
	Notices  *notify.Service
	Held     *held.Service
	Orders   *order.Service
	Numbers  *analytics.Channels
	Now      func() time.Time
}

// Rows reads what is shown. All run inside a unit of work.
type Rows interface {
	// ConversationByID answers inbox.ErrNoConversation for another shop's.
	ConversationByID(ctx context.Context, id string) (inbox.Conversation, error)
	PlacesOf(ctx context.Context, contactID string) ([]notify.Place, error)
	// MessagesAfter lists messages above a sequence number, oldest first.
	MessagesAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error)
	// AccountsWith lists the ids of the shop's accounts that have a capability.
	AccountsWith(ctx context.Context, capability string) (map[string]bool, error)
}

type api struct{ Services }

// Add gives a gate the handlers of Routes.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "people.list", a.list)
	gate.Add(g, "people.notices", a.notices)
	gate.Add(g, "people.addresses", a.addresses)
	gate.Add(g, "people.joins", a.joins)
	gate.Add(g, "people.join", a.join)
	gate.Add(g, "people.part", a.part)
	gate.Add(g, "people.consents", a.consents)
	gate.Add(g, "people.consent", a.consent)
	gate.Add(g, "people.held", a.held)
	gate.Add(g, "people.decide", a.decide)
	gate.Add(g, "people.window", a.window)
	gate.Add(g, "people.export", a.export)
	gate.Add(g, "people.erase", a.erase)
	gate.Add(g, "people.numbers", a.numbers)
}

// ByID is the input of routes that name one thing.
type ByID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type list[T any] struct {
	Items []T `json:"items"`
}

type out[T any] struct{ Body T }

func listed[F, T any](from []F, fn func(F) T) *out[list[T]] {
	items := make([]T, len(from))
	for i, x := range from {
		items[i] = fn(x)
	}
	return &out[list[T]]{list[T]{items}}
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// ReplyWindow is until when a customer can be written to in a conversation.
type ReplyWindow struct {
	Always   bool       `json:"always" doc:"the channel has no reply window"`
	Open     bool       `json:"open" doc:"by anybody, now"`
	OpenHere bool       `json:"open_for_people" doc:"by a person of the shop, now"`
	Until    *time.Time `json:"until,omitempty" doc:"when it closes, or closed; none: the customer never wrote"`
	Human    *time.Time `json:"people_until,omitempty" doc:"until when a person of the shop may still write, where the account is allowed it"`
	AskedAt  *time.Time `json:"asked_at,omitempty" doc:"when the customer last wrote or pressed something"`
}

func (a *api) windowOf(c shop.Channel, asked time.Time, human bool) ReplyWindow {
	r := inbox.ReachOf(c, asked, human)
	open := r.Always || a.Now().Before(r.Until)
	return ReplyWindow{Always: r.Always, Open: open, OpenHere: open || a.Now().Before(r.Human), Until: when(r.Until), Human: when(r.Human), AskedAt: when(asked)}
}

// capHuman is the capability of an account that Meta has approved for people's answers.
const capHuman = "human_agent"

// ContactAddress is where a contact is reached.
type ContactAddress struct {
	ID            string         `json:"id"`
	Channel       string         `json:"channel"`
	AccountID     string         `json:"account_id"`
	Username      string         `json:"username,omitempty"`
	Blocked       bool           `json:"blocked" doc:"the customer has blocked the shop there, or is gone"`
	Conversations []ContactPlace `json:"conversations"`
}

// ContactPlace is one of an address, with its reply window.
type ContactPlace struct {
	ID     string      `json:"id"`
	Window ReplyWindow `json:"window"`
}

func (a *api) addresses(ctx context.Context, in *ByID) (*out[list[ContactAddress]], error) {
	addresses, err := a.Contacts.Addresses(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var places []notify.Place
	var human map[string]bool
	err = a.Tx.View(ctx, func(ctx context.Context) error {
		var err error
		if places, err = a.Rows.PlacesOf(ctx, in.ID); err != nil {
			return err
		}
		human, err = a.Rows.AccountsWith(ctx, capHuman)
		return err
	})
	return listed(addresses, func(d contact.Address) ContactAddress {
		x := ContactAddress{ID: d.ID, Channel: string(d.Channel), AccountID: d.AccountID, Username: d.Username, Blocked: d.Blocked, Conversations: []ContactPlace{}}
		for _, p := range places {
			if p.AddressID == d.ID {
				x.Conversations = append(x.Conversations, ContactPlace{p.ConversationID, a.windowOf(p.Channel, p.AskedAt, human[p.AccountID])})
			}
		}
		return x
	}), err
}

func (a *api) window(ctx context.Context, in *ByID) (*out[ReplyWindow], error) {
	var w ReplyWindow
	err := a.Tx.View(ctx, func(ctx context.Context) error {
		c, err := a.Rows.ConversationByID(ctx, in.ID)
		if err != nil {
			return err
		}
		human, err := a.Rows.AccountsWith(ctx, capHuman)
		w = a.windowOf(c.Channel, c.AskedAt, human[c.AccountID])
		return err
	})
	return &out[ReplyWindow]{w}, err
}

// ChannelNumber is one number of one channel in one day.
type ChannelNumber struct {
	Day     string `json:"day" doc:"of the shop's time zone"`
	Channel string `json:"channel"`
	What    string `json:"what" doc:"in, out, failed (by fault), window_closed, conversations, automated (of conversations: answered without a person)"`
	Fault   string `json:"fault,omitempty"`
	N       int64  `json:"n"`
}

type numbersIn struct {
	From string `query:"from" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"a day; leave out for 30 days ago"`
	To   string `query:"to" pattern:"^\\d{4}-\\d{2}-\\d{2}$" doc:"a day, included; leave out for today"`
}

func (a *api) numbers(ctx context.Context, in *numbersIn) (*out[list[ChannelNumber]], error) {
	if in.To == "" {
		in.To = a.Now().Add(24 * time.Hour).Format(time.DateOnly) // the shop may be a day ahead of UTC
	}
	if in.From == "" {
		in.From = a.Now().AddDate(0, 0, -30).Format(time.DateOnly)
	}
	days, err := a.Numbers.Between(ctx, in.From, in.To)
	return listed(days, func(d analytics.ChannelDay) ChannelNumber {
		return ChannelNumber{d.Day, d.Channel, d.What, d.Fault, d.N}
	}), err
}
