package inbox

import (
	"context"
	"strings"

	"prilavok/core/markup"
)

// Echoed notes that a channel has repeated a message which the shop's account wrote:
// externalID is the channel's id of it, text its plain text, "" for what has none. ours is
// false when nothing that we sent fits: a person wrote it in the channel's own app. A
// message whose outcome is unknown, or whose answer the echo overtook, is sent by that. It
// joins the open unit of work.
func (s *Service) Echoed(ctx context.Context, conversationID, externalID, text string) (ours bool, err error) {
	err = s.tx.InTx(ctx, func(ctx context.Context) error {
		ours = false
		c, err := s.store.LockConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		list, err := s.store.MessagesBefore(ctx, c.ID, c.LastSeq, knownMessages)
		if err != nil {
			return err
		}
		for _, m := range list {
			if m.ExternalID == externalID && m.Out != nil {
				ours = true
				return nil
			}
		}
		m, found := echoedOf(list, text)
		if !found {
			return nil
		}
		ours = true
		return s.store.SetDelivery(ctx, c.ID, m.Seq, Sent, externalID, "", s.now())
	})
	return ours, err
}

// echoedOf finds what an echo with an unknown id repeats: the oldest message with an
// unknown outcome, or the one that is being sent, if their words agree. Deliveries of a
// conversation run one by one, so that only the first queued one can be on its way.
func echoedOf(list []Message, text string) (Message, bool) {
	for _, m := range list {
		if m.Out == nil || m.State != Queued && m.State != Unsure || m.ExternalID != "" {
			continue
		}
		words := strings.Join(strings.Fields(markup.Plain(m.Out.Text)), " ")
		pictured := len(m.Out.Images)+len(m.Out.Cards)+len(m.Out.Buttons) > 0
		if got := strings.Join(strings.Fields(text), " "); got == words || got == "" && pictured {
			return m, true
		}
		if m.State == Queued {
			break
		}
	}
	return Message{}, false
}
