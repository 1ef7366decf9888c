package desk

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/desk"
	"prilavok/core/handoff"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/inwords"
)

const draftOf = one + "/draft"

// drafts is what the assistant proposes to say.
var drafts = []gate.Route{
	{ID: "drafts.get", Method: http.MethodGet, Path: draftOf, Scope: staff.ConversationsRead, Summary: "The draft that waits in a conversation"},
	{ID: "drafts.ask", Method: http.MethodPost, Path: draftOf, Scope: staff.ConversationsWrite, Status: http.StatusCreated, Summary: "Ask the assistant for a draft of the next answer, whoever has the conversation"},
	{ID: "drafts.drop", Method: http.MethodDelete, Path: draftOf + "/{part}", Scope: staff.ConversationsWrite, Status: http.StatusNoContent, Summary: "Drop a draft"},
}

// ConversationDraft is what the assistant proposes to say.
type ConversationDraft struct {
	ID        string        `json:"id"`
	State     string        `json:"state" enum:"making,ready,failed" doc:"making: it is being written"`
	Text      string        `json:"text" doc:"plain"`
	Cards     []MessageCard `json:"cards" doc:"goods to show beneath the text"`
	Would     []string      `json:"would" doc:"what the assistant would have done besides, in the caller's language: it is left to people"`
	ByModel   bool          `json:"by_model" doc:"false: the rules wrote it, without a model"`
	Why       string        `json:"why,omitempty" doc:"why the model did not write it, or why there is none"`
	UpTo      int64         `json:"up_to" doc:"the newest message that it answers"`
	CreatedAt time.Time     `json:"created_at"`
}

// DraftWaiting is the draft of a conversation; absent where none waits.
type DraftWaiting struct {
	Draft *ConversationDraft `json:"draft,omitempty"`
}

type modeIn struct {
	ByID
	Body struct {
		Mode string `json:"mode" enum:",answer,draft,off" doc:"empty: as the shop has set"`
	}
}

func (a *api) drafts(g *gate.Gate) {
	gate.Add(g, "drafts.get", func(ctx context.Context, in *ByID) (*out[DraftWaiting], error) {
		d, found, err := a.Desk.Draft(ctx, in.ID)
		if err != nil || !found {
			return &out[DraftWaiting]{}, err
		}
		x, err := a.draftOf(ctx, d)
		return &out[DraftWaiting]{DraftWaiting{x}}, err
	})
	gate.Add(g, "drafts.ask", func(ctx context.Context, in *plain) (*out[ConversationDraft], error) {
		d, err := a.Desk.AskDraft(ctx, in.ID, handoff.Operator{ID: gate.CallerOf(ctx).ID})
		if err != nil {
			return nil, err
		}
		x, err := a.draftOf(ctx, d)
		return &out[ConversationDraft]{*x}, err
	})
	gate.Add(g, "drafts.drop", func(ctx context.Context, in *partIn) (*nothing, error) {
		by, err := a.Desk.By(ctx, gate.CallerOf(ctx).ID)
		if err != nil {
			return nil, err
		}
		return &nothing{}, told(a.Desk.DropDraft(ctx, in.ID, in.Part, by))
	})
	gate.Add(g, "conversations.mode", func(ctx context.Context, in *modeIn) (*out[Conversation], error) {
		return a.done(ctx, func(handoff.Operator) (desk.Conversation, error) {
			return a.Desk.SetMode(ctx, in.ID, shop.Mode(in.Body.Mode))
		})
	})
}

func (a *api) draftOf(ctx context.Context, d desk.Draft) (*ConversationDraft, error) {
	l := gate.CallerOf(ctx).Lang
	x := &ConversationDraft{ID: d.ID, State: string(d.Status), Text: d.Text, Cards: []MessageCard{}, Would: []string{},
		ByModel: d.Path == "model", UpTo: d.UpTo, CreatedAt: d.CreatedAt}
	for _, w := range d.Would {
		x.Would = append(x.Would, inwords.Would(w.Tool, w.Args, l))
	}
	switch {
	case d.Status == desk.DraftFailed || d.Fault != "":
		x.Why = inwords.OfWork(d.Fault).In(l)
	case d.Status == desk.DraftReady && !x.ByModel:
		x.Why = byRules.In(l)
	}
	cards, err := a.Desk.Cards(ctx, d)
	for _, c := range cards {
		card := MessageCard{ProductID: c.ProductID, Title: c.Title, Price: c.Price}
		if len(c.Images) > 0 {
			card.Image = c.Images[0].URL
		}
		x.Cards = append(x.Cards, card)
	}
	return x, err
}

var byRules = lang.Phrase{RU: "Модель не отвечает или выключена: это нашлось по словам покупателя.", EN: "The model is off or does not answer: this was found by the customer's words."}
