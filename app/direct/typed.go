package direct

import (
	"context"
	"slices"

	"prilavok/core/dialog"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

// Choosing lets customers type what Instagram had no button for, or shows no button of on
// a computer: the number or the words of a choice act as its press. It implements
// inbox.Script.
type Choosing struct {
	inbox.Script
	Before dialog.Before
}

// Try implements inbox.Script.
func (c Choosing) Try(ctx context.Context, in inbox.TurnInput) (inbox.TurnResult, bool, error) {
	in, err := c.chosen(ctx, in)
	if err != nil {
		return inbox.TurnResult{}, false, err
	}
	return c.Script.Try(ctx, in)
}

// Explain implements inbox.Script.
func (c Choosing) Explain(ctx context.Context, in inbox.TurnInput, cause error) (inbox.TurnResult, error) {
	in, err := c.chosen(ctx, in)
	if err != nil {
		return inbox.TurnResult{}, err
	}
	return c.Script.Explain(ctx, in, cause)
}

// lastSaid is how many messages are looked through for what was said last.
const lastSaid = 24

// chosen makes a press of a single text that names something of what we said last.
func (c Choosing) chosen(ctx context.Context, in inbox.TurnInput) (inbox.TurnInput, error) {
	if in.Conversation.Channel != shop.Instagram || len(in.Messages) != 1 || in.Messages[0].Kind != inbox.KindText {
		return in, nil
	}
	m := in.Messages[0]
	list, err := c.Before(ctx, in.Conversation.ID, m.Seq-1, lastSaid)
	if err != nil {
		return in, err
	}
	var said []inbox.Outgoing
	for i := len(list) - 1; i >= 0 && list[i].Author != inbox.ByContact; i-- {
		if out := list[i].Out; out != nil {
			said = append(said, *out)
		}
	}
	slices.Reverse(said)
	if action, ok := inbox.Chosen(said, m.Text); ok {
		m.Kind, m.Payload.Action = inbox.KindButton, action
		in.Messages = []inbox.Message{m}
	}
	return in, nil
}
