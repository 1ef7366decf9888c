package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/shop"
)

const conversationColumns = `c.shop_id, c.id, c.account_id, c.channel, c.key, c.contact_id, c.address_id, c.status, c.route, c.assignee, c.lang, c.last_seq, c.answered_to, c.asked_at, c.question, c.mode, c.held_to, c.draft_id, c.created_at, c.updated_at`

func conversationDest(c *inbox.Conversation) []any {
	return []any{&c.ShopID, &c.ID, &c.AccountID, &c.Channel, &c.Key, &c.ContactID, &c.AddressID, &c.Status, &c.Route,
		text(&c.Assignee), &c.Lang, &c.LastSeq, &c.AnsweredTo, at(&c.AskedAt), &c.Question, &c.Mode, &c.HeldTo, &c.DraftID, at(&c.CreatedAt), at(&c.UpdatedAt)}
}

// ConversationByID implements inbox.ThreadStore.
func (s *Store) ConversationByID(ctx context.Context, id string) (inbox.Conversation, error) {
	return s.conversation(ctx, id, "")
}

// LockConversation implements inbox.ThreadStore.
func (s *Store) LockConversation(ctx context.Context, id string) (inbox.Conversation, error) {
	return s.conversation(ctx, id, s.db.Dialect.forUpdate())
}

func (s *Store) conversation(ctx context.Context, id, lock string) (inbox.Conversation, error) {
	var c inbox.Conversation
	found, err := s.conn(ctx).one(ctx, "conversation", `SELECT `+conversationColumns+` FROM conversations c WHERE c.shop_id = $1 AND c.id = $2`+lock,
		[]any{shopID(ctx), id}, conversationDest(&c)...)
	if err == nil && !found {
		err = inbox.ErrNoConversation
	}
	return c, err
}

// Between implements inbox.Directory. Shops' settings are parsed once for each revision.
func (s *Store) Between(ctx context.Context, conversationID string) (inbox.Conversation, contact.Contact, shop.Shop, error) {
	var c inbox.Conversation
	var who contact.Contact
	var revision int64
	found, err := s.conn(ctx).one(ctx, "between", `
		SELECT `+conversationColumns+`, `+qualified("k", contactColumns)+`, s.revision
		FROM conversations c JOIN contacts k ON k.shop_id = c.shop_id AND k.id = c.contact_id JOIN shops s ON s.shop_id = c.shop_id
		WHERE c.shop_id = $1 AND c.id = $2`+s.db.Dialect.forUpdateOf("c"), []any{shopID(ctx), conversationID},
		append(append(conversationDest(&c), contactDest(&who)...), &revision)...)
	if err == nil && !found {
		err = inbox.ErrNoConversation
	}
	if err != nil {
		return c, who, shop.Shop{}, err
	}
	sh, err := s.shopAt(ctx, c.ShopID, revision)
	return c, who, sh, err
}

// ConversationByKey implements inbox.ThreadStore.
func (s *Store) ConversationByKey(ctx context.Context, accountID, key string) (inbox.Conversation, bool, error) {
	var c inbox.Conversation
	found, err := s.conn(ctx).one(ctx, "conversation by key", `
		SELECT `+conversationColumns+` FROM conversations c WHERE c.shop_id = $1 AND c.account_id = $2 AND c.key = $3`,
		[]any{shopID(ctx), accountID, key}, conversationDest(&c)...)
	return c, found, err
}

const messageColumns = `m.shop_id, m.conversation_id, m.seq, m.author, m.kind, m.text, m.payload, m.out, m.external_id, m.state, m.fault, m.turn_id, m.sent_at, m.created_at, m.edited_at, m.deleted_at`

func messageDest(m *inbox.Message) []any {
	return []any{&m.ShopID, &m.ConversationID, &m.Seq, &m.Author, &m.Kind, &m.Text, doc(&m.Payload), doc(&m.Out), text(&m.ExternalID),
		&m.State, text(&m.Fault), text(&m.TurnID), at(&m.SentAt), at(&m.CreatedAt), at(&m.EditedAt), at(&m.DeletedAt)}
}

func (s *Store) messages(ctx context.Context, what, query string, args ...any) ([]inbox.Message, error) {
	var out []inbox.Message
	err := s.conn(ctx).all(ctx, what, query, args, func(row scanner) error {
		var m inbox.Message
		err := row.Scan(messageDest(&m)...)
		out = append(out, m)
		return err
	})
	return out, err
}

// MessagesAfter implements inbox.ThreadStore.
func (s *Store) MessagesAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error) {
	return s.messages(ctx, "messages after", `SELECT `+messageColumns+` FROM messages m
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.seq > $3 ORDER BY m.seq LIMIT $4`, shopID(ctx), conversationID, seq, limit)
}

// AskedAfter implements inbox.ThreadStore.
func (s *Store) AskedAfter(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error) {
	return s.messages(ctx, "asked after", `SELECT `+messageColumns+` FROM messages m
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.seq > $3 AND m.author = 'contact' AND m.deleted_at IS NULL ORDER BY m.seq LIMIT $4`,
		shopID(ctx), conversationID, seq, limit)
}

