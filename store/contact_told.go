package store

import (
	"context"
	"database/sql"
	"strings"

	"prilavok/core/contact"
)

// told is what TracesOf reads: of each table when a row was made, what it says, and whose it
// is. Raw webhook bodies, jobs and answers of the API are not among it: they are copies, and the
// panel reads none of them.
var told = []struct{ what, table, at, columns, whose string }{
	{"comment", "comments", "seen_at", "username, text, private_text, public_text", ofComments},
	{"event", "events", "created_at", "name, data", ofEvents},
	{"timeline", "order_events", "created_at", "order_id, what, why, data", `order_id IN ` + theirOrders},
	{"return", "order_returns", "created_at", "order_id, reason, photos, refusal", `order_id IN ` + theirOrders},
	{"parcel", "fulfillments", "created_at", "order_id, tracking, tracking_url", `order_id IN ` + theirOrders},
	{"shipment", "delivery_shipments", "created_at", "order_id, number, url, parcel, place", `order_id IN ` + theirOrders},
	{"payment", "payments", "created_at", "order_id, method, status, amount, currency, url, reason, proof", `order_id IN ` + theirOrders},
	{"operation", "payment_operations", "created_at", "order_id, kind, amount, request, why", `order_id IN ` + theirOrders},
	{"cart", "cart_fills", "filled_at", "filled_at", `contact_id = $2`},
	{"rating", "ratings", "asked_at", "conversation_id, score, comment, rated_at", `contact_id = $2`},
	{"change", "audit_log", "at", "action, before, after", ofChanges},
}

// TracesOf implements contact.EraseStore.
func (s *Store) TracesOf(ctx context.Context, contactID string) ([]contact.Trace, error) {
	var out []contact.Trace
	for _, x := range told {
		names := strings.Split(x.columns, ", ")
		query := `SELECT id, CAST(` + x.at + ` AS text), CAST(` + strings.Join(names, ` AS text), CAST(`) + ` AS text)
			FROM ` + x.table + ` WHERE shop_id = $1 AND ` + x.whose + ` ORDER BY ` + x.at + `, id`
		err := s.conn(ctx).all(ctx, "told of a contact: "+x.what, query, []any{shopID(ctx), contactID}, func(row scanner) error {
			t, values := contact.Trace{What: x.what, Said: map[string]string{}}, make([]sql.NullString, len(names))
			into := []any{&t.ID, &t.At}
			for i := range values {
				into = append(into, &values[i])
			}
			err := row.Scan(into...)
			for i, v := range values {
				if v.String != "" && v.String != "{}" && v.String != "[]" {
					t.Said[names[i]] = v.String
				}
			}
			out = append(out, t)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
