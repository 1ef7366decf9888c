package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"prilavok/core/inbox"
)

// StoreArrivals implements inbox.ReceiveStore: one statement on Postgres, which is
// what lets many webhooks share one commit; a loop on SQLite, where a statement costs
// no round trip. It is one of the few places with a text per engine.
func (s *Store) StoreArrivals(ctx context.Context, batch []inbox.Arrival) ([]inbox.Outcome, error) {
	if s.db.Dialect == Postgres {
		return s.storeArrivalsAtOnce(ctx, batch)
	}
	out := make([]inbox.Outcome, len(batch))
	for i, a := range batch {
		o, err := s.storeArrival(ctx, a)
		if err != nil {
			return nil, err
		}
		out[i] = o
	}
	return out, nil
}

// The statement is a function's (migration 20261129120000), so that the database keeps its plan.
const storeArrivalsPostgres = `SELECT place, stranger FROM store_arrivals($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

// arrivalColumns is a batch as the statement reads it, column by column.
type arrivalColumns struct {
	account, key, delivery, kind, text, payload, external, group, raw, job []string
	at, runAt, sentAt, asked                                               []int64
}

func newArrivalColumns(n int) *arrivalColumns {
	c := &arrivalColumns{}
	texts, numbers := make([]string, 10*n), make([]int64, 4*n)
	for i, list := range []*[]string{&c.account, &c.key, &c.delivery, &c.kind, &c.text, &c.payload, &c.external, &c.group, &c.raw, &c.job} {
		*list = texts[i*n : i*n : (i+1)*n]
	}
	for i, list := range []*[]int64{&c.at, &c.runAt, &c.sentAt, &c.asked} {
		*list = numbers[i*n : i*n : (i+1)*n]
	}
	return c
}

func (c *arrivalColumns) add(a inbox.Arrival) {
	c.account, c.key, c.delivery = append(c.account, a.In.AccountID), append(c.key, a.In.ConversationKey), append(c.delivery, a.In.DeliveryKey)
	c.kind, c.text, c.payload = append(c.kind, string(a.In.Kind)), append(c.text, clean(a.In.Text)), append(c.payload, clean(a.Payload))
	c.external, c.group, c.raw = append(c.external, a.In.ExternalID), append(c.group, a.In.GroupKey), append(c.raw, clean(string(a.In.Raw)))
	c.job, c.at, c.runAt, c.sentAt = append(c.job, a.JobID), append(c.at, micros(a.At)), append(c.runAt, micros(a.RunAt)), append(c.sentAt, micros(a.In.SentAt))
	c.asked = append(c.asked, micros(a.Asked))
}

func (c *arrivalColumns) args(shopID string) []any {
	return []any{shopID, c.account, c.key, c.delivery, c.kind, c.text, c.payload, c.external, c.group, c.raw, c.job, c.at, c.runAt, c.sentAt, c.asked}
}

// micros is a time as the statement reads it, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func (s *Store) storeArrivalsAtOnce(ctx context.Context, batch []inbox.Arrival) ([]inbox.Outcome, error) {
	c := newArrivalColumns(len(batch))
	type delivery struct{ account, key string }
	seen := make(map[delivery]bool, len(batch))
	rows := make([]int, 0, len(batch)) // of the batch, in the statement's order
	out := make([]inbox.Outcome, len(batch))
	for i, a := range batch {
		d := delivery{a.In.AccountID, a.In.DeliveryKey}
		if out[i] = inbox.Stored; seen[d] {
			out[i] = inbox.Duplicate // the same event twice in one batch: the first one stands
			continue
		}
		seen[d], rows = true, append(rows, i)
		c.add(a)
	}
	// The answer names only what was not stored.
	err := s.conn(ctx).all(ctx, "store arrivals", storeArrivalsPostgres, c.args(shopID(ctx)), func(row scanner) error {
		var n int
		var fresh bool
		if err := row.Scan(&n, &fresh); err != nil {
			return err
		}
		if out[rows[n-1]] = inbox.Duplicate; fresh {
			out[rows[n-1]] = inbox.NoThread
		}
		return nil
	})
	return out, err
}

func (s *Store) storeArrival(ctx context.Context, a inbox.Arrival) (inbox.Outcome, error) {
	q := s.conn(ctx)
	var known int
	found, err := q.one(ctx, "known delivery", `
		SELECT 1 FROM messages WHERE account_id = $1 AND delivery_key = $2
		UNION ALL SELECT 1 FROM intake WHERE account_id = $1 AND delivery_key = $2 LIMIT 1`,
		[]any{a.In.AccountID, a.In.DeliveryKey}, &known)
	if err != nil || found {
		return inbox.Duplicate, err
	}
	var id, route string
	var seq int64
	found, err = q.one(ctx, "bump conversation", `
		UPDATE conversations SET last_seq = last_seq + 1, asked_seq = last_seq + 1, updated_at = $4, active_at = $4,
			asked_at = CASE WHEN $5 IS NULL OR asked_at > $5 THEN asked_at ELSE $5 END,
			status = CASE status WHEN 'resolved' THEN 'pending' WHEN 'snoozed' THEN 'open' ELSE status END
		WHERE shop_id = $1 AND account_id = $2 AND key = $3 RETURNING id, last_seq, route`,
		[]any{shopID(ctx), a.In.AccountID, a.In.ConversationKey, a.At, a.Asked}, &id, &seq, &route)
	if err != nil || !found {
		return inbox.NoThread, err
	}
	_, err = q.exec(ctx, "store message", `
		INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, payload, external_id, group_key, delivery_key, state, raw, sent_at, created_at)
		VALUES ($1, $2, $3, $4, 'contact', $5, $6, $7, $8, $9, $10, 'received', $11, $12, $13)`,
		shopID(ctx), id, seq, a.In.AccountID, string(a.In.Kind), clean(a.In.Text), clean(a.Payload), null(a.In.ExternalID),
		null(a.In.GroupKey), a.In.DeliveryKey, clean(string(a.In.Raw)), a.In.SentAt, a.At)
	if err != nil || route != string(inbox.RouteOurs) {
		return inbox.Stored, err
	}
	_, err = q.exec(ctx, "enqueue turn", `
		INSERT INTO jobs (shop_id, id, kind, lane, seq, payload, status, run_at, created_at)
		VALUES ($1, $2, 'turn', $3, $4, $5, 'ready', $6, $7)
		ON CONFLICT (lane) WHERE kind = 'turn' AND status = 'ready' DO NOTHING`,
		shopID(ctx), a.JobID, "turn:"+id, seq, toJSON(inbox.TurnJob{ConversationID: id}), a.RunAt, a.At)
	return inbox.Stored, err
}

// clean makes text storable on Postgres: valid UTF-8 without NUL. What a channel sends
// is checked when it is parsed; this is the last fence, for raw bodies too.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	if strings.Contains(s, `\u0000`) && json.Valid([]byte(s)) {
		s = strings.ReplaceAll(s, `\u0000`, `\ufffd`)
	}
	return s
}

// KeepIntake implements inbox.ReceiveStore.
func (s *Store) KeepIntake(ctx context.Context, in inbox.Incoming, state, faultCode string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "keep intake", `
		INSERT INTO intake (shop_id, account_id, delivery_key, kind, type, state, fault, raw, created_at)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
		WHERE NOT EXISTS (SELECT 1 FROM messages WHERE account_id = $2 AND delivery_key = $3)
		ON CONFLICT (account_id, delivery_key) DO NOTHING`,
		shopID(ctx), in.AccountID, in.DeliveryKey, string(in.Kind), in.Type, state, null(faultCode), clean(string(in.Raw)), at)
	return n > 0, err
}

// AppendToGroup implements inbox.ReceiveStore.
func (s *Store) AppendToGroup(ctx context.Context, conversationID, groupKey string, a []inbox.Attachment, caption string) (bool, error) {
	var seq int64
	var p inbox.Payload
	var said string
	found, err := s.conn(ctx).one(ctx, "find group", `
		SELECT m.seq, m.payload, m.text FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.id = m.conversation_id
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.group_key = $3 AND m.seq > c.answered_to
		ORDER BY m.seq LIMIT 1`, []any{shopID(ctx), conversationID, groupKey}, &seq, doc(&p), &said)
	if err != nil || !found || (len(a) == 0 && caption == "") {
		return found, err
	}
	p.Attachments = append(p.Attachments, a...)
	said = strings.TrimSpace(said + "\n" + caption)
	_, err = s.conn(ctx).exec(ctx, "append to group", `UPDATE messages SET payload = $4, text = $5 WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3`,
		shopID(ctx), conversationID, seq, clean(inbox.MarshalPayload(p)), clean(said))
	return true, err
}

// EditMessage implements inbox.ReceiveStore.
func (s *Store) EditMessage(ctx context.Context, conversationID, externalID, text string, at time.Time) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "edit message", `
		UPDATE messages SET text = $4, edited_at = $5
		WHERE shop_id = $1 AND conversation_id = $2 AND external_id = $3 AND author = 'contact' AND deleted_at IS NULL AND text <> $4`,
		shopID(ctx), conversationID, externalID, clean(text), at)
	return n > 0, err
}

// DeleteMessages implements inbox.ReceiveStore.
func (s *Store) DeleteMessages(ctx context.Context, conversationID string, externalIDs []string, erase bool, at time.Time) error {
	if len(externalIDs) == 0 {
		return nil
	}
	forget := ""
	if erase {
		forget = `, text = '', payload = '{}', out = NULL, raw = NULL`
	}
	args := []any{shopID(ctx), conversationID, at}
	for _, id := range externalIDs {
		args = append(args, id)
	}
	_, err := s.conn(ctx).exec(ctx, "delete messages", `
		UPDATE messages SET deleted_at = $3`+forget+` WHERE shop_id = $1 AND conversation_id = $2 AND external_id IN (`+in(4, len(externalIDs))+`)`, args...)
	return err
}

// SetBlocked implements inbox.ReceiveStore.
func (s *Store) SetBlocked(ctx context.Context, addressID string, blocked bool, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "set blocked", `UPDATE addresses SET blocked = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), addressID, blocked, at)
	return err
}
