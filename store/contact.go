package store

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
)

const contactColumns = `shop_id, id, name, lang, phone, phone_verified, email, note, postal, notices_wait, created_at, updated_at`

func contactDest(c *contact.Contact) []any {
	return []any{&c.ShopID, &c.ID, &c.Name, &c.Lang, text(&c.Phone), flag(&c.PhoneVerified), text(&c.Email), text(&c.Note), doc(&c.Postal), flag(&c.NoticesWait), at(&c.CreatedAt), at(&c.UpdatedAt)}
}

func (s *Store) contact(ctx context.Context, where string, args ...any) (contact.Contact, bool, error) {
	var c contact.Contact
	found, err := s.conn(ctx).one(ctx, "contact", `SELECT `+contactColumns+` FROM contacts WHERE shop_id = $1 AND `+where,
		append([]any{shopID(ctx)}, args...), contactDest(&c)...)
	return c, found, err
}

// ContactByID implements contact.Store.
func (s *Store) ContactByID(ctx context.Context, id string) (contact.Contact, error) {
	c, found, err := s.contact(ctx, `id = $2`, id)
	if err == nil && !found {
		err = contact.ErrNotFound
	}
	return c, err
}

// ContactByVerifiedPhone implements contact.Store.
func (s *Store) ContactByVerifiedPhone(ctx context.Context, phone, except string) (contact.Contact, bool, error) {
	return s.contact(ctx, `phone = $2 AND phone_verified AND id <> $3 ORDER BY created_at, id LIMIT 1`, phone, except)
}

// UpdateContact implements contact.Store.
func (s *Store) UpdateContact(ctx context.Context, c contact.Contact) error {
	n, err := s.conn(ctx).exec(ctx, "update contact", `
		UPDATE contacts SET name = $3, lang = $4, phone = $5, phone_verified = $6, email = $7, note = $8, postal = $9, updated_at = $10 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), c.ID, clean(c.Name), string(c.Lang), null(c.Phone), c.PhoneVerified, null(c.Email), null(clean(c.Note)), toJSON(c.Postal), c.UpdatedAt)
	if err == nil && n == 0 {
		return contact.ErrNotFound
	}
	return err
}

// ownedByContact lists what moves with a contact when two are joined. A test compares
// it with the columns named contact_id in the schema.
var ownedByContact = []string{"addresses", "conversations", "checkouts", "orders", "handoffs", "turns", "proposals", "events", "promotion_redemptions", "notices", "contact_consents", "stock_waits"}

// JoinContacts implements contact.Store.
func (s *Store) JoinContacts(ctx context.Context, from, into string, at time.Time) error {
	if err := s.JoinCarts(ctx, from, into, at); err != nil {
		return err
	}
	q := s.conn(ctx)
	// Both may have asked for the same goods: one row stays, one that waits before one that does not.
	for _, x := range []struct{ gone, kept, which string }{{into, from, "NOT s.waiting AND w.waiting"}, {from, into, "w.variant_id = s.variant_id"}} {
		if _, err := q.exec(ctx, "join waits", `DELETE FROM stock_waits AS s WHERE s.shop_id = $1 AND s.contact_id = $2 AND EXISTS
			(SELECT 1 FROM stock_waits w WHERE w.shop_id = $1 AND w.contact_id = $3 AND w.variant_id = s.variant_id AND `+x.which+`)`, shopID(ctx), x.gone, x.kept); err != nil {
			return err
		}
	}
	for _, table := range ownedByContact {
		if _, err := q.exec(ctx, "join "+table, `UPDATE `+table+` SET contact_id = $3 WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), from, into); err != nil {
			return err
		}
	}
	if _, err := q.exec(ctx, "join what waits", `UPDATE contacts SET notices_wait = $3 WHERE shop_id = $1 AND id = $2
		AND EXISTS (SELECT 1 FROM notices n WHERE n.shop_id = $1 AND n.contact_id = $2 AND n.state = 'waiting')`, shopID(ctx), into, true); err != nil {
		return err
	}
	_, err := q.exec(ctx, "drop joined contact", `DELETE FROM contacts WHERE shop_id = $1 AND id = $2`, shopID(ctx), from)
	return err
}

// SaveJoinCode implements contact.Store.
func (s *Store) SaveJoinCode(ctx context.Context, hash, contactID string, until time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "save join code", `INSERT INTO contact_codes (shop_id, hash, contact_id, until) VALUES ($1, $2, $3, $4)`,
		shopID(ctx), hash, contactID, until)
	return err
}

// TakeJoinCode implements contact.Store.
func (s *Store) TakeJoinCode(ctx context.Context, hash string, now time.Time) (string, bool, error) {
	var id string
	var until time.Time
	found, err := s.conn(ctx).one(ctx, "take join code", `DELETE FROM contact_codes WHERE shop_id = $1 AND hash = $2 RETURNING contact_id, until`,
		[]any{shopID(ctx), hash}, &id, at(&until))
	return id, found && now.Before(until), err
}

// RecordEvent writes a domain event.
func (s *Store) RecordEvent(ctx context.Context, id string, e inbox.Event, now time.Time) error {
	return s.conn(ctx).later(ctx, "record event", `
		INSERT INTO events (shop_id, id, name, contact_id, conversation_id, subject_id, data, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		shopID(ctx), id, e.Name, null(e.ContactID), null(e.ConversationID), null(e.SubjectID), toJSON(e.Data), now)
}
