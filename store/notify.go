package store

import (
	"context"

	"prilavok/core/notify"
)

// noticeState is where a notice stands: of one that was said, its messages tell.
const noticeState = `CASE WHEN n.state <> 'queued' OR n.last_seq = 0 THEN n.state ELSE coalesce((
		SELECT CASE WHEN sum(CASE WHEN m.state = 'failed' THEN 1 ELSE 0 END) > 0 THEN 'failed'
			WHEN sum(CASE WHEN m.state = 'unknown' THEN 1 ELSE 0 END) > 0 THEN 'unknown'
			WHEN sum(CASE WHEN m.state = 'queued' THEN 1 ELSE 0 END) > 0 THEN 'queued' ELSE 'sent' END
		FROM messages m WHERE m.shop_id = n.shop_id AND m.conversation_id = n.conversation_id AND m.seq BETWEEN n.first_seq AND n.last_seq), 'queued') END`

// noticeReason is why, as the message's fault where it has one.
const noticeReason = `CASE WHEN n.state <> 'queued' OR n.last_seq = 0 THEN n.reason ELSE coalesce((
		SELECT max(m.fault) FROM messages m WHERE m.shop_id = n.shop_id AND m.conversation_id = n.conversation_id AND m.seq BETWEEN n.first_seq AND n.last_seq), n.reason) END`

const noticeColumns = `n.id, n.event_id, n.event, n.recipient, n.audience, n.contact_id, n.subject_id, n.lang, n.channel, ` + noticeState + `, ` + noticeReason + `,
	n.body, n.buttons, n.conversation_id, n.first_seq, n.last_seq, n.tried, n.post_id, n.due_at, n.created_at, n.updated_at`

func (s *Store) notices(ctx context.Context, what, where string, args ...any) ([]notify.Notice, error) {
	var out []notify.Notice
	err := s.conn(ctx).all(ctx, what, `SELECT `+noticeColumns+` FROM notices n WHERE n.shop_id = $1 AND `+where, args, func(row scanner) error {
		var n notify.Notice
		err := row.Scan(&n.ID, &n.EventID, &n.Event, &n.Recipient, &n.Audience, text(&n.ContactID), text(&n.SubjectID), &n.Lang, &n.Channel, &n.State,
			&n.Reason, &n.Body, doc(&n.Buttons), text(&n.ConversationID), &n.FirstSeq, &n.LastSeq, doc(&n.Tried), &n.PostID, at(&n.DueAt),
			at(&n.CreatedAt), at(&n.UpdatedAt))
		out = append(out, n)
		return err
	})
	return out, err
}

// EventByID implements notify.Store.
func (s *Store) EventByID(ctx context.Context, id string) (notify.Event, bool, error) {
	e := notify.Event{}
	var data string
	found, err := s.conn(ctx).one(ctx, "event", `
		SELECT e.id, e.name, e.contact_id, e.conversation_id, e.subject_id, e.data, e.created_at, o.actor, o.actor_id, o.why
		FROM events e LEFT JOIN order_events o ON o.shop_id = e.shop_id AND o.id = e.id WHERE e.shop_id = $1 AND e.id = $2`, []any{shopID(ctx), id},
		&e.ID, &e.Name, text(&e.ContactID), text(&e.ConversationID), text(&e.SubjectID), text(&data), at(&e.At),
		text((*string)(&e.By.Kind)), text(&e.By.ID), text(&e.Why))
	e.Data = []byte(data)
	return e, found, err
}

// AddNotice implements notify.Store.
func (s *Store) AddNotice(ctx context.Context, n notify.Notice) (bool, error) {
	rows, err := s.conn(ctx).exec(ctx, "insert notice", `
		INSERT INTO notices (shop_id, id, event_id, event, recipient, audience, contact_id, subject_id, lang, channel, state, reason, body, buttons,
			conversation_id, first_seq, last_seq, tried, post_id, due_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
		ON CONFLICT (shop_id, event_id, recipient) DO NOTHING`,
		shopID(ctx), n.ID, n.EventID, n.Event, n.Recipient, string(n.Audience), null(n.ContactID), null(n.SubjectID), string(n.Lang), string(n.Channel),
		string(n.State), n.Reason, clean(n.Body), clean(toJSON(n.Buttons)), null(n.ConversationID), n.FirstSeq, n.LastSeq, toJSON(n.Tried), n.PostID,
		n.DueAt, n.CreatedAt, n.UpdatedAt)
	return rows > 0, err
}

