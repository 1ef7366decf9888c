package desk

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// rated is the part of the table of routes about what customers rated.
var rated = []gate.Route{
	{ID: "conversations.ratings", Method: http.MethodGet, Path: one + "/ratings", Scope: staff.ConversationsRead, Summary: "How the customer rated a conversation, newest first"},
}

// Rating is a score that a customer gave a conversation.
type Rating struct {
	ID      string    `json:"id"`
	Score   int       `json:"score" minimum:"1" maximum:"5"`
	Comment string    `json:"comment" doc:"what they said of a low one; empty when nothing"`
	Helped  bool      `json:"helped" doc:"a person of the shop wrote in the conversation"`
	AskedAt time.Time `json:"asked_at"`
	RatedAt time.Time `json:"rated_at"`
}

// ConversationRatings are those of one conversation.
type ConversationRatings struct {
	Items []Rating `json:"items" doc:"at most 20"`
}

func (a *api) ratings(ctx context.Context, in *ByID) (*out[ConversationRatings], error) {
	if _, err := a.Desk.Conversation(ctx, in.ID); err != nil {
		return nil, err
	}
	list, err := a.Ratings.Of(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	o := ConversationRatings{Items: []Rating{}}
	for _, r := range list {
		o.Items = append(o.Items, Rating{r.ID, r.Score, r.Comment, r.Helped, r.AskedAt, r.RatedAt})
	}
	return &out[ConversationRatings]{o}, nil
}
