package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/desk"
	"prilavok/core/handoff"
	"prilavok/core/inbox"
	"prilavok/core/shop"
	"prilavok/core/staff"
)

// lineFrom is what a line of the operators' inbox is read from. What is looked up for each
// line are probes of the primary key.
const lineColumns = `c.id, c.contact_id, COALESCE(NULLIF(k.name, ''), a.username, ''), c.channel, c.account_id, h.name, h.config, c.status, c.assignee, c.labels, c.lang, c.revision, c.mode, c.draft_id,
	c.active_at, c.asked_at, c.snoozed_until, COALESCE(f.reason, ''), COALESCE(f.accepted_by, ''),
	(SELECT count(*) FROM (SELECT 1 FROM messages u WHERE u.conversation_id = c.id AND u.seq > c.read_to AND u.author = 'contact' LIMIT 99) n),
	(SELECT min(w.created_at) FROM messages w WHERE w.conversation_id = c.id AND w.seq > c.answered_to AND w.author = 'contact' AND c.asked_seq > c.answered_to),
	m.author, m.text, m.kind, m.out, m.deleted_at`

const lineFrom = ` FROM conversations c JOIN contacts k ON k.shop_id = c.shop_id AND k.id = c.contact_id
	JOIN addresses a ON a.shop_id = c.shop_id AND a.id = c.address_id JOIN channel_accounts h ON h.id = c.account_id
	LEFT JOIN handoffs f ON f.shop_id = c.shop_id AND f.conversation_id = c.id AND f.status <> 'resolved'
	LEFT JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_seq `

func scanLine(row scanner) (desk.Conversation, error) {
	var c desk.Conversation
	var conf shop.AccountConfig
	var labels, reason, said, by, kind, draft string
	var out *inbox.Outgoing
	var gone time.Time
	err := row.Scan(&c.ID, &c.ContactID, &c.Name, &c.Channel, &c.AccountID, &c.AccountName, doc(&conf), &c.State, text(&c.Assignee.ID), &labels, &c.Lang, &c.Revision, &c.Mode, &draft,
		at(&c.LastAt), at(&c.AskedAt), at(&c.SnoozedUntil), &reason, &c.Assignee.Name, &c.Unread, at(&c.WaitingSince),
		text(&by), text(&said), text(&kind), doc(&out), at(&gone))
	c.Draft = draft != ""
	c.Labels, c.Reason, c.LastBy = labelsOf(labels), handoff.Reason(reason), inbox.Author(by)
	if c.LastText = said; !gone.IsZero() {
		c.LastText = ""
	}
	if out != nil && said == "" && len(out.Cards) > 0 {
		c.LastText = out.Cards[0].Title
	}
	if c.Assignee.ID == "" {
		c.Assignee.Name = ""
	}
	if c.State != inbox.Open {
		c.Reason = ""
	}
	if c.State != inbox.Snoozed {
		c.SnoozedUntil = time.Time{}
	}
	c.Capable(conf)
	return c, err
}

func labelsOf(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == '|' }) }

// ConversationLine implements desk.Store.
func (s *Store) ConversationLine(ctx context.Context, id string) (desk.Conversation, error) {
	list, err := s.lines(ctx, "conversation line", []string{id})
	if err == nil && len(list) == 0 {
		return desk.Conversation{}, inbox.ErrNoConversation
	}
	if err != nil {
		return desk.Conversation{}, err
	}
	return list[0], nil
}

func (s *Store) lines(ctx context.Context, what string, ids []string) ([]desk.Conversation, error) {
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	var out []desk.Conversation
	err := s.conn(ctx).all(ctx, what, `SELECT `+lineColumns+lineFrom+`WHERE c.shop_id = $1 AND c.id IN (`+in(2, len(ids))+`)`, args, func(row scanner) error {
		c, err := scanLine(row)
		out = append(out, c)
		return err
	})
	slices.SortFunc(out, func(a, b desk.Conversation) int {
		return cmp.Or(b.LastAt.Compare(a.LastAt), strings.Compare(b.ID, a.ID))
	})
	return out, err
}

