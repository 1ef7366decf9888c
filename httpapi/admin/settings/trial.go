package settings

import (
	"context"

	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/httpapi/admin/gate"
)

// Trial answers the owner as a customer would be answered, and leaves nothing behind.
type Trial interface {
	// Answer goes through what was said and answers the last of it.
	Answer(ctx context.Context, l lang.Lang, said []TrialLine) (out []inbox.Outgoing, path string, err error)
}

// TrialLine is one thing that the owner has said on trial: words, or a pressed button.
type TrialLine struct {
	Text   string `json:"text,omitempty" maxLength:"2000"`
	Action string `json:"action,omitempty" maxLength:"64" doc:"of a button of an answer"`
}

type trialIn struct {
	Body struct {
		Lang string      `json:"lang" enum:"ru,en" doc:"of the customer"`
		Said []TrialLine `json:"said" minItems:"1" maxItems:"60" doc:"everything so far, the newest last"`
	}
}

// TrialButton is a button of an answer.
type TrialButton struct {
	Text   string `json:"text"`
	Action string `json:"action,omitempty"`
	URL    string `json:"url,omitempty"`
}

// TrialCard shows a product.
type TrialCard struct {
	Title   string          `json:"title"`
	Price   string          `json:"price,omitempty"`
	Buttons [][]TrialButton `json:"buttons"`
}

// TrialAnswer is one message of the shop.
type TrialAnswer struct {
	Text    string          `json:"text" doc:"markup"`
	Cards   []TrialCard     `json:"cards"`
	Buttons [][]TrialButton `json:"buttons"`
}

// TrialReply is what the shop says.
type TrialReply struct {
	Path    string        `json:"path" doc:"how the answer came about: script, fallback, model"`
	Answers []TrialAnswer `json:"answers"`
}

func (a *api) trial(ctx context.Context, in *trialIn) (*out[TrialReply], error) {
	if a.Trial == nil {
		return nil, ErrNoTrial
	}
	said, path, err := a.Trial.Answer(ctx, lang.Lang(in.Body.Lang), in.Body.Said)
	if err != nil {
		return nil, err
	}
	reply := TrialReply{Path: path, Answers: []TrialAnswer{}}
	for _, o := range said {
		x := TrialAnswer{Text: o.Text, Cards: []TrialCard{}, Buttons: rows(o.Buttons)}
		for _, c := range o.Cards {
			x.Cards = append(x.Cards, TrialCard{c.Title, c.Price, rows(c.Buttons)})
		}
		reply.Answers = append(reply.Answers, x)
	}
	return &out[TrialReply]{reply}, nil
}

func rows(list [][]inbox.Button) [][]TrialButton {
	out := [][]TrialButton{}
	for _, row := range list {
		r := []TrialButton{}
		for _, b := range row {
			r = append(r, TrialButton{b.Text, b.Action, b.URL})
		}
		out = append(out, r)
	}
	return gate.ListOf(out)
}
