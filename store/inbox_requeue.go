package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"prilavok/core/inbox"
)

// Requeue implements inbox.DeliverStore. A system's message is a notice, which may have
// gone another way meanwhile, unless a turn has said it.
func (s *Store) Requeue(ctx context.Context, accountID string, since time.Time, faults []string) ([]inbox.DeliverJob, error) {
	if len(faults) == 0 {
		return nil, nil
	}
	var out []inbox.DeliverJob
	args := []any{shopID(ctx), accountID, since}
	for _, f := range faults {
		args = append(args, f)
	}
	err := s.conn(ctx).all(ctx, "requeue", `
		UPDATE messages SET state = 'queued', fault = NULL, sent_at = NULL
		WHERE shop_id = $1 AND state = 'failed' AND created_at >= $3 AND deleted_at IS NULL AND fault IN (`+in(4, len(faults))+`)
			AND conversation_id IN (SELECT c.id FROM conversations c WHERE c.shop_id = $1 AND c.account_id = $2 AND c.asked_at >= $3)
			AND (author <> 'system' OR turn_id IS NOT NULL OR EXISTS (SELECT 1 FROM notices n WHERE n.shop_id = messages.shop_id
				AND n.conversation_id = messages.conversation_id AND messages.seq BETWEEN n.first_seq AND n.last_seq AND n.last_seq > 0))
		RETURNING conversation_id, seq`, args, func(row scanner) error {
		var d inbox.DeliverJob
		err := row.Scan(&d.ConversationID, &d.Seq)
		out = append(out, d)
		return err
	})
	if err != nil || len(out) == 0 {
		return nil, err
	}
	slices.SortFunc(out, func(a, b inbox.DeliverJob) int {
		return cmp.Or(cmp.Compare(a.ConversationID, b.ConversationID), cmp.Compare(a.Seq, b.Seq))
	})
	_, err = s.conn(ctx).exec(ctx, "requeue notices", `
		UPDATE notices SET state = 'queued', reason = ''
		WHERE shop_id = $1 AND state = 'failed' AND last_seq > 0 AND EXISTS (SELECT 1 FROM messages m WHERE m.shop_id = notices.shop_id
			AND m.conversation_id = notices.conversation_id AND m.account_id = $2 AND m.state = 'queued' AND m.seq BETWEEN notices.first_seq AND notices.last_seq)`,
		shopID(ctx), accountID)
	return out, err
}
