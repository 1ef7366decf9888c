package admin

import (
	"context"
	"encoding/json"
	"time"

	"prilavok/core/hook"
	"prilavok/httpapi/admin/gate"
)

// Webhook is an address that events are posted to.
type Webhook struct {
	ID           string     `json:"id"`
	URL          string     `json:"url"`
	Events       []string   `json:"events" doc:"none: all"`
	Active       bool       `json:"active"`
	Reason       string     `json:"reason,omitempty" doc:"why it was switched off"`
	FailingSince *time.Time `json:"failing_since,omitempty" doc:"first failure after the last success"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
}

func webhookOf(e hook.Endpoint) Webhook {
	return Webhook{e.ID, e.URL, gate.ListOf(e.Events), e.Active, e.Reason, stamp(e.FailingSince), e.CreatedAt, e.UpdatedAt}
}

// NewWebhook is a webhook with its secret.
type NewWebhook struct {
	Webhook
	Secret string `json:"secret,omitempty" doc:"signs what is posted, as Standard Webhooks says; shown in this answer only, not in its repetitions"`
}

// Delivery is one event on its way to a webhook.
type Delivery struct {
	ID        string          `json:"id"`
	EventID   string          `json:"event_id" doc:"the header webhook-id"`
	Event     string          `json:"event" example:"payment.captured"`
	State     string          `json:"state" enum:"waiting,done,failed"`
	Attempts  int64           `json:"attempts" doc:"since it was first sent or last replayed"`
	Status    int             `json:"status,omitempty" doc:"HTTP, of the last attempt"`
	Fault     string          `json:"fault,omitempty" doc:"why there was no answer"`
	Body      json.RawMessage `json:"body" doc:"as it is posted"`
	NextAt    *time.Time      `json:"next_at,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

func deliveryDoc(d hook.Delivery) Delivery {
	return Delivery{d.ID, d.EventID, d.Event, string(d.State), d.Attempts, d.Status, d.Fault, json.RawMessage(d.Body), stamp(d.NextAt), d.CreatedAt, d.UpdatedAt}
}

// Event is what happened in the shop.
type Event struct {
	ID             string          `json:"id"`
	Type           string          `json:"type" example:"order.placed"`
	CreatedAt      time.Time       `json:"created_at"`
	SubjectID      string          `json:"subject_id,omitempty" doc:"what it happened to: an order, a variant, a conversation"`
	ContactID      string          `json:"contact_id,omitempty"`
	ConversationID string          `json:"conversation_id,omitempty"`
	Data           json.RawMessage `json:"data"`
}

func eventOf(e hook.Recorded) Event {
	return Event{e.ID, e.Name, e.At, e.SubjectID, e.ContactID, e.ConversationID, e.Data}
}

// feed is the body of the feed: its next never ends.
type feed struct {
	Items []Event `json:"items"`
	Next  string  `json:"next" doc:"ask with it again, whenever: the cursor after the last event that was given"`
}

// WebhookFields is what can be written of a webhook.
type WebhookFields struct {
	URL    string   `json:"url" minLength:"1" maxLength:"2000" example:"https://crm.example.com/prilavok"`
	Events []string `json:"events,omitempty" maxItems:"100" doc:"names, or groups like order.*; leave out for all"`
}

type webhookIn struct {
	ByID
	Body struct {
		WebhookFields
		Active bool `json:"active" doc:"false switches it off"`
	}
}

type replayIn struct {
	ByID
	Body struct {
		Since time.Time `json:"since" doc:"all that was to be posted since then is posted again"`
	}
}

type replayed struct {
	Count int `json:"count" doc:"deliveries that are sent again"`
}

// After is the input of lists that bring pages of their own length.
type After struct {
	ByID
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

func (a *api) hooks(g *gate.Gate) {
	gate.Add(g, "webhooks.list", func(ctx context.Context, _ *nothing) (*out[list[Webhook]], error) {
		all, err := a.Hooks.List(ctx)
		if err != nil {
			return nil, err
		}
		return listed(all, "", webhookOf), nil
	})
	gate.Add(g, "webhooks.create", func(ctx context.Context, in *struct{ Body WebhookFields }) (*out[NewWebhook], error) {
		e, secret, err := a.Hooks.Add(ctx, in.Body.URL, in.Body.Events)
		if err != nil {
			return nil, err
		}
		return &out[NewWebhook]{NewWebhook{webhookOf(e), secret}}, nil
	})
	gate.Add(g, "webhooks.put", func(ctx context.Context, in *webhookIn) (*out[Webhook], error) {
		e, err := a.Hooks.Put(ctx, in.ID, in.Body.URL, in.Body.Events, in.Body.Active)
		if err != nil {
			return nil, err
		}
		return &out[Webhook]{webhookOf(e)}, nil
	})
	gate.Add(g, "webhooks.deliveries", a.hookDeliveries)
	gate.Add(g, "webhooks.replay", func(ctx context.Context, in *replayIn) (*out[replayed], error) {
		n, err := a.Hooks.ReplaySince(ctx, in.ID, in.Body.Since)
		if err != nil {
			return nil, err
		}
		return &out[replayed]{replayed{n}}, nil
	})
	gate.Add(g, "deliveries.replay", func(ctx context.Context, in *ByID) (*nothing, error) {
		return &nothing{}, a.Hooks.Replay(ctx, in.ID)
	})
	gate.Add(g, "events.list", a.feed)
}

func (a *api) hookDeliveries(ctx context.Context, in *After) (*out[list[Delivery]], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := a.Hooks.Deliveries(ctx, in.ID, cursor)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(found) == hook.PageLength {
		next = found[len(found)-1].ID
	}
	return listed(found, next, deliveryDoc), nil
}

func (a *api) feed(ctx context.Context, in *Page) (*out[feed], error) {
	cursor, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	found, next, err := a.Hooks.Feed(ctx, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &out[feed]{feed{gate.ListOf(convert(found, eventOf)), gate.Cursor(next)}}, nil
}