// SaveNotice implements notify.Store.
func (s *Store) SaveNotice(ctx context.Context, n notify.Notice) error {
	_, err := s.conn(ctx).exec(ctx, "save notice", `
		UPDATE notices SET lang = $3, channel = $4, state = $5, reason = $6, body = $7, buttons = $8, conversation_id = $9, first_seq = $10, last_seq = $11,
			tried = $12, post_id = $13, due_at = $14, updated_at = $15
		WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), n.ID, string(n.Lang), string(n.Channel), string(n.State), n.Reason, clean(n.Body), clean(toJSON(n.Buttons)), null(n.ConversationID),
		n.FirstSeq, n.LastSeq, toJSON(n.Tried), n.PostID, n.DueAt, n.UpdatedAt)
	return err
}

// LockNotice implements notify.Store.
func (s *Store) LockNotice(ctx context.Context, id string) (notify.Notice, error) {
	list, err := s.notices(ctx, "lock notice", `n.id = $2`+s.db.Dialect.forUpdate(), shopID(ctx), id)
	if err == nil && len(list) == 0 {
		return notify.Notice{}, notify.ErrNoNotice
	}
	if err != nil {
		return notify.Notice{}, err
	}
	return list[0], nil
}

// NoticeOfMessage implements notify.Store.
func (s *Store) NoticeOfMessage(ctx context.Context, conversationID string, seq int64) (notify.Notice, bool, error) {
	list, err := s.notices(ctx, "notice of a message", `n.conversation_id = $2 AND n.first_seq <= $3 AND n.last_seq >= $3 AND n.last_seq > 0 LIMIT 1`,
		shopID(ctx), conversationID, seq)
	if err != nil || len(list) == 0 {
		return notify.Notice{}, false, err
	}
	return list[0], true, nil
}

// WaitingNotices implements notify.Store.
func (s *Store) WaitingNotices(ctx context.Context, contactID string, limit int) ([]notify.Notice, error) {
	return s.notices(ctx, "waiting notices", `n.contact_id = $2 AND n.state = 'waiting' ORDER BY n.id LIMIT $3`, shopID(ctx), contactID, limit)
}

// SetNoticesWait implements notify.Store.
func (s *Store) SetNoticesWait(ctx context.Context, contactID string, wait bool) error {
	_, err := s.conn(ctx).exec(ctx, "set notices wait", `UPDATE contacts SET notices_wait = $3 WHERE shop_id = $1 AND id = $2 AND notices_wait <> $3`,
		shopID(ctx), contactID, wait)
	return err
}

// NoticesOf implements notify.Reader.
func (s *Store) NoticesOf(ctx context.Context, subjectID string) ([]notify.Notice, error) {
	return s.notices(ctx, "notices of a subject", `n.subject_id = $2 ORDER BY n.id`, shopID(ctx), subjectID)
}

// NoticesTo implements notify.Reader.
func (s *Store) NoticesTo(ctx context.Context, contactID, cursor string, limit int) ([]notify.Notice, error) {
	return s.notices(ctx, "notices to a contact", `n.contact_id = $2 AND n.audience = 'customer' AND ($3 = '' OR n.id < $3) ORDER BY n.id DESC LIMIT $4`,
		shopID(ctx), contactID, cursor, limit)
}

// UnreachedNotices implements notify.Reader.
func (s *Store) UnreachedNotices(ctx context.Context, cursor string, limit int) ([]notify.Notice, error) {
	return s.notices(ctx, "unreached notices", `n.state IN ('waiting', 'failed') AND ($2 = '' OR n.id < $2) ORDER BY n.id DESC LIMIT $3`,
		shopID(ctx), cursor, limit)
}
