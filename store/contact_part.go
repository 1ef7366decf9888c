package store

import (
	"context"

	"prilavok/core/cart/joined"
	"prilavok/core/contact"
	"prilavok/core/order"
)

// PartContacts implements contact.JoinStore.
func (s *Store) PartContacts(ctx context.Context, j contact.Join) error {
	var b before
	if _, err := s.conn(ctx).one(ctx, "how both were", `SELECT before FROM contact_joins WHERE shop_id = $1 AND id = $2`, []any{shopID(ctx), j.ID}, doc(&b)); err != nil {
		return err
	}
	now, found, err := s.contact(ctx, `id = $2`+s.db.Dialect.forUpdate(), j.KeptID)
	if err == nil && !found {
		err = contact.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := s.insertContact(ctx, b.Gone); err != nil {
		return err
	}
	if err := s.partCheckouts(ctx, j, b.Checkouts); err != nil {
		return err
	}
	for _, o := range ownedByContact {
		if err := s.partRows(ctx, j, o); err != nil {
			return err
		}
	}
	if err := s.partWords(ctx, j); err != nil {
		return err
	}
	if err := s.partCarts(ctx, j, b.Cart); err != nil {
		return err
	}
	kept := contact.Parted(now, b.Kept, b.Gone)
	kept.UpdatedAt = j.UndoneAt
	if err := s.UpdateContact(ctx, kept); err != nil {
		return err
	}
	for _, id := range []string{j.KeptID, j.GoneID} {
		if err := s.noticesWaiting(ctx, id); err != nil {
			return err
		}
	}
	return s.SaveJoin(ctx, j)
}

func (s *Store) insertContact(ctx context.Context, c contact.Contact) error {
	key, back, digits := order.SearchKeys(c.Name, c.Phone)
	_, err := s.conn(ctx).exec(ctx, "bring contact back", `
		INSERT INTO contacts (shop_id, id, name, lang, phone, phone_verified, email, note, postal, created_at, updated_at, name_key, name_back, phone_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		shopID(ctx), c.ID, c.Name, string(c.Lang), null(c.Phone), c.PhoneVerified, null(c.Email), null(c.Note), toJSON(c.Postal), c.CreatedAt, c.UpdatedAt, key, back, digits)
	return err
}

// partRows gives back what was moved, and what came to the addresses since.
func (s *Store) partRows(ctx context.Context, j contact.Join, o owned) error {
	which := o.key + ` IN (SELECT row_id FROM contact_join_rows WHERE shop_id = $1 AND join_id = $4 AND tbl = $5)`
	args := []any{shopID(ctx), j.KeptID, j.GoneID, j.ID, o.table}
	if o.table == "promotion_redemptions" { // where their orders are
		which = `order_id IN (SELECT id FROM orders WHERE shop_id = $1 AND contact_id = $3)`
		args = args[:3]
	}
	if o.talk != "" {
		which = `(` + which + ` OR ` + o.talk + ` IN (SELECT c.id FROM conversations c JOIN addresses a ON a.shop_id = c.shop_id AND a.id = c.address_id
			WHERE c.shop_id = $1 AND a.contact_id = $3))`
	}
	_, err := s.conn(ctx).exec(ctx, "part "+o.table, `UPDATE `+o.table+` SET contact_id = $3 WHERE shop_id = $1 AND contact_id = $2 AND `+which, args...)
	return err
}

// partCheckouts brings the checkouts that were under way back to where they were, as far as
// they still are, or were ended by the join alone.
func (s *Store) partCheckouts(ctx context.Context, j contact.Join, list []pending) error {
	for i, p := range list {
		state := "active"
		if i > 0 {
			state = "canceled"
		}
		if _, err := s.conn(ctx).exec(ctx, "part checkout", `
			UPDATE checkouts SET status = 'active', conversation_id = $4, revision = revision + 1, updated_at = $5
			WHERE shop_id = $1 AND id = $2 AND contact_id = $3 AND status = $6 AND (status = 'active' OR updated_at = $7)
			AND NOT EXISTS (SELECT 1 FROM checkouts x WHERE x.shop_id = $1 AND x.conversation_id = $4 AND x.status = 'active' AND x.id <> $2)`,
			shopID(ctx), p.ID, j.KeptID, p.ConversationID, p.UpdatedAt, state, j.DoneAt); err != nil {
			return err
		}
	}
	return nil
}

// partWords gives both what holds for both: goods that both waited for and still wait for, and
// what was withdrawn while they were one.
func (s *Store) partWords(ctx context.Context, j contact.Join) error {
	if _, err := s.conn(ctx).exec(ctx, "part waits of both", `
		INSERT INTO stock_waits (shop_id, contact_id, variant_id, waiting, created_at)
		SELECT s.shop_id, $3, s.variant_id, s.waiting, s.created_at FROM stock_waits s
		WHERE s.shop_id = $1 AND s.contact_id = $2 AND s.waiting
		AND s.variant_id IN (SELECT row_id FROM contact_join_rows WHERE shop_id = $1 AND join_id = $4 AND tbl = $5)
		ON CONFLICT (shop_id, contact_id, variant_id) DO NOTHING`, shopID(ctx), j.KeptID, j.GoneID, j.ID, waitsOfBoth); err != nil {
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "part withdrawals", `
		INSERT INTO contact_consents (shop_id, id, contact_id, topic, allowed, source, channel, version, created_at)
		SELECT shop_id, id || '+' || $4, $3, topic, allowed, source, channel, version, created_at FROM contact_consents
		WHERE shop_id = $1 AND contact_id = $2 AND NOT allowed AND created_at > $5`, shopID(ctx), j.KeptID, j.GoneID, j.ID, j.DoneAt)
	return err
}

func (s *Store) partCarts(ctx context.Context, j contact.Join, r joined.Record) error {
	for _, id := range []string{j.KeptID, j.GoneID} {
		if err := s.TouchCart(ctx, id, j.UndoneAt); err != nil {
			return err
		}
	}
	now, err := s.CartRows(ctx, j.KeptID)
	if err != nil {
		return err
	}
	kept, gone := joined.Apart(joined.Half{Rows: now.Rows, Code: now.Code}, r)
	if err := s.putCart(ctx, j.KeptID, kept); err != nil {
		return err
	}
	return s.putCart(ctx, j.GoneID, gone)
}

const joinColumns = `id, gone_id, kept_id, how, by_whom, why, state, fault, asked_at, done_at, undone_at, undone_by`

func joinDest(j *contact.Join) []any {
	return []any{&j.ID, &j.GoneID, &j.KeptID, &j.How, &j.By, &j.Why, &j.State, &j.Fault, at(&j.AskedAt), at(&j.DoneAt), at(&j.UndoneAt), &j.UndoneBy}
}

// AskJoin implements contact.JoinStore.
func (s *Store) AskJoin(ctx context.Context, j contact.Join) error {
	_, err := s.conn(ctx).exec(ctx, "ask join", `
		INSERT INTO contact_joins (shop_id, id, gone_id, kept_id, how, by_whom, why, state, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		shopID(ctx), j.ID, j.GoneID, j.KeptID, string(j.How), j.By, clean(j.Why), string(j.State), j.AskedAt)
	return err
}

// putJoin keeps a join that is made, with how both were.
func (s *Store) putJoin(ctx context.Context, j contact.Join, b before) error {
	_, err := s.conn(ctx).exec(ctx, "put join", `
		INSERT INTO contact_joins (shop_id, id, gone_id, kept_id, how, by_whom, why, state, before, asked_at, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (shop_id, id) DO UPDATE SET state = excluded.state, before = excluded.before, done_at = excluded.done_at`,
		shopID(ctx), j.ID, j.GoneID, j.KeptID, string(j.How), j.By, clean(j.Why), string(j.State), toJSON(b), j.AskedAt, j.DoneAt)
	return err
}

// SaveJoin implements contact.JoinStore.
func (s *Store) SaveJoin(ctx context.Context, j contact.Join) error {
	_, err := s.conn(ctx).exec(ctx, "save join", `
		UPDATE contact_joins SET state = $3, fault = $4, done_at = $5, undone_at = $6, undone_by = $7 WHERE shop_id = $1 AND id = $2`,
		shopID(ctx), j.ID, string(j.State), j.Fault, j.DoneAt, j.UndoneAt, j.UndoneBy)
	return err
}

// LockJoin implements contact.JoinStore.
func (s *Store) LockJoin(ctx context.Context, id string) (contact.Join, error) {
	var j contact.Join
	found, err := s.conn(ctx).one(ctx, "lock join", `SELECT `+joinColumns+` FROM contact_joins WHERE shop_id = $1 AND id = $2`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), id}, joinDest(&j)...)
	if err == nil && !found {
		err = contact.ErrNoJoin
	}
	return j, err
}

// JoinsOf implements contact.JoinStore.
func (s *Store) JoinsOf(ctx context.Context, contactID string) ([]contact.Join, error) {
	var out []contact.Join
	err := s.conn(ctx).all(ctx, "joins of a contact", `SELECT `+joinColumns+` FROM contact_joins
		WHERE shop_id = $1 AND (kept_id = $2 OR gone_id = $2) ORDER BY id DESC LIMIT 200`, []any{shopID(ctx), contactID}, func(row scanner) error {
		var j contact.Join
		err := row.Scan(joinDest(&j)...)
		out = append(out, j)
		return err
	})
	return out, err
}

// JoinedInto implements contact.JoinStore.
func (s *Store) JoinedInto(ctx context.Context, contactID string) (id string, err error) {
	_, err = s.conn(ctx).one(ctx, "joined into", `SELECT kept_id FROM contact_joins WHERE shop_id = $1 AND gone_id = $2 AND state = 'joined'`, []any{shopID(ctx), contactID}, &id)
	return id, err
}