// MessagesBefore implements inbox.ThreadStore.
func (s *Store) MessagesBefore(ctx context.Context, conversationID string, seq int64, limit int) ([]inbox.Message, error) {
	return s.messages(ctx, "messages before", `SELECT * FROM (SELECT `+messageColumns+` FROM messages m
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.seq <= $3 ORDER BY m.seq DESC LIMIT $4) m ORDER BY m.seq`,
		shopID(ctx), conversationID, seq, limit)
}

// AppendMessages implements inbox.ThreadStore.
func (s *Store) AppendMessages(ctx context.Context, conversationID string, list []inbox.Message) ([]inbox.Message, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var accountID string
	var last int64
	found, err := s.conn(ctx).one(ctx, "take sequence", `UPDATE conversations SET last_seq = last_seq + $3,
			active_at = CASE WHEN active_at < $4 THEN $4 ELSE active_at END
		WHERE shop_id = $1 AND id = $2 RETURNING account_id, last_seq`, []any{shopID(ctx), conversationID, len(list), list[len(list)-1].CreatedAt}, &accountID, &last)
	if err == nil && !found {
		err = inbox.ErrNoConversation
	}
	if err != nil {
		return nil, err
	}
	return s.append(ctx, conversationID, accountID, last, list)
}

// AppendAnswer implements inbox.ThreadStore.
func (s *Store) AppendAnswer(ctx context.Context, a inbox.Answer, list []inbox.Message) (out []inbox.Message, alone bool, err error) {
	if len(list) == 0 {
		return nil, false, s.SetAnswered(ctx, a.ConversationID, a.UpTo, a.At)
	}
	var accountID string
	var last int64
	found, err := s.conn(ctx).one(ctx, "take sequence", `UPDATE conversations SET last_seq = last_seq + $3,
			answered_to = CASE WHEN answered_to < $4 THEN $4 ELSE answered_to END, updated_at = $5, active_at = $5
		WHERE shop_id = $1 AND id = $2
		RETURNING account_id, last_seq, NOT EXISTS (SELECT 1 FROM jobs k WHERE k.shop_id = $1 AND k.lane = $6 AND k.status <> 'dead')`,
		[]any{shopID(ctx), a.ConversationID, len(list), a.UpTo, a.At, a.Lane}, &accountID, &last, flag(&alone))
	if err == nil && !found {
		err = inbox.ErrNoConversation
	}
	if err != nil {
		return nil, false, err
	}
	out, err = s.append(ctx, a.ConversationID, accountID, last, list)
	return out, alone, err
}

// append stores messages that end with a sequence number.
func (s *Store) append(ctx context.Context, conversationID, accountID string, last int64, list []inbox.Message) ([]inbox.Message, error) {
	if len(list) == 0 {
		return nil, nil
	}
	out := slices.Clone(list)
	b := binder{args: []any{shopID(ctx), conversationID, accountID}}
	var rows []string
	for i := range out {
		m := &out[i]
		m.ShopID, m.ConversationID, m.Seq = shopID(ctx), conversationID, last-int64(len(list)-1-i)
		var body any
		if m.Out != nil {
			body = clean(toJSON(m.Out))
		}
		first := len(b.args) + 1
		b.args = append(b.args, m.Seq, string(m.Author), string(m.Kind), clean(m.Text), body, null(m.ExternalID), string(m.State), null(m.TurnID), m.CreatedAt,
			clean(inbox.MarshalPayload(m.Payload)), m.SentAt)
		rows = append(rows, `($1, $2, $3, `+in(first, 11)+`)`)
	}
	return out, s.conn(ctx).later(ctx, "append messages", `
		INSERT INTO messages (shop_id, conversation_id, account_id, seq, author, kind, text, out, external_id, state, turn_id, created_at, payload, sent_at)
		VALUES `+strings.Join(rows, ", "), b.args...)
}

// SetAnswered implements inbox.ThreadStore.
func (s *Store) SetAnswered(ctx context.Context, conversationID string, seq int64, at time.Time) error {
	return s.conn(ctx).later(ctx, "set answered", `
		UPDATE conversations SET answered_to = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2 AND answered_to < $3`,
		shopID(ctx), conversationID, seq, at)
}

// SetHeld implements inbox.HoldStore.
func (s *Store) SetHeld(ctx context.Context, conversationID string, seq int64, at time.Time) error {
	return s.conn(ctx).later(ctx, "set held", `
		UPDATE conversations SET held_to = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2 AND held_to < $3`,
		shopID(ctx), conversationID, seq, at)
}

// SetQuestion notes what the desk for orders waits to be told in a conversation.
func (s *Store) SetQuestion(ctx context.Context, conversationID, question string) error {
	_, err := s.conn(ctx).exec(ctx, "set question", `UPDATE conversations SET question = $3 WHERE shop_id = $1 AND id = $2`, shopID(ctx), conversationID, question)
	return err
}

