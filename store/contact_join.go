package store

import (
	"context"
	"slices"
	"time"

	"prilavok/core/cart"
	"prilavok/core/cart/joined"
	"prilavok/core/contact"
)

// owned is a table whose rows move with a contact when two are joined. A test compares the
// list with the columns named contact_id in the schema.
type owned struct {
	table string
	key   string // tells a row within the shop, or within the contact
	talk  string // when rows are of a conversation: they follow it when a join is undone
}

var ownedByContact = []owned{
	{"addresses", "id", ""},
	{"conversations", "id", "id"},
	{"checkouts", "id", "conversation_id"},
	{"orders", "id", "conversation_id"},
	{"handoffs", "id", "conversation_id"},
	{"turns", "id", "conversation_id"},
	{"proposals", "token", "conversation_id"},
	{"events", "id", "conversation_id"},
	{"promotion_redemptions", "order_id", ""},
	{"notices", "id", "conversation_id"},
	{"contact_consents", "id", ""},
	{"stock_waits", "variant_id", "conversation_id"},
	{"cart_fills", "id", ""},
	{"ratings", "id", "conversation_id"},
}

// waitsOfBoth marks goods that both waited for: one row is left of two.
const waitsOfBoth = "stock_waits of both"

// before is how two contacts were when they were joined.
type before struct {
	Gone      contact.Contact `json:"gone"`
	Kept      contact.Contact `json:"kept"`
	Cart      joined.Record   `json:"cart"`
	Checkouts []pending       `json:"checkouts,omitempty"`
}

// pending is a checkout that was under way.
type pending struct {
	ID, ContactID, ConversationID string
	UpdatedAt                     time.Time
}

// JoinContacts implements contact.JoinStore.
func (s *Store) JoinContacts(ctx context.Context, j contact.Join) error {
	b, err := s.lockBoth(ctx, j)
	if err != nil {
		return err
	}
	if b.Cart, err = s.joinCarts(ctx, j); err != nil {
		return err
	}
	if b.Checkouts, err = s.joinCheckouts(ctx, j); err != nil {
		return err
	}
	if err := s.putJoin(ctx, j, b); err != nil {
		return err
	}
	if err := s.joinWaits(ctx, j); err != nil {
		return err
	}
	for _, o := range ownedByContact {
		if _, err := s.conn(ctx).exec(ctx, "note "+o.table, `INSERT INTO contact_join_rows (shop_id, join_id, tbl, row_id)
			SELECT DISTINCT shop_id, $3, $4, `+o.key+` FROM `+o.table+` WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), j.GoneID, j.ID, o.table); err != nil {
			return err
		}
		if _, err := s.conn(ctx).exec(ctx, "join "+o.table, `UPDATE `+o.table+` SET contact_id = $3 WHERE shop_id = $1 AND contact_id = $2`,
			shopID(ctx), j.GoneID, j.KeptID); err != nil {
			return err
		}
	}
	if err := s.joinUsage(ctx, j); err != nil {
		return err
	}
	made := contact.Merged(b.Kept, b.Gone)
	made.UpdatedAt = j.DoneAt
	if err := s.UpdateContact(ctx, made); err != nil {
		return err
	}
	if err := s.noticesWaiting(ctx, j.KeptID); err != nil {
		return err
	}
	_, err = s.conn(ctx).exec(ctx, "drop joined contact", `DELETE FROM contacts WHERE shop_id = $1 AND id = $2`, shopID(ctx), j.GoneID)
	return err
}

// lockBoth reads two contacts and holds their rows, always in one order.
func (s *Store) lockBoth(ctx context.Context, j contact.Join) (before, error) {
	var b before
	ids := []string{j.GoneID, j.KeptID}
	slices.Sort(ids)
	for _, id := range ids {
		c, found, err := s.contact(ctx, `id = $2`+s.db.Dialect.forUpdate(), id)
		if err == nil && !found {
			err = contact.ErrNotFound
		}
		if err != nil {
			return b, err
		}
		if id == j.GoneID {
			b.Gone = c
		} else {
			b.Kept = c
		}
	}
	return b, nil
}

// joinCarts adds one cart to the other. Both are held first: nothing that is put into them
// at this moment is lost.
func (s *Store) joinCarts(ctx context.Context, j contact.Join) (r joined.Record, err error) {
	var halves [2]cart.Stored
	var was [2]time.Time
	for i, id := range []string{j.KeptID, j.GoneID} {
		if halves[i], err = s.CartRows(ctx, id); err != nil {
			return r, err
		}
		was[i] = halves[i].UpdatedAt
		if err = s.TouchCart(ctx, id, j.DoneAt); err != nil {
			return r, err
		}
		if halves[i], err = s.CartRows(ctx, id); err != nil {
			return r, err
		}
	}
	var ids []string
	for _, x := range halves[1].Rows {
		ids = append(ids, x.VariantID)
	}
	left, err := s.leftOf(ctx, ids)
	if err != nil {
		return r, err
	}
	kept, gone := joined.Half{Rows: halves[0].Rows, Code: halves[0].Code}, joined.Half{Rows: halves[1].Rows, Code: halves[1].Code}
	r = joined.Together(kept, gone, was[1].After(was[0]), func(id string) int64 { return left[id] })
	if len(gone.Rows) == 0 && r.Made.Code == kept.Code {
		return r, nil
	}
	return r, s.putCart(ctx, j.KeptID, r.Made)
}

func (s *Store) leftOf(ctx context.Context, variantIDs []string) (map[string]int64, error) {
	left := map[string]int64{}
	list, err := s.ProductsOfVariants(ctx, variantIDs)
	for _, p := range list {
		for _, v := range p.Variants {
			left[v.ID] = v.Available()
		}
	}
	return left, err
}

// putCart replaces the lines and the code of a cart that exists.
func (s *Store) putCart(ctx context.Context, contactID string, h joined.Half) error {
	if err := s.EmptyCart(ctx, contactID); err != nil {
		return err
	}
	for _, r := range h.Rows {
		if err := s.PutCartRow(ctx, contactID, r); err != nil {
			return err
		}
	}
	_, err := s.conn(ctx).exec(ctx, "put cart code", `UPDATE carts SET code = $3 WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), contactID, h.Code)
	return err
}

