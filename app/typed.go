package app

import (
	"context"
	"slices"

	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// choosing lets customers type what Instagram had no button for, or shows no button of on
// a computer: the number or the words of a choice act as its press. It implements
// inbox.Script.
type choosing struct{ inbox.Script }

// Try implements inbox.Script.
func (c choosing) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	return c.Script.Try(ctx, chosen(in))
}

// Explain implements inbox.Script.
func (c choosing) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	return c.Script.Explain(ctx, chosen(in), cause)
}

// chosen makes a press of a single text that names something of what we said last.
func chosen(in inbox.TurnInput) inbox.TurnInput {
	if in.Conversation.Channel != shop.Instagram || len(in.Messages) != 1 || in.Messages[0].Kind != inbox.KindText {
		return in
	}
	var said []inbox.Outgoing
	for i := len(in.History) - 1; i >= 0 && in.History[i].Author != inbox.ByContact; i-- {
		if out := in.History[i].Out; out != nil {
			said = append(said, *out)
		}
	}
	slices.Reverse(said)
	action, ok := inbox.Chosen(said, in.Messages[0].Text)
	if !ok {
		return in
	}
	m := in.Messages[0]
	m.Kind, m.Payload.Action = inbox.KindButton, action
	in.Messages = []inbox.Message{m}
	return in
}
