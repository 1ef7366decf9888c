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

// Its plan is cached and must not grow old: what is looked up in a table is looked up
// row by row in a LIMIT 1, which is an index probe whatever the planner believes of the
// table's size, because a plan made for a young shop's tables meets them grown.
const storeArrivalsPostgres = `
WITH input AS (
	SELECT * FROM json_to_recordset($2::json) AS x(n int, job_id text, account_id text, key text, delivery_key text, kind text,
		text text, payload text, external_id text, group_key text, raw text, sent_at timestamptz, at timestamptz, run_at timestamptz)
), fresh AS MATERIALIZED (
	SELECT i.* FROM input i
	WHERE COALESCE((SELECT FALSE FROM messages m WHERE m.account_id = i.account_id AND m.delivery_key = i.delivery_key LIMIT 1), TRUE)
	  AND (i.group_key IS NULL OR COALESCE((SELECT FALSE FROM intake k WHERE k.account_id = i.account_id AND k.delivery_key = i.delivery_key LIMIT 1), TRUE))
), placed AS MATERIALIZED (
	SELECT f.*, c.id AS conversation_id, row_number() OVER (PARTITION BY c.id ORDER BY f.n) AS k, count(*) OVER (PARTITION BY c.id) AS total
	FROM fresh f CROSS JOIN LATERAL (SELECT c.id FROM conversations c WHERE c.shop_id = $1 AND c.account_id = f.account_id AND c.key = f.key LIMIT 1) c
), bumped AS (
	UPDATE conversations c SET last_seq = c.last_seq + p.total, asked_at = p.at, updated_at = p.at,
		status = CASE c.status WHEN 'resolved' THEN 'pending' WHEN 'snoozed' THEN 'open' ELSE c.status END
	FROM (SELECT conversation_id, total, at FROM placed WHERE k = total ORDER BY conversation_id) p
	WHERE c.shop_id = $1 AND c.id = p.conversation_id
	RETURNING c.id, c.last_seq - p.total AS base, c.route
), stored AS (
	INSERT INTO messages (shop_id, conversation_id, seq, account_id, author, kind, text, payload, external_id, group_key, delivery_key, state, raw, sent_at, created_at)
	SELECT $1, p.conversation_id, b.base + p.k, p.account_id, 'contact', p.kind, p.text, p.payload::jsonb, p.external_id, p.group_key, p.delivery_key, 'received', p.raw, p.sent_at, p.at
	FROM placed p JOIN bumped b ON b.id = p.conversation_id
	ON CONFLICT (account_id, delivery_key) WHERE delivery_key IS NOT NULL DO NOTHING
	RETURNING account_id, delivery_key
), turns AS (
	INSERT INTO jobs (shop_id, id, kind, lane, seq, payload, status, run_at, created_at)
	SELECT $1, p.job_id, 'turn', 'turn:' || p.conversation_id, b.base + 1, jsonb_build_object('c', p.conversation_id), 'ready', p.run_at, p.at
	FROM placed p JOIN bumped b ON b.id = p.conversation_id WHERE b.route = 'ours' AND p.k = 1
	ON CONFLICT (lane) WHERE kind = 'turn' AND status = 'ready' DO NOTHING
)
SELECT i.n, (f.n IS NOT NULL), (p.n IS NOT NULL), (s.delivery_key IS NOT NULL)
FROM input i LEFT JOIN fresh f ON f.n = i.n LEFT JOIN placed p ON p.n = i.n
LEFT JOIN stored s ON p.n IS NOT NULL AND s.account_id = i.account_id AND s.delivery_key = i.delivery_key`

// arrivalRow is one row of the batch as the statement reads it.
type arrivalRow struct {
	N           int     `json:"n"`
	JobID       string  `json:"job_id"`
	AccountID   string  `json:"account_id"`
	Key         string  `json:"key"`
	DeliveryKey string  `json:"delivery_key"`
	Kind        string  `json:"kind"`
	Text        string  `json:"text"`
	Payload     string  `json:"payload"`
	ExternalID  *string `json:"external_id"`
	GroupKey    *string `json:"group_key"`
	Raw         string  `json:"raw"`
	SentAt      *string `json:"sent_at"`
	At          string  `json:"at"`
	RunAt       string  `json:"run_at"`
}

