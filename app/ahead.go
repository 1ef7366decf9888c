package app

import (
	"context"

	"prilavok/app/around"
	"prilavok/core/assistant"
	"prilavok/core/inbox"
)

// ahead names what most turns read first, so that all of it shares a round trip: what the
// customer has written, how much they write, whether they are in a checkout, and what an
// answer by rules depends on. Whoever reads it later asks the same and is answered from
// memory; a turn that needs other things asks for them as ever.
func (a *App) ahead(ctx context.Context, c inbox.Conversation) error {
	st, hour := a.Store, assistant.HourOf(a.Now())
	reads := []func(ctx context.Context) error{
		func(ctx context.Context) error {
			_, err := st.AskedAfter(ctx, c.ID, max(c.AnsweredTo, c.HeldTo), inbox.MaxUnanswered)
			return err
		},
		func(ctx context.Context) error {
			_, err := st.SpentIn(ctx, around.HourOf(a.Now()), c.ContactID)
			return err
		},
		func(ctx context.Context) error {
			_, _, err := st.ActiveCheckout(ctx, c.ContactID, c.ID, false)
			return err
		},
	}
	if a.Model.Generate == nil {
		reads = append(reads, func(ctx context.Context) error { _, err := st.Outset(ctx, c, hour); return err })
	}
	return st.Ahead(ctx, reads...)
}
