package inbox

import (
	"context"

	"prilavok/core/shop"
)

// receiveSpecial keeps an event that asks for no turn, and does what it means.
func (s *Service) receiveSpecial(ctx context.Context, acc shop.Account, in Incoming) error {
	return s.tx.InTx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.KeepIntake(ctx, in, intakeState(in.Kind), "", s.now())
		if err != nil || !fresh {
			return err
		}
		if special, ok := s.special[in.Kind]; ok {
			return special(ctx, acc, in)
		}
		return s.ordinary(ctx, in)
	})
}

// intakeState tells what the kept row means: unknown events wait for a newer release.
func intakeState(k Kind) string {
	if k == KindUnknown {
		return "unknown"
	}
	return "done"
}

func (s *Service) ordinary(ctx context.Context, in Incoming) error {
	if in.ConversationKey == "" {
		return nil
	}
	switch in.Kind {
	case KindEdit, KindDelete, KindBlocked, KindUnblocked, KindOperator, KindMirror, KindTaken, KindGiven:
	default:
		return nil
	}
	now := s.now()
	opens := in.Kind == KindOperator || in.Kind == KindMirror || in.Kind == KindTaken || in.Kind == KindUnblocked
	if opens || !ordered(in.Channel) && (in.Kind == KindEdit || in.Kind == KindDelete) {
		if _, err := s.openThread(ctx, in, now); err != nil {
			return err
		}
	}
	c, found, err := s.store.ConversationByKey(ctx, in.AccountID, in.ConversationKey)
	if err != nil || !found {
		return err
	}
	switch in.Kind {
	case KindEdit:
		return s.edited(ctx, c, in)
	case KindDelete:
		return s.deleted(ctx, c, in)
	case KindBlocked, KindUnblocked:
		return s.store.SetBlocked(ctx, c.AddressID, in.Kind == KindBlocked, now)
	case KindMirror:
		return s.mirrored(ctx, c, in)
	case KindTaken:
		return s.hand(ctx, c, Open)
	case KindGiven:
		return s.hand(ctx, c, Pending)
	default:
		return s.takeover(ctx, c, in)
	}
}

// hand notes who has a conversation now: people in another program, or the assistant
// again. What was asked so far was the one's to answer who had it.
func (s *Service) hand(ctx context.Context, c Conversation, to Status) error {
	if (c.Status == Open) == (to == Open) {
		return nil
	}
	now := s.now()
	if err := s.store.SetAnswered(ctx, c.ID, c.LastSeq, now); err != nil {
		return err
	}
	return s.store.SetConversationStatus(ctx, c.ID, to, "", now)
}

// takeover notes what a person of the shop wrote in the channel's own app: they have
// the conversation now, and what was asked so far is theirs to answer.
func (s *Service) takeover(ctx context.Context, c Conversation, in Incoming) error {
	now := s.now()
	out := Outgoing{Text: in.Text, Author: ByOperator}
	for _, a := range in.Payload.Attachments {
		if a.Kind == "photo" && a.URL != "" {
			out.Images = append(out.Images, Image{URL: a.URL})
		}
	}
	said, err := s.store.AppendMessages(ctx, c.ID, []Message{{Author: ByOperator, Kind: KindText, Text: in.Text,
		Out: &out, ExternalID: in.ExternalID, State: Sent, CreatedAt: now}})
	if err != nil || in.Payload.Foreign {
		return err
	}
	if err := s.store.SetAnswered(ctx, c.ID, said[0].Seq, now); err != nil {
		return err
	}
	return s.store.SetConversationStatus(ctx, c.ID, Open, "", now)
}
