package desk

import (
	"context"

	"prilavok/core/desk"
	"prilavok/httpapi/admin/gate"
)

// ConversationChange says that something is new in a conversation, and where to look.
type ConversationChange struct {
	Cursor         string `json:"cursor"`
	Kind           string `json:"kind" enum:"message,note,conversation,order,bell,draft"`
	ConversationID string `json:"conversation_id" doc:"empty: an order of no conversation, or the bell"`
	OrderID        string `json:"order_id,omitempty"`
}

func changeOf(c desk.Change) ConversationChange {
	return ConversationChange{gate.Cursor(c.Place.String()), c.Kind, c.ConversationID, c.OrderID}
}

type changesIn struct {
	After string `query:"after" maxLength:"200" doc:"next of the answer before; leave it out to learn where the shop is now"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	Wait  int    `query:"wait" minimum:"0" maximum:"0" default:"0" doc:"answers come at once: ask again every few seconds"`
}

type changesPage struct {
	Items []ConversationChange `json:"items"`
	Next  string               `json:"next" doc:"after of the next request; never empty"`
}

func (a *api) changes(ctx context.Context, in *changesIn) (*out[changesPage], error) {
	cursor, err := gate.ReadCursor(in.After)
	if err != nil {
		return nil, err
	}
	list, next, err := a.Desk.Changes(ctx, cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	p := changesPage{Items: []ConversationChange{}, Next: gate.Cursor(next)}
	for _, c := range list {
		p.Items = append(p.Items, changeOf(c))
	}
	return &out[changesPage]{p}, nil
}
