package inbox

import (
	"context"

	"prilavok/core/shop"
)

// hold leaves words to people though the conversation is the assistant's: they wait for an
// answer, and what the customer presses goes on to be answered at once.
func (s *Service) hold(ctx context.Context, t Turns, w *opened) error {
	if err := s.store.SetHeld(ctx, w.id, w.upTo, s.now()); err != nil {
		return err
	}
	if err := t.Staff.Wrote(ctx, w.in.Conversation, w.in.Messages); err != nil {
		return err
	}
	if err := s.draft(ctx, t, w, w.in.Messages); err != nil || len(w.rest) > 0 {
		return err
	}
	return s.jobs.Finish(ctx)
}

// draft asks for a draft where the shop wants them, or where somebody had asked for the one
// that is out of date now.
func (s *Service) draft(ctx context.Context, t Turns, w *opened, asked []Message) error {
	c := w.in.Conversation
	if t.Drafts == nil || w.mode != shop.Proposes && c.DraftID == "" {
		return nil
	}
	return t.Drafts(ctx, c, asked[0].Seq, asked[len(asked)-1].Seq)
}
