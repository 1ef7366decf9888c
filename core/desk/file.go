package desk

import (
	"context"
	"strconv"
	"strings"

	"prilavok/core/inbox"
)

// FileID names a file that stands with its channel: the conversation, the message, and
// which one of it.
func FileID(conversationID string, seq int64, n int) string {
	return conversationID + "." + itoa(seq) + "." + strconv.Itoa(n)
}

// Attached finds what FileID names.
//
// Faults: ErrNoFile, also of what the contact has taken back or the channel does not give.
func (s *Service) Attached(ctx context.Context, id string) (conversationID string, a inbox.Attachment, err error) {
	part := strings.Split(id, ".")
	if len(part) != 3 {
		return "", a, ErrNoFile
	}
	seq, bad := strconv.ParseInt(part[1], 10, 64)
	n, worse := strconv.Atoi(part[2])
	if bad != nil || worse != nil || n < 0 {
		return "", a, ErrNoFile
	}
	err = s.Tx.View(ctx, func(ctx context.Context) error {
		list, err := s.Store.MessagesBefore(ctx, part[0], seq, 1)
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Seq != seq || !list[0].DeletedAt.IsZero() || n >= len(list[0].Payload.Attachments) {
			return ErrNoFile
		}
		if a = list[0].Payload.Attachments[n]; a.TooBig || a.Fault != "" {
			return ErrNoFile
		}
		return nil
	})
	return part[0], a, err
}
