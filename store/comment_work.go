package store

import (
	"context"
	"time"

	"prilavok/core/comment"
)

// FirstComment implements comment.LedgerStore.
func (s *Store) FirstComment(ctx context.Context, accountID string, step comment.Step) (e comment.Entry, found bool, err error) {
	list, err := s.comments(ctx, `account_id = $2 AND step = $3 ORDER BY due_at, id LIMIT 1`, shopID(ctx), accountID, string(step))
	if err != nil || len(list) == 0 {
		return e, false, err
	}
	return list[0], true, nil
}

// LatestAnswer implements comment.LedgerStore.
func (s *Store) LatestAnswer(ctx context.Context, accountID string, step comment.Step, n int) (t time.Time, found bool, err error) {
	query, args := `SELECT private_at FROM comments WHERE shop_id = $1 AND account_id = $2 AND private_at IS NOT NULL AND live = $4
		ORDER BY private_at DESC LIMIT 1 OFFSET $3`, []any{shopID(ctx), accountID, n - 1, step == comment.Live}
	if step == comment.Public {
		query, args = `SELECT public_at FROM comments WHERE shop_id = $1 AND account_id = $2 AND public_at IS NOT NULL
			ORDER BY public_at DESC LIMIT 1 OFFSET $3`, args[:3]
	}
	found, err = s.conn(ctx).one(ctx, "latest answer", query, args, at(&t))
	return t, found, err
}

// AnsweredUnder implements comment.LedgerStore.
func (s *Store) AnsweredUnder(ctx context.Context, e comment.Entry) (bool, error) {
	var one int
	return s.conn(ctx).one(ctx, "answered under", `
		SELECT 1 FROM comments WHERE shop_id = $1 AND account_id = $2 AND person_id = $3 AND media_id = $4 AND rule_id = $5 AND id <> $6
			AND (private_state IN ('sending', 'sent', 'unknown') OR public_state IN ('sending', 'sent', 'unknown')) LIMIT 1`,
		[]any{shopID(ctx), e.AccountID, e.PersonID, e.MediaID, e.RuleID, e.ID}, &one)
}

// CountComments implements comment.RecordStore.
func (s *Store) CountComments(ctx context.Context, from, until time.Time) ([]comment.Count, error) {
	var out []comment.Count
	err := s.conn(ctx).all(ctx, "count comments", `
		SELECT media_id, rule_id, state, reason, COUNT(*) FROM comments WHERE shop_id = $1 AND seen_at >= $2 AND seen_at < $3
		GROUP BY media_id, rule_id, state, reason ORDER BY COUNT(*) DESC, media_id, rule_id, state, reason LIMIT 1000`,
		[]any{shopID(ctx), from, until}, func(row scanner) error {
			var c comment.Count
			err := row.Scan(text(&c.MediaID), text(&c.RuleID), &c.State, text(&c.Reason), &c.N)
			out = append(out, c)
			return err
		})
	return out, err
}

// ForgetComments implements comment.RecordStore.
func (s *Store) ForgetComments(ctx context.Context, before time.Time, limit int) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget comments", `
		DELETE FROM comments WHERE shop_id = $1 AND id IN (SELECT id FROM comments WHERE shop_id = $1 AND seen_at < $2 ORDER BY seen_at LIMIT $3)`,
		shopID(ctx), before, limit)
}

// WakeComments implements comment.QueueStore. The row is held until the unit ends, changed
// or not, so that a worker that is about to rest sees what the unit has added.
func (s *Store) WakeComments(ctx context.Context, accountID string, when time.Time) (turn int64, woke bool, err error) {
	woke, err = s.conn(ctx).one(ctx, "wake comments", `
		INSERT INTO comment_queues AS q (shop_id, account_id, turn, due_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (account_id) DO UPDATE SET turn = q.turn + 1, due_at = excluded.due_at WHERE q.due_at IS NULL OR q.due_at > excluded.due_at
		RETURNING turn`, []any{shopID(ctx), accountID, when}, &turn)
	return turn, woke, err
}

const commentQueueColumns = `account_id, turn, due_at, held_until, fault`

func commentQueueDest(q *comment.Queue) []any {
	return []any{&q.AccountID, &q.Turn, at(&q.DueAt), at(&q.HeldUntil), text(&q.Fault)}
}

// LockCommentQueue implements comment.QueueStore.
func (s *Store) LockCommentQueue(ctx context.Context, accountID string) (q comment.Queue, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "lock comment queue", `SELECT `+commentQueueColumns+` FROM comment_queues WHERE shop_id = $1 AND account_id = $2`+
		s.db.Dialect.forUpdate(), []any{shopID(ctx), accountID}, commentQueueDest(&q)...)
	return q, found, err
}

// SaveCommentQueue implements comment.QueueStore.
func (s *Store) SaveCommentQueue(ctx context.Context, q comment.Queue) error {
	_, err := s.conn(ctx).exec(ctx, "save comment queue", `
		UPDATE comment_queues SET turn = $3, due_at = $4, held_until = $5, fault = $6 WHERE shop_id = $1 AND account_id = $2`,
		shopID(ctx), q.AccountID, q.Turn, q.DueAt, q.HeldUntil, null(q.Fault))
	return err
}

// CommentQueues implements comment.QueueStore.
func (s *Store) CommentQueues(ctx context.Context) ([]comment.Queue, error) {
	var out []comment.Queue
	err := s.conn(ctx).all(ctx, "comment queues", `SELECT `+commentQueueColumns+` FROM comment_queues WHERE shop_id = $1 ORDER BY account_id`,
		[]any{shopID(ctx)}, func(row scanner) error {
			var q comment.Queue
			err := row.Scan(commentQueueDest(&q)...)
			out = append(out, q)
			return err
		})
	return out, err
}
