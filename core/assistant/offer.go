package assistant

import (
	"context"
	"encoding/json"
	"strings"

	"prilavok/core/assistant/agree"
	"prilavok/core/inbox"
	"prilavok/core/lang"
	"prilavok/core/markup"
)

// Proposals. A button carries "p:<token>:yes" or "p:<token>:no"; the next words of the
// customer may answer too, if they are nothing but a yes or a no.

const (
	actOffer = "p:"
	actYes   = ":yes"
	actNo    = ":no"
)

func say(text string) []inbox.Outgoing { return []inbox.Outgoing{{Text: markup.Esc(text)}} }

func offering(l lang.Lang, token, text string) inbox.Outgoing {
	return inbox.Outgoing{Text: text, Buttons: [][]inbox.Button{
		{{Text: btnYes.In(l), Action: actOffer + token + actYes, Style: "success"}, {Text: btnNo.In(l), Action: actOffer + token + actNo}}}}
}

// propose stores a proposal in the open unit of work; it takes the place of older ones.
func (t *turn) propose(ctx context.Context, o Offer) (token string, err error) {
	payload, err := json.Marshal(o.Payload)
	if err != nil {
		return "", err
	}
	now := t.Now()
	if err := t.Stores.QuietProposals(ctx, t.in.Conversation.ID, true, now); err != nil {
		return "", err
	}
	token = t.IDs.Token(16)
	return token, t.Stores.InsertProposal(ctx, Proposal{Token: token, ConversationID: t.in.Conversation.ID, ContactID: t.in.Contact.ID,
		TurnID: t.row.ID, Kind: o.Kind, Payload: payload, Status: Offered, Asked: true, CreatedAt: now, ExpiresAt: now.Add(offerTime)})
}

// settleOffer answers a pressed button of a proposal, or a plain yes or no to the one
// that was asked last.
func (t *turn) settleOffer(ctx context.Context) (done bool, err error) {
	token, yes := "", false
	if t.in.Draft {
		return false, nil
	}
	if m := t.in.Messages[0]; m.Kind == inbox.KindButton {
		rest, ours := strings.CutPrefix(m.Payload.Action, actOffer)
		if !ours {
			return false, nil
		}
		token, yes = strings.TrimSuffix(strings.TrimSuffix(rest, actYes), actNo), strings.HasSuffix(rest, actYes)
	} else if t.offer.Asked && t.Now().Before(t.offer.ExpiresAt) && !t.asking() {
		said := ""
		for _, m := range t.in.Messages {
			said += words(m) + "\n"
		}
		switch agree.Read(said) {
		case agree.Yes:
			token, yes = t.offer.Token, true
		case agree.No:
			token = t.offer.Token
		}
	}
	if token == "" {
		return false, nil
	}
	return true, t.endWith(ctx, func(ctx context.Context) (*inbox.TurnResult, error) { return t.settle(ctx, token, yes) })
}

// asking: the turn has a transcript already, so its words have been taken as talk.
func (t *turn) asking() bool { return len(t.steps) > 0 }

// settle decides and carries out in one unit of work: a proposal is done once.
func (t *turn) settle(ctx context.Context, token string, yes bool) (*inbox.TurnResult, error) {
	r := &inbox.TurnResult{Handled: true, Changed: true, Meta: inbox.TurnMeta{Path: "proposal"}}
	p, found, err := t.Stores.ProposalByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	now := t.Now()
	executor, known := t.executors[p.Kind]
	switch {
	case !found || !known || p.ConversationID != t.in.Conversation.ID || p.ContactID != t.in.Contact.ID:
		r.Out = say(txtExpired.In(t.lang))
		return r, nil
	case p.Status == Done:
		r.Out = say(txtSettled.In(t.lang))
		return r, nil
	case p.Status != Offered || now.After(p.ExpiresAt):
		r.Out = say(txtExpired.In(t.lang))
		return r, nil
	}
	status := Declined
	if yes {
		status = Done
	}
	if _, err := t.Stores.SettleProposal(ctx, token, status, now); err != nil {
		return nil, err
	}
	if !yes {
		r.Out = say(txtDeclined.In(t.lang))
		return r, nil
	}
	return r, t.execute(ctx, executor, p, r)
}

func (t *turn) execute(ctx context.Context, e Executor, p Proposal, r *inbox.TurnResult) error {
	out, err := e.Execute(ctx, t.session(p.Token), p.Token, p.Payload)
	if err != nil {
		return err
	}
	r.Out = out.Out
	if out.Again != nil {
		token, err := t.propose(ctx, *out.Again)
		if err != nil {
			return err
		}
		r.Out = append(r.Out, offering(t.lang, token, out.Again.Text))
	}
	return nil
}
