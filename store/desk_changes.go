package store

import (
	"context"

	"prilavok/core/desk"
)

// settledChanges leaves out what transactions that are still under way may come before.
// SQLite has one writer.
func (d Dialect) settledChanges() string {
	if d == Postgres {
		return ` AND d.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`
	}
	return ""
}

// afterPlace is true of changes behind a place. SQLite has one xid, and of a comparison of rows
// it would use an index for the first column alone.
func (d Dialect) afterPlace() string {
	if d == Postgres {
		return `(d.xid, d.seq) > ($2, $3)`
	}
	return `d.xid = $2 AND d.seq > $3`
}

// ChangesAfter implements desk.Store.
func (s *Store) ChangesAfter(ctx context.Context, after desk.Place, limit int) ([]desk.Change, error) {
	var out []desk.Change
	err := s.conn(ctx).all(ctx, "changes after", `
		SELECT d.xid, d.seq, d.kind, d.conversation_id, d.order_id FROM desk_changes d
		WHERE d.shop_id = $1 AND `+s.db.Dialect.afterPlace()+s.db.Dialect.settledChanges()+` ORDER BY d.xid, d.seq LIMIT $4`,
		[]any{shopID(ctx), after.Tx, after.Seq, limit}, func(row scanner) error {
			var c desk.Change
			err := row.Scan(&c.Place.Tx, &c.Place.Seq, &c.Kind, &c.ConversationID, text(&c.OrderID))
			out = append(out, c)
			return err
		})
	return out, err
}

// LastChange implements desk.Store.
func (s *Store) LastChange(ctx context.Context) (p desk.Place, err error) {
	_, err = s.conn(ctx).one(ctx, "last change", `
		SELECT d.xid, d.seq FROM desk_changes d WHERE d.shop_id = $1`+s.db.Dialect.settledChanges()+` ORDER BY d.xid DESC, d.seq DESC LIMIT 1`,
		[]any{shopID(ctx)}, &p.Tx, &p.Seq)
	return p, err
}

// ForgetChanges implements desk.Store.
func (s *Store) ForgetChanges(ctx context.Context, keep int64) (int64, error) {
	return s.conn(ctx).exec(ctx, "forget changes", `
		DELETE FROM desk_changes WHERE shop_id = $1 AND seq <= (SELECT max(seq) FROM desk_changes WHERE shop_id = $1) - $2`, shopID(ctx), keep)
}