// SetConversationStatus implements inbox.ThreadStore.
func (s *Store) SetConversationStatus(ctx context.Context, id string, status inbox.Status, assignee string, at time.Time) error {
	n, err := s.conn(ctx).exec(ctx, "set conversation status", `
		UPDATE conversations SET status = $3, assignee = $4, updated_at = $5, snoozed_until = NULL, revision = revision + 1 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), id, string(status), null(assignee), at)
	if err == nil && n == 0 {
		return inbox.ErrNoConversation
	}
	return err
}

// MessageAt implements inbox.DeliverStore.
func (s *Store) MessageAt(ctx context.Context, conversationID string, seq int64) (inbox.Message, contact.Address, inbox.Conversation, error) {
	var m inbox.Message
	var a contact.Address
	var c inbox.Conversation
	dest := append(messageDest(&m), conversationDest(&c)...)
	dest = append(dest, &a.ID, &a.ContactID, &a.AccountID, &a.Channel, &a.ExternalID, text(&a.Username), flag(&a.Blocked))
	found, err := s.conn(ctx).one(ctx, "message at", `
		SELECT `+messageColumns+`, `+conversationColumns+`, a.id, a.contact_id, a.account_id, a.channel, a.external_id, a.username, a.blocked
		FROM messages m JOIN conversations c ON c.shop_id = m.shop_id AND c.id = m.conversation_id
		JOIN addresses a ON a.shop_id = c.shop_id AND a.id = c.address_id
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.seq = $3`, []any{shopID(ctx), conversationID, seq}, dest...)
	if err == nil && !found {
		err = inbox.ErrNoMessage
	}
	a.ShopID, a.ConversationKey = m.ShopID, c.Key
	return m, a, c, err
}

// SetDelivery implements inbox.DeliverStore.
func (s *Store) SetDelivery(ctx context.Context, conversationID string, seq int64, state inbox.Delivery, externalID, faultCode string, at time.Time) error {
	return s.conn(ctx).later(ctx, "set delivery", `
		UPDATE messages SET state = $4, external_id = $5, fault = $6, sent_at = $7 WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3`,
		shopID(ctx), conversationID, seq, string(state), null(externalID), null(faultCode), at)
}

// Floor implements inbox.DeliverStore.
func (s *Store) Floor(ctx context.Context, conversationID string, seq int64, lane, mirrors string) (inbox.Floor, error) {
	var f inbox.Floor
	found, err := s.conn(ctx).one(ctx, "floor", `
		SELECT c.status,
			EXISTS (SELECT 1 FROM jobs j WHERE j.shop_id = c.shop_id AND j.lane = $5 AND j.status <> 'dead'),
			EXISTS (SELECT 1 FROM messages m WHERE m.shop_id = c.shop_id AND m.conversation_id = c.id AND m.seq > $3 AND m.author = 'operator'),
			EXISTS (SELECT 1 FROM jobs j WHERE j.shop_id = c.shop_id AND j.lane = $4 AND j.seq = $3 AND j.status <> 'dead' AND j.attempts > 0)
		FROM conversations c WHERE c.shop_id = $1 AND c.id = $2`,
		[]any{shopID(ctx), conversationID, seq, lane, mirrors}, &f.Status, flag(&f.Undecided), flag(&f.Spoken), flag(&f.Begun))
	if err == nil && !found {
		err = inbox.ErrNoConversation
	}
	return f, err
}

// SaidAs implements inbox.DeliverStore.
func (s *Store) SaidAs(ctx context.Context, conversationID, externalID string) (bool, error) {
	var seq int64
	return s.conn(ctx).one(ctx, "said as", `SELECT seq FROM messages WHERE shop_id = $1 AND conversation_id = $2 AND external_id = $3 LIMIT 1`,
		[]any{shopID(ctx), conversationID, externalID}, &seq)
}

// AskedAs implements inbox.Store and media.Store.
func (s *Store) AskedAs(ctx context.Context, conversationID, externalID string) (inbox.Message, bool, error) {
	list, err := s.messages(ctx, "asked as", `SELECT `+messageColumns+` FROM messages m
		WHERE m.shop_id = $1 AND m.conversation_id = $2 AND m.external_id = $3 AND m.author = 'contact' ORDER BY m.seq LIMIT 1`,
		shopID(ctx), conversationID, externalID)
	if err != nil || len(list) == 0 {
		return inbox.Message{}, false, err
	}
	return list[0], true, nil
}

// SetPayload implements media.Store.
func (s *Store) SetPayload(ctx context.Context, conversationID string, seq int64, p inbox.Payload) error {
	_, err := s.conn(ctx).exec(ctx, "set payload", `UPDATE messages SET payload = $4 WHERE shop_id = $1 AND conversation_id = $2 AND seq = $3`,
		shopID(ctx), conversationID, seq, clean(inbox.MarshalPayload(p)))
	return err
}

// IntakeState implements inbox.DeliverStore: it tells what became of an event that is no customer's message.
func (s *Store) IntakeState(ctx context.Context, accountID, deliveryKey string) (state, kind string, found bool, err error) {
	found, err = s.conn(ctx).one(ctx, "intake state", `SELECT state, kind FROM intake WHERE shop_id = $1 AND account_id = $2 AND delivery_key = $3`,
		[]any{shopID(ctx), accountID, deliveryKey}, &state, &kind)
	return state, kind, found, err
}