func (s *Store) storeArrivalsAtOnce(ctx context.Context, batch []inbox.Arrival) ([]inbox.Outcome, error) {
	rows := make([]arrivalRow, 0, len(batch))
	type delivery struct{ account, key string }
	seen := make(map[delivery]bool, len(batch))
	for i, a := range batch {
		d := delivery{a.In.AccountID, a.In.DeliveryKey}
		if seen[d] {
			continue // the same event twice in one batch: the first one stands
		}
		seen[d] = true
		rows = append(rows, arrivalRow{N: i, JobID: a.JobID, AccountID: a.In.AccountID, Key: a.In.ConversationKey, DeliveryKey: a.In.DeliveryKey,
			Kind: string(a.In.Kind), Text: clean(a.In.Text), Payload: clean(a.Payload), ExternalID: optional(a.In.ExternalID),
			GroupKey: optional(a.In.GroupKey), Raw: clean(string(a.In.Raw)), SentAt: optional(stamp(a.In.SentAt)), At: stamp(a.At), RunAt: stamp(a.RunAt)})
	}
	doc, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	out := make([]inbox.Outcome, len(batch))
	for i := range out {
		out[i] = inbox.Duplicate
	}
	err = s.conn(ctx).all(ctx, "store arrivals", storeArrivalsPostgres, []any{shopID(ctx), string(doc)}, func(row scanner) error {
		var n int
		var fresh, placed, stored bool
		if err := row.Scan(&n, &fresh, &placed, &stored); err != nil {
			return err
		}
		switch {
		case stored:
			out[n] = inbox.Stored
		case fresh && !placed:
			out[n] = inbox.NoThread
		default:
			out[n] = inbox.Duplicate
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
		UPDATE conversations SET last_seq = last_seq + 1, asked_at = $4, updated_at = $4,
			status = CASE status WHEN 'resolved' THEN 'pending' WHEN 'snoozed' THEN 'open' ELSE status END
		WHERE shop_id = $1 AND account_id = $2 AND key = $3 RETURNING id, last_seq, route`,
		[]any{shopID(ctx), a.In.AccountID, a.In.ConversationKey, a.At}, &id, &seq, &route)
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

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

// OpenThread implements inbox.ReceiveStore.
func (s *Store) OpenThread(ctx context.Context, t inbox.Thread) (inbox.Conversation, error) {
	if c, found, err := s.ConversationByKey(ctx, t.AccountID, t.Key); err != nil || found {
		return c, err
	}
	address, contact, err := s.openAddress(ctx, t)
	if err != nil {
		return inbox.Conversation{}, err
	}
	_, err = s.conn(ctx).exec(ctx, "open conversation", `
		INSERT INTO conversations (shop_id, id, account_id, channel, key, contact_id, address_id, status, route, lang, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', 'ours', $8, $9, $9) ON CONFLICT (account_id, key) DO NOTHING`,
		shopID(ctx), t.ConvID, t.AccountID, string(t.Channel), t.Key, contact, address, string(t.Lang), t.At)
	if err != nil {
		return inbox.Conversation{}, err
	}
	c, _, err := s.ConversationByKey(ctx, t.AccountID, t.Key)
	return c, err
}

// openAddress finds or makes the address of a person, with a contact of its own.
func (s *Store) openAddress(ctx context.Context, t inbox.Thread) (address, contact string, err error) {
	q := s.conn(ctx)
	find := func() (bool, error) {
		return q.one(ctx, "find address", `SELECT id, contact_id FROM addresses WHERE shop_id = $1 AND account_id = $2 AND external_id = $3`,
			[]any{shopID(ctx), t.AccountID, t.From.ExternalID}, &address, &contact)
	}
	if found, err := find(); err != nil || found {
		return address, contact, err
	}
	_, err = q.exec(ctx, "make contact", `INSERT INTO contacts (shop_id, id, name, lang, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		shopID(ctx), t.ContactID, clean(t.From.Name), string(t.Lang), t.At)
	if err != nil {
		return "", "", err
	}
	n, err := q.exec(ctx, "make address", `
		INSERT INTO addresses (shop_id, id, contact_id, account_id, channel, external_id, username, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (account_id, external_id) DO NOTHING`,
		shopID(ctx), t.AddressID, t.ContactID, t.AccountID, string(t.Channel), t.From.ExternalID, null(clean(t.From.Username)), t.At)
	if err != nil {
		return "", "", err
	}
	if n == 0 { // another process made the same address a moment ago: our contact is not needed
		if _, err := q.exec(ctx, "drop spare contact", `DELETE FROM contacts WHERE shop_id = $1 AND id = $2`, shopID(ctx), t.ContactID); err != nil {
			return "", "", err
		}
	}
	_, err = find()
	return address, contact, err
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
		WHERE shop_id = $1 AND conversation_id = $2 AND external_id = $3 AND author = 'contact' AND text <> $4`,
		shopID(ctx), conversationID, externalID, clean(text), at)
	return n > 0, err
}

// DeleteMessages implements inbox.ReceiveStore.
func (s *Store) DeleteMessages(ctx context.Context, conversationID string, externalIDs []string, at time.Time) error {
	if len(externalIDs) == 0 {
		return nil
	}
	args := []any{shopID(ctx), conversationID, at}
	for _, id := range externalIDs {
		args = append(args, id)
	}
	_, err := s.conn(ctx).exec(ctx, "delete messages", `
		UPDATE messages SET deleted_at = $3 WHERE shop_id = $1 AND conversation_id = $2 AND external_id IN (`+in(4, len(externalIDs))+`)`, args...)
	return err
}

// SetBlocked implements inbox.ReceiveStore.
func (s *Store) SetBlocked(ctx context.Context, addressID string, blocked bool, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "set blocked", `UPDATE addresses SET blocked = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), addressID, blocked, at)
	return err
}