// ListConversations implements desk.Store. First the places are found in the index
// conversations_desk alone, then their lines are read.
func (s *Store) ListConversations(ctx context.Context, f desk.Filter, below desk.Spot, limit int) ([]desk.Conversation, error) {
	ids, err := s.conversationSpots(ctx, f, below, limit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.lines(ctx, "conversation lines", ids)
}

func (s *Store) conversationSpots(ctx context.Context, f desk.Filter, below desk.Spot, limit int) ([]string, error) {
	w := where{args: []any{shopID(ctx)}}
	if !below.At.IsZero() {
		w.add(`(c.active_at, c.id) < ($%d`, below.At)
		w.or(`, $%d)`, below.ID)
	}
	anyOf(&w, "c.status", f.States)
	if f.Channel != "" {
		w.add(`c.channel = $%d`, string(f.Channel))
	}
	switch f.Assignee {
	case "":
	case desk.Nobody:
		w.text += ` AND c.assignee IS NULL`
	default:
		w.add(`c.assignee = $%d`, f.Assignee)
	}
	if f.Label != "" {
		w.add(`c.labels LIKE $%d`, "%|"+f.Label+"|%")
	}
	if f.Unanswered {
		w.text += ` AND c.asked_seq > c.answered_to`
	}
	if f.Drafted {
		w.text += ` AND c.draft_id <> ''`
	}
	if f.Search != "" {
		return s.searchConversations(ctx, f.Search, w, below, limit)
	}
	return s.deskSpots(ctx, "conversations", w, limit)
}

func (s *Store) deskSpots(ctx context.Context, what string, w where, limit int) ([]string, error) {
	w.or(` ORDER BY c.active_at DESC, c.id DESC LIMIT $%d`, limit)
	return s.texts(ctx, what, `SELECT c.id FROM conversations c WHERE c.shop_id = $1`+w.text, w.args...)
}

// NotesBelow implements desk.Store.
func (s *Store) NotesBelow(ctx context.Context, conversationID, id string, limit int) ([]desk.Item, error) {
	w := where{args: []any{shopID(ctx), conversationID}}
	if id != "" {
		w.add(`id < $%d`, id)
	}
	w.or(` ORDER BY id DESC LIMIT $%d`, limit)
	var out []desk.Item
	err := s.conn(ctx).all(ctx, "notes below", `SELECT id, author, text, created_at FROM conversation_notes WHERE shop_id = $1 AND conversation_id = $2`+w.text, w.args, func(row scanner) error {
		n := handoff.Note{ConversationID: conversationID}
		err := row.Scan(&n.ID, &n.Author, &n.Text, at(&n.At))
		out = append(out, desk.NoteItem(n))
		return err
	})
	return out, err
}

// OrderEventsBelow implements desk.Store.
func (s *Store) OrderEventsBelow(ctx context.Context, conversationID, id string, limit int) ([]desk.Item, error) {
	w := where{args: []any{shopID(ctx), conversationID}}
	if id != "" {
		w.add(`e.id < $%d`, id)
	}
	w.or(` ORDER BY e.id DESC LIMIT $%d`, limit)
	var out []desk.Item
	err := s.conn(ctx).all(ctx, "order events below", `
		SELECT e.id, e.order_id, o.number, e.what, e.created_at FROM orders o JOIN order_events e ON e.shop_id = o.shop_id AND e.order_id = o.id
		WHERE o.shop_id = $1 AND o.conversation_id = $2`+w.text, w.args, func(row scanner) error {
		var e desk.Event
		err := row.Scan(&e.ID, &e.OrderID, text(&e.Number), &e.What, at(&e.At))
		out = append(out, desk.Item{ID: e.ID, At: e.At, By: inbox.BySystem, Event: &e})
		return err
	})
	return out, err
}

// NamesOf implements desk.Store.
func (s *Store) NamesOf(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	args := []any{shopID(ctx)}
	for _, id := range ids {
		args = append(args, id)
	}
	among := `IN (` + in(2, len(ids)) + `)`
	err := s.conn(ctx).all(ctx, "names of operators", `
		SELECT id, COALESCE(NULLIF(name, ''), email) FROM staff_members WHERE shop_id = $1 AND id `+among+`
		UNION ALL SELECT id, name FROM api_keys WHERE shop_id = $1 AND id `+among, args, func(row scanner) error {
		var id, name string
		err := row.Scan(&id, &name)
		out[id] = name
		return err
	})
	return out, err
}

// SaidBy implements desk.Store.
func (s *Store) SaidBy(ctx context.Context, conversationID, clientID string) (inbox.Message, bool, error) {
	list, err := s.messages(ctx, "said by", `SELECT * FROM (SELECT `+messageColumns+` FROM messages m
		WHERE m.shop_id = $1 AND m.conversation_id = $2 ORDER BY m.seq DESC LIMIT 200) m WHERE m.out->>'client' = $3 ORDER BY m.seq LIMIT 1`, shopID(ctx), conversationID, clientID)
	if err != nil || len(list) == 0 {
		return inbox.Message{}, false, err
	}
	return list[0], true, nil
}

// SetRead implements desk.Store.
func (s *Store) SetRead(ctx context.Context, conversationID string, seq int64) error {
	return s.conn(ctx).later(ctx, "set read", `UPDATE conversations SET read_to = $3 WHERE shop_id = $1 AND id = $2 AND read_to < $3`, shopID(ctx), conversationID, seq)
}

// SetLabels implements desk.Store.
func (s *Store) SetLabels(ctx context.Context, conversationID string, labels []string) error {
	kept := ""
	if len(labels) > 0 {
		kept = "|" + strings.Join(labels, "|") + "|"
	}
	return s.conn(ctx).later(ctx, "set labels", `UPDATE conversations SET labels = $3, revision = revision + 1 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), conversationID, clean(kept))
}

// Snooze implements desk.Store.
func (s *Store) Snooze(ctx context.Context, conversationID string, until, now time.Time) error {
	return s.conn(ctx).later(ctx, "snooze", `
		UPDATE conversations SET status = 'snoozed', snoozed_until = $3, updated_at = $4, revision = revision + 1 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), conversationID, until, now)
}

// Snoozed implements desk.Store.
func (s *Store) Snoozed(ctx context.Context, conversationID string) (until time.Time, err error) {
	_, err = s.conn(ctx).one(ctx, "snoozed", `SELECT snoozed_until FROM conversations WHERE shop_id = $1 AND id = $2`, []any{shopID(ctx), conversationID}, at(&until))
	return until, err
}

// Answering implements desk.Store.
func (s *Store) Answering(ctx context.Context, memberID string) (name string, ok bool, err error) {
	var role string
	ok, err = s.conn(ctx).one(ctx, "answering member", `
		SELECT COALESCE(NULLIF(name, ''), email), role FROM staff_members WHERE shop_id = $1 AND id = $2 AND ended_at IS NULL`,
		[]any{shopID(ctx), memberID}, &name, &role)
	return name, ok && slices.Contains(staff.Role(role).Scopes(), staff.ConversationsWrite), err
}
