package assistant

import (
	"cmp"
	"context"
	"time"

	"prilavok/core/inbox"
)

// HourOf names the period in which a contact's messages are counted.
func HourOf(t time.Time) string { return t.UTC().Format("2006-01-02T15") }

func (s *Service) hourOf() string { return HourOf(s.Now()) }

// byRules answers like Answer where there is no model and none has begun with the turn,
// inside the unit of work that also stores the answer: nothing has to be resumed, so no
// transcript is kept, only the turn itself. ok is false when Answer must do it.
func (s *Service) byRules(ctx context.Context, in inbox.TurnInput) (r inbox.TurnResult, ok bool, err error) {
	if s.Model != nil || s.Hear != nil || in.Messages[0].Kind == inbox.KindButton {
		return r, false, nil
	}
	t := s.begin(in)
	row := t.named()
	o, err := s.Stores.Outset(ctx, in.Conversation, s.hourOf())
	if err != nil || o.Begun || o.Offered {
		return r, false, err
	}
	row.Status, row.UpTo, row.EndedAt = Ended, in.UpTo(), t.began
	n, limit := int64(len(in.Messages)), int64(cmp.Or(in.Shop.Settings.Assistant.ContactPerHour, s.cfg.PerHour))
	switch {
	case o.Messages > limit: // it was said before
		r = inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "limit"}}
	case o.Messages+n > limit:
		r = inbox.TurnResult{Handled: true, Meta: inbox.TurnMeta{Path: "limit"}, Out: say(txtLimit.In(t.lang))}
	default:
		if o.Lost {
			t.previous.Meta.Path = "lost"
		}
		if r, err = t.fallen(ctx, nil); err != nil {
			return r, false, err
		}
	}
	row.Meta = r.Meta
	if err := s.Stores.InsertTurn(ctx, row); err != nil {
		return r, false, err
	}
	return r, true, s.Stores.Count(ctx, s.hourOf(), in.Contact.ID, Spent{Messages: n})
}

// named is the turn's row before anything is known of it.
func (t *turn) named() Turn {
	return Turn{ID: t.in.TurnID, ConversationID: t.in.Conversation.ID, ContactID: t.in.Contact.ID, Status: Running, CreatedAt: t.began}
}
