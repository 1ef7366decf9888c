package settings

import (
	"context"

	"prilavok/core/assistant"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/shop"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/admin/inwords"
)

// Trial answers the owner as a customer would be answered, and leaves nothing behind.
type Trial interface {
	// Answer goes through what was said and answers the last of it.
	Answer(ctx context.Context, l lang.Lang, said []TrialLine) (TrialResult, error)
}

// TrialResult is an answer on trial, and what part the model had in it.
type TrialResult struct {
	inbox.TurnResult
	Model TrialModel
}

// TrialModel is the model's part.
type TrialModel string

const (
	Asked        TrialModel = "asked"         // it has answered
	NotNeeded    TrialModel = "not_needed"    // the rules answer this in every talk
	NotConnected TrialModel = "not_connected" // there is none: the rules have looked
	SwitchedOff  TrialModel = "off"           // the shop has it off
	Failed       TrialModel = "failed"        // it was asked, and its answer could not be used
)

var trialWords = map[TrialModel]lang.Phrase{
	NotConnected: {RU: "Модель не подключена: так отвечают кнопки и поиск. Ключ модели задаётся на сервере (OPENAI_API_KEY).", EN: "No model is connected: this is what buttons and search answer. The model's key is set on the server (OPENAI_API_KEY)."},
	SwitchedOff:  {RU: "Модель выключена в настройках ассистента: отвечают кнопки и поиск.", EN: "The model is off in the assistant's settings: buttons and search answer."},
}

// TrialLine is one thing that the owner has said on trial: words, or a pressed button.
type TrialLine struct {
	Text   string `json:"text,omitempty" maxLength:"2000"`
	Action string `json:"action,omitempty" maxLength:"64" doc:"of a button of an answer"`
	// What the model is told that it has said.
	Answered string `json:"answered,omitempty" maxLength:"4000" doc:"what the shop had answered to it, without markup"`
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
	Model   string        `json:"model" enum:"asked,not_needed,not_connected,off,failed" doc:"the model's part in it"`
	Note    string        `json:"note,omitempty" doc:"why the model did not answer, in the caller's language"`
	Would   []string      `json:"would" doc:"what the assistant would have done, in the caller's language: on trial nothing is changed"`
	Tokens  int64         `json:"tokens" doc:"that the model used: they count in the shop's budget"`
}

func (a *api) trial(ctx context.Context, in *trialIn) (*out[TrialReply], error) {
	if a.Trial == nil {
		return nil, ErrNoTrial
	}
	res, err := a.Trial.Answer(ctx, lang.Lang(in.Body.Lang), in.Body.Said)
	if err != nil {
		return nil, err
	}
	l := gate.CallerOf(ctx).Lang
	reply := TrialReply{Path: res.Meta.Path, Answers: []TrialAnswer{}, Model: string(res.Model), Would: []string{}, Tokens: res.Meta.TokensIn + res.Meta.TokensOut}
	if reply.Note = trialWords[res.Model].In(l); res.Model == Failed {
		reply.Note = inwords.OfWork(res.Meta.Fault).In(l)
	}
	for _, w := range res.Would {
		reply.Would = append(reply.Would, inwords.Would(w.Tool, w.Args, l))
	}
	for _, o := range res.Out {
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

type promptIn struct {
	Lang    string `query:"lang" enum:"ru,en" default:"ru" doc:"of the customer"`
	Channel string `query:"channel" enum:"telegram,instagram,webchat" default:"telegram"`
}

// AssistantPrompt is what the model is told before each talk. Nothing of customers is in it, and
// no secret.
type AssistantPrompt struct {
	Version string `json:"version"`
	Text    string `json:"text"`
}

func (a *api) prompt(ctx context.Context, in *promptIn) (*out[AssistantPrompt], error) {
	sh, err := a.Settings.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &out[AssistantPrompt]{AssistantPrompt{assistant.PromptVersion, assistant.Preview(sh, lang.Lang(in.Lang), shop.Channel(in.Channel))}}, nil
}
