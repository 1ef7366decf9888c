// Package honest is what law and honesty ask of a conversation: the assistant says that it is
// one, and whoever says stop gets no more advertising from that moment on. It stands before
// the other rules. What may be sent is core/notify's to judge.
package honest

import (
	"context"
	"strings"

	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
	"prilavok/core/notify"
	"prilavok/core/shop"
)

// Version names the text that customers agree to; a changed text gets a new one.
const Version = "2026-11"

// Buttons of the question whether somebody wants advertising.
const (
	actYes = "news+"
	actNo  = "news-"
)

// Consents keeps what contacts allow, in the open unit of work.
type Consents interface {
	Consent(ctx context.Context, c notify.Consent) (notify.Consent, error)
	Promoted(ctx context.Context, contactID string, c shop.Channel) (bool, error)
}

// Rules are the rules of conversations with these before them.
type Rules struct {
	inbox.Script
	consents Consents
}

// New returns rules with these before them.
func New(next inbox.Script, c Consents) *Rules { return &Rules{next, c} }

// Try implements inbox.Script.
func (r *Rules) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	res, handled, err := r.try(ctx, in)
	if handled && err == nil {
		res.Out = Introduce(in, res.Out)
	}
	return res, handled, err
}

func (r *Rules) try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	if len(in.Messages) == 0 {
		return r.Script.Try(ctx, in)
	}
	l := dialog.Lang(in.Shop, in.Contact, in.Conversation)
	m := in.Messages[len(in.Messages)-1]
	switch word, action := wordOf(m); {
	case stops[word]:
		return r.stop(ctx, in, l)
	case action == actYes, action == actNo:
		res, err := r.answer(ctx, in, l, action == actYes)
		return res, true, err
	case news[word] && offered(in):
		return inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "script"}, Out: []inbox.Outgoing{{Text: txtAsk.F(l, markup.B(in.Shop.Name.In(l, in.Shop.DefaultLang()))),
			Buttons: [][]inbox.Button{{{Text: btnYes.In(l), Action: actYes, Style: "primary"}, {Text: btnNo.In(l), Action: actNo}}}}}}, true, nil
	}
	return r.Script.Try(ctx, in)
}

// stop takes back what was allowed, and leaves the rest of what the word means (an end of
// the checkout, the menu) to the rules.
func (r *Rules) stop(ctx context.Context, in inbox.TurnInput, l lang.Lang) (inbox.TurnResult, bool, error) {
	had, err := r.withdraw(ctx, in.Contact.ID, in.Conversation.Channel)
	if err != nil {
		return inbox.TurnResult{}, true, err
	}
	res, handled, err := r.Script.Try(ctx, in)
	if err != nil || !had {
		return res, handled, err
	}
	res.Out = append([]inbox.Outgoing{{Text: txtStopped.In(l)}}, res.Out...)
	res.Handled, res.Changed = true, true
	return res, true, nil
}

// withdraw reports whether there was anything to take back.
func (r *Rules) withdraw(ctx context.Context, contactID string, c shop.Channel) (bool, error) {
	had, err := r.consents.Promoted(ctx, contactID, "")
	if err != nil || !had {
		return false, err
	}
	_, err = r.consents.Consent(ctx, notify.Consent{ContactID: contactID, Topic: notify.Promo, Source: "chat:" + string(c)})
	return true, err
}

// Heard withdraws where one of the messages is a word that does: while an operator has the
// conversation no rule answers it.
func (r *Rules) Heard(ctx context.Context, c inbox.Conversation, list []inbox.Message) error {
	for _, m := range list {
		if word, _ := wordOf(m); stops[word] {
			_, err := r.withdraw(ctx, c.ContactID, c.Channel)
			return err
		}
	}
	return nil
}

func (r *Rules) answer(ctx context.Context, in inbox.TurnInput, l lang.Lang, yes bool) (inbox.TurnResult, error) {
	res := inbox.TurnResult{Handled: true, Changed: true, Meta: inbox.TurnMeta{Path: "script"}, Out: []inbox.Outgoing{{Text: txtNo.In(l)}}}
	c := notify.Consent{ContactID: in.Contact.ID, Topic: notify.Promo, Channel: in.Conversation.Channel, Source: "chat:" + string(in.Conversation.Channel), Version: Version}
	if yes && offered(in) { // an old button of a shop that has stopped is a no
		c.Allowed = true
		res.Out[0].Text = txtYes.In(l)
	}
	_, err := r.consents.Consent(ctx, c)
	return res, err
}

// offered reports whether the shop advertises on the conversation's channel.
func offered(in inbox.TurnInput) bool {
	return in.Shop.Settings.Promotions.Allows(in.Conversation.Channel)
}

func wordOf(m inbox.Message) (word, action string) {
	switch m.Kind {
	case inbox.KindText:
		return strings.Trim(strings.ToLower(strings.TrimSpace(m.Text)), " .!«»\""), ""
	case inbox.KindCommand:
		return "/" + m.Payload.Command, ""
	case inbox.KindButton:
		return "", m.Payload.Action
	}
	return "", ""
}

// Introduce says in the first answer of a conversation that an assistant answers, where the
// shop wants that said and the answer does not say so itself.
func Introduce(in inbox.TurnInput, out []inbox.Outgoing) []inbox.Outgoing {
	if !in.Shop.Settings.Assistant.Automated || in.Conversation.AnsweredTo > 0 || len(out) == 0 {
		return out
	}
	text := dialog.Automated(dialog.Lang(in.Shop, in.Contact, in.Conversation))
	for _, o := range out {
		if strings.Contains(o.Text, text) {
			return out
		}
	}
	return append([]inbox.Outgoing{{Text: markup.I(text)}}, out...)
}

// Model introduces the assistant where a model makes the first answer.
type Model struct{ inbox.Responder }

// Answer implements inbox.Responder.
func (m Model) Answer(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, error) {
	res, err := m.Responder.Answer(ctx, in)
	res.Out = Introduce(in, res.Out)
	return res, err
}