// joinCheckouts keeps the newest checkout of two contacts under way, in the conversation of
// the join where it has one, and ends the others: there is one cart now.
func (s *Store) joinCheckouts(ctx context.Context, j contact.Join) ([]pending, error) {
	var list []pending
	err := s.conn(ctx).all(ctx, "checkouts of both", `
		SELECT id, contact_id, conversation_id, updated_at FROM checkouts
		WHERE shop_id = $1 AND contact_id IN ($2, $3) AND status = 'active' ORDER BY updated_at DESC, id DESC`,
		[]any{shopID(ctx), j.GoneID, j.KeptID}, func(row scanner) error {
			var p pending
			err := row.Scan(&p.ID, &p.ContactID, &p.ConversationID, at(&p.UpdatedAt))
			list = append(list, p)
			return err
		})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if len(list) > 1 {
		args := []any{shopID(ctx), j.DoneAt}
		for _, p := range list[1:] {
			args = append(args, p.ID)
		}
		if _, err := s.conn(ctx).exec(ctx, "end older checkouts", `UPDATE checkouts SET status = 'canceled', updated_at = $2, revision = revision + 1
			WHERE shop_id = $1 AND id IN (`+in(3, len(list)-1)+`)`, args...); err != nil {
			return nil, err
		}
	}
	if j.ConversationID != "" && list[0].ConversationID != j.ConversationID {
		_, err = s.conn(ctx).exec(ctx, "checkout goes on", `UPDATE checkouts SET conversation_id = $3, revision = revision + 1 WHERE shop_id = $1 AND id = $2`,
			shopID(ctx), list[0].ID, j.ConversationID)
	}
	return list, err
}

// joinWaits leaves one row where both wait for the same goods: who waits before who does not.
func (s *Store) joinWaits(ctx context.Context, j contact.Join) error {
	if _, err := s.conn(ctx).exec(ctx, "note waits of both", `INSERT INTO contact_join_rows (shop_id, join_id, tbl, row_id)
		SELECT s.shop_id, $4, $5, s.variant_id FROM stock_waits s JOIN stock_waits w ON w.shop_id = s.shop_id AND w.variant_id = s.variant_id AND w.contact_id = $3
		WHERE s.shop_id = $1 AND s.contact_id = $2 AND s.waiting AND w.waiting`, shopID(ctx), j.GoneID, j.KeptID, j.ID, waitsOfBoth); err != nil {
		return err
	}
	for _, x := range []struct{ gone, kept, which string }{{j.KeptID, j.GoneID, "NOT s.waiting AND w.waiting"}, {j.GoneID, j.KeptID, "w.variant_id = s.variant_id"}} {
		if _, err := s.conn(ctx).exec(ctx, "join waits", `DELETE FROM stock_waits AS s WHERE s.shop_id = $1 AND s.contact_id = $2 AND EXISTS
			(SELECT 1 FROM stock_waits w WHERE w.shop_id = $1 AND w.contact_id = $3 AND w.variant_id = s.variant_id AND `+x.which+`)`, shopID(ctx), x.gone, x.kept); err != nil {
			return err
		}
	}
	return nil
}

// joinUsage counts what the assistant did for both as one: joining resets no limit.
func (s *Store) joinUsage(ctx context.Context, j contact.Join) error {
	if _, err := s.conn(ctx).exec(ctx, "join usage", `
		INSERT INTO assistant_usage (shop_id, period, contact_id, messages, tokens, cost)
		SELECT shop_id, period, $3, messages, tokens, cost FROM assistant_usage WHERE shop_id = $1 AND contact_id = $2
		ON CONFLICT (shop_id, period, contact_id) DO UPDATE SET messages = assistant_usage.messages + excluded.messages,
			tokens = assistant_usage.tokens + excluded.tokens, cost = assistant_usage.cost + excluded.cost`, shopID(ctx), j.GoneID, j.KeptID); err != nil {
		return err
	}
	_, err := s.conn(ctx).exec(ctx, "drop usage", `DELETE FROM assistant_usage WHERE shop_id = $1 AND contact_id = $2`, shopID(ctx), j.GoneID)
	return err
}

// noticesWaiting notes anew whether something waits to be said to a contact.
func (s *Store) noticesWaiting(ctx context.Context, contactID string) error {
	_, err := s.conn(ctx).exec(ctx, "what waits", `UPDATE contacts SET notices_wait = EXISTS
		(SELECT 1 FROM notices n WHERE n.shop_id = $1 AND n.contact_id = $2 AND n.state = 'waiting')
		OR EXISTS (SELECT 1 FROM held_messages h JOIN conversations v ON v.shop_id = h.shop_id AND v.id = h.conversation_id
			WHERE h.shop_id = $1 AND v.contact_id = $2 AND h.wish = 'later' AND h.outcome = '')
		WHERE shop_id = $1 AND id = $2`, shopID(ctx), contactID)
	return err
}
