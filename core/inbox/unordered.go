package inbox

import (
	"context"
	"slices"
	"time"

	"prilavok/core/shop"
)

// Channels that do not keep the order of what they bring, and bring some of it late: a
// message may come after the one that was written after it, an edit before its message.

// ordered reports whether a channel brings events in the order they happened.
func ordered(c shop.Channel) bool { return c != shop.Instagram }

// shuffle is by how much messages that were sent one after another may change places on
// their way and still be answered each.
const shuffle = 2 * time.Second

// wanted leaves out, of a customer's unanswered messages, what wants no answer: what is
// marked so, what another program has answered, and groups that came so late that newer
// words were answered meanwhile.
func (s *Service) wanted(ctx context.Context, c Conversation, asked []Message) ([]Message, error) {
	for i := len(asked) - 1; i >= 0; i-- {
		if asked[i].Payload.Foreign {
			asked = asked[i+1:]
			break
		}
	}
	asked = slices.DeleteFunc(slices.Clone(asked), func(m Message) bool { return m.Payload.Silent })
	if ordered(c.Channel) || len(asked) == 0 {
		return asked, nil
	}
	before, err := s.store.MessagesBefore(ctx, c.ID, c.AnsweredTo, historyLength)
	if err != nil {
		return nil, err
	}
	var newest time.Time
	for _, m := range before {
		if m.Author == ByContact && !alone(m.Kind) && !m.Payload.Silent && m.SentAt.After(newest) {
			newest = m.SentAt
		}
	}
	late := func(m Message) bool {
		return !alone(m.Kind) && !m.SentAt.IsZero() && m.SentAt.Before(newest.Add(-shuffle))
	}
	for len(asked) > 0 {
		n := groupLength(asked)
		if slices.ContainsFunc(asked[:n], func(m Message) bool { return !late(m) }) {
			break
		}
		asked = asked[n:]
	}
	return asked, nil
}

// inOrder puts the messages of one answer into the order in which they were sent.
func inOrder(c Conversation, group []Message) []Message {
	if ordered(c.Channel) {
		return group
	}
	group = slices.Clone(group)
	slices.SortStableFunc(group, func(a, b Message) int {
		if a.SentAt.IsZero() || b.SentAt.IsZero() {
			return 0
		}
		return a.SentAt.Compare(b.SentAt)
	})
	return group
}

// edited changes a message that the customer has edited.
func (s *Service) edited(ctx context.Context, c Conversation, in Incoming) error {
	for _, key := range in.Void { // a later edit has come before this one
		if _, _, found, err := s.store.IntakeState(ctx, in.AccountID, key); err != nil || found {
			return err
		}
	}
	changed, err := s.store.EditMessage(ctx, c.ID, in.ExternalID, in.Text, s.now())
	if err != nil || changed || ordered(c.Channel) {
		return err
	}
	return s.early(ctx, c, KindEdit, in.ExternalID, in.Text)
}

// deleted notes that messages are gone. On channels that ask for it what they said is
// forgotten as well.
func (s *Service) deleted(ctx context.Context, c Conversation, in Incoming) error {
	if ordered(c.Channel) {
		return s.store.DeleteMessages(ctx, c.ID, in.Payload.Deleted, false, s.now())
	}
	var gone []string
	for _, id := range in.Payload.Deleted {
		if err := s.early(ctx, c, KindDelete, id, ""); err != nil {
			return err
		}
		gone = append(gone, id, earlyMark+id)
	}
	if s.files != nil {
		for _, id := range in.Payload.Deleted {
			m, found, err := s.store.AskedAs(ctx, c.ID, id)
			if err == nil && found {
				err = s.files.Forget(ctx, []Message{m})
			}
			if err != nil {
				return err
			}
		}
	}
	return s.store.DeleteMessages(ctx, c.ID, gone, true, s.now())
}

// earlyMark stands before the channel's id of a message in what came ahead of it.
const earlyMark = "early:"

// early remembers what became of a message that is not here yet, as a message that is
// gone: nobody is shown it, and mend finds it when the message comes.
func (s *Service) early(ctx context.Context, c Conversation, k Kind, externalID, text string) error {
	known, err := s.store.SaidAs(ctx, c.ID, externalID)
	if err != nil || known || externalID == "" {
		return err
	}
	m := Message{Author: ByContact, Kind: k, Text: text, ExternalID: earlyMark + externalID, State: Received, CreatedAt: s.now()}
	if _, err := s.store.AppendMessages(ctx, c.ID, []Message{m}); err != nil {
		return err
	}
	return s.store.DeleteMessages(ctx, c.ID, []string{earlyMark + externalID}, false, s.now())
}

// mend does to unanswered messages what came ahead of them: edits and unsends.
func (s *Service) mend(ctx context.Context, c Conversation, asked []Message) ([]Message, error) {
	if ordered(c.Channel) || len(asked) == 0 {
		return asked, nil
	}
	recent, err := s.store.MessagesBefore(ctx, c.ID, asked[len(asked)-1].Seq, MaxUnanswered)
	if err != nil {
		return nil, err
	}
	var out []Message
	for _, m := range asked {
		gone := false
		for _, e := range recent {
			if m.ExternalID == "" || e.ExternalID != earlyMark+m.ExternalID {
				continue
			}
			switch e.Kind {
			case KindEdit:
				m.Text = e.Text
				_, err = s.store.EditMessage(ctx, c.ID, m.ExternalID, m.Text, s.now())
			case KindDelete:
				gone = true
				err = s.store.DeleteMessages(ctx, c.ID, []string{m.ExternalID}, true, s.now())
			}
			if err != nil {
				return nil, err
			}
		}
		if !gone {
			out = append(out, m)
		}
	}
	return out, nil
}
