package store

import (
	"context"
	"time"

	"prilavok/core/delivery"
)

const shipmentColumns = `id, holder, order_id, carrier, number, url, parcel, state, place, fails, check_at, created_at, updated_at`

func scanShipment(row scanner) (delivery.Shipment, error) {
	var x delivery.Shipment
	err := row.Scan(&x.ID, &x.Holder, &x.OrderID, &x.Carrier, &x.Number, &x.URL, doc(&x.Parcel), &x.State, &x.Place, &x.Fails,
		at(&x.CheckAt), at(&x.CreatedAt), at(&x.UpdatedAt))
	return x, err
}

// PutShipment implements delivery.ShipmentStore.
func (s *Store) PutShipment(ctx context.Context, x delivery.Shipment) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "put shipment", `
		INSERT INTO delivery_shipments (shop_id, `+shipmentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (shop_id, holder) DO NOTHING`,
		shopID(ctx), x.ID, x.Holder, x.OrderID, x.Carrier, clean(x.Number), x.URL, clean(toJSON(x.Parcel)), string(x.State), clean(x.Place), x.Fails,
		x.CheckAt, x.CreatedAt, x.UpdatedAt)
	return n > 0, err
}

// SaveShipment implements delivery.ShipmentStore.
func (s *Store) SaveShipment(ctx context.Context, x delivery.Shipment) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "save shipment", `
		UPDATE delivery_shipments SET number = $3, url = $4, state = $5, place = $6, fails = $7, check_at = $8, updated_at = $9
		WHERE shop_id = $1 AND id = $2 AND state NOT IN ('delivered', 'returned', 'canceled')`,
		shopID(ctx), x.ID, clean(x.Number), x.URL, string(x.State), clean(x.Place), x.Fails, x.CheckAt, x.UpdatedAt)
	return n > 0, err
}

// ShipmentOf implements delivery.ShipmentStore.
func (s *Store) ShipmentOf(ctx context.Context, holder string, lock bool) (delivery.Shipment, bool, error) {
	suffix := ""
	if lock {
		suffix = s.db.Dialect.forUpdate()
	}
	list, err := s.shipments(ctx, "shipment of", `holder = $2`+suffix, shopID(ctx), holder)
	if err != nil || len(list) == 0 {
		return delivery.Shipment{}, false, err
	}
	return list[0], true, nil
}

// DueShipments implements delivery.ShipmentStore.
func (s *Store) DueShipments(ctx context.Context, now time.Time, limit int) ([]delivery.Shipment, error) {
	return s.shipments(ctx, "due shipments", `check_at <= $2 ORDER BY check_at, id LIMIT $3`, shopID(ctx), now, limit)
}

func (s *Store) shipments(ctx context.Context, what, where string, args ...any) ([]delivery.Shipment, error) {
	var out []delivery.Shipment
	err := s.conn(ctx).all(ctx, what, `SELECT `+shipmentColumns+` FROM delivery_shipments WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		x, err := scanShipment(row)
		out = append(out, x)
		return err
	})
	return out, err
}
