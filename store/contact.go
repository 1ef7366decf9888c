package store

import (
	"context"
	"time"

	"prilavok/core/contact"
	"prilavok/core/inbox"
	"prilavok/core/order"
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
	key, back, digits := order.SearchKeys(clean(c.Name), c.Phone)
	n, err := s.conn(ctx).exec(ctx, "update contact", `
		UPDATE contacts SET name = $3, lang = $4, phone = $5, phone_verified = $6, email = $7, note = $8, postal = $9, updated_at = $10,
			name_key = $11, name_back = $12, phone_key = $13 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), c.ID, clean(c.Name), string(c.Lang), null(c.Phone), c.PhoneVerified, null(c.Email), null(clean(c.Note)), toJSON(c.Postal), c.UpdatedAt,
		key, back, digits)
	if err == nil && n == 0 {
		return contact.ErrNotFound
	}
	return err
}

// SaveJoinCode implements contact.CodeStore.
func (s *Store) SaveJoinCode(ctx context.Context, hash, contactID string, until, now time.Time) error {
	if _, err := s.conn(ctx).exec(ctx, "forget join codes", `DELETE FROM contact_codes WHERE shop_id = $1 AND (contact_id = $2 OR until <= $3)`,
		shopID(ctx), contactID, now); err != nil {
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "save join code", `INSERT INTO contact_codes (shop_id, hash, contact_id, until) VALUES ($1, $2, $3, $4)`,
		shopID(ctx), hash, contactID, until)
	return err
}

// TakeJoinCode implements contact.CodeStore.
func (s *Store) TakeJoinCode(ctx context.Context, hash, by string, now time.Time) (id string, found, own bool, err error) {
	found, err = s.conn(ctx).one(ctx, "take join code", `
		DELETE FROM contact_codes WHERE shop_id = $1 AND hash = $2 AND contact_id <> $3 AND until > $4 RETURNING contact_id`,
		[]any{shopID(ctx), hash, by, now}, &id)
	if err != nil || found {
		return id, found, false, err
	}
	var one int
	own, err = s.conn(ctx).one(ctx, "own join code", `SELECT 1 FROM contact_codes WHERE shop_id = $1 AND hash = $2 AND contact_id = $3 AND until > $4`,
		[]any{shopID(ctx), hash, by, now}, &one)
	return "", false, own, err
}

// Guesses implements contact.CodeStore.
func (s *Store) Guesses(ctx context.Context, addressID string, since time.Time) (n int, err error) {
	_, err = s.conn(ctx).one(ctx, "guesses", `SELECT COUNT(*) FROM contact_guesses WHERE shop_id = $1 AND address_id = $2 AND created_at > $3`,
		[]any{shopID(ctx), addressID, since}, &n)
	return n, err
}

// AddGuess implements contact.CodeStore.
func (s *Store) AddGuess(ctx context.Context, id, addressID string, at, since time.Time) error {
	if _, err := s.conn(ctx).exec(ctx, "forget guesses", `DELETE FROM contact_guesses WHERE shop_id = $1 AND created_at <= $2`, shopID(ctx), since); err != nil {
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "add guess", `INSERT INTO contact_guesses (shop_id, id, address_id, created_at) VALUES ($1, $2, $3, $4)`,
		shopID(ctx), id, addressID, at)
	return err
}

// RecordEvent writes a domain event.
func (s *Store) RecordEvent(ctx context.Context, id string, e inbox.Event, now time.Time) error {
	return s.conn(ctx).later(ctx, "record event", `
		INSERT INTO events (shop_id, id, name, contact_id, conversation_id, subject_id, data, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		shopID(ctx), id, e.Name, null(e.ContactID), null(e.ConversationID), null(e.SubjectID), toJSON(e.Data), now)
}
