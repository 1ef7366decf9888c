package store

import (
	"context"
	"time"

	"prilavok/core/delivery"
)

// DeliveryMethods implements delivery.MethodStore.
func (s *Store) DeliveryMethods(ctx context.Context, all bool) ([]delivery.Method, error) {
	var out []delivery.Method
	err := s.conn(ctx).all(ctx, "delivery methods", `
		SELECT id, kind, title, description, price, free_from, min_total, zones, pickup, points, schedule, rates, carrier, days_from, days_to, position, active
		FROM delivery_methods WHERE shop_id = $1 AND (active OR $2) ORDER BY position, id`,
		[]any{shopID(ctx), all}, func(row scanner) error {
			var m delivery.Method
			err := row.Scan(&m.ID, &m.Kind, doc(&m.Title), doc(&m.Description), &m.Price, &m.FreeFrom, &m.MinTotal, doc(&m.Zones),
				doc(&m.Place), doc(&m.Points), doc(&m.Schedule), doc(&m.Rates), &m.Carrier, &m.DaysFrom, &m.DaysTo, &m.Position, flag(&m.Active))
			out = append(out, m)
			return err
		})
	return out, err
}

// PutDeliveryMethod implements delivery.MethodStore.
func (s *Store) PutDeliveryMethod(ctx context.Context, m delivery.Method, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "put delivery method", `
		INSERT INTO delivery_methods (shop_id, id, kind, title, description, price, free_from, min_total, zones, pickup, points, schedule, rates, carrier,
			days_from, days_to, position, active, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)
		ON CONFLICT (shop_id, id) DO UPDATE SET kind = excluded.kind, title = excluded.title, description = excluded.description,
			price = excluded.price, free_from = excluded.free_from, min_total = excluded.min_total, zones = excluded.zones,
			pickup = excluded.pickup, points = excluded.points, schedule = excluded.schedule, rates = excluded.rates, carrier = excluded.carrier,
			days_from = excluded.days_from, days_to = excluded.days_to, position = excluded.position, active = excluded.active,
			updated_at = excluded.updated_at`,
		shopID(ctx), m.ID, string(m.Kind), toJSON(m.Title), toJSON(m.Description), m.Price, m.FreeFrom, m.MinTotal, listJSON(m.Zones),
		toJSON(m.Place), listJSON(m.Points), toJSON(m.Schedule), listJSON(m.Rates), m.Carrier, m.DaysFrom, m.DaysTo, m.Position, m.Active, at)
	return err
}

// listJSON writes a list for a JSON column; none is an empty one.
func listJSON[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	return toJSON(list)
}

// DropDeliveryMethod implements delivery.MethodStore.
func (s *Store) DropDeliveryMethod(ctx context.Context, id string) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "drop delivery method", `DELETE FROM delivery_methods WHERE shop_id = $1 AND id = $2`, shopID(ctx), id)
	return n > 0, err
}

// SlotsTaken implements delivery.SlotStore.
func (s *Store) SlotsTaken(ctx context.Context, from time.Time) (map[string]int64, error) {
	out := map[string]int64{}
	err := s.conn(ctx).all(ctx, "slots taken", `SELECT id, taken FROM delivery_slots WHERE shop_id = $1 AND starts_at > $2`,
		[]any{shopID(ctx), from}, func(row scanner) error {
			var id string
			var n int64
			err := row.Scan(&id, &n)
			out[id] = n
			return err
		})
	return out, err
}

// TakeSlot implements delivery.SlotStore. The counter is made by the first booking.
func (s *Store) TakeSlot(ctx context.Context, x delivery.Slot) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "take slot", `
		INSERT INTO delivery_slots (shop_id, id, method_id, zone_id, starts_at, ends_at, capacity, taken) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
		ON CONFLICT (shop_id, id) DO UPDATE SET taken = delivery_slots.taken + 1, capacity = excluded.capacity, ends_at = excluded.ends_at
		WHERE delivery_slots.taken < excluded.capacity`,
		shopID(ctx), x.ID, x.MethodID, x.ZoneID, x.Start, x.End, x.Capacity)
	return n > 0, err
}

// BookedSlot implements delivery.SlotStore.
func (s *Store) BookedSlot(ctx context.Context, holder string) (string, error) {
	var id string
	_, err := s.conn(ctx).one(ctx, "booked slot", `SELECT slot_id FROM delivery_bookings WHERE shop_id = $1 AND holder = $2`+s.db.Dialect.forUpdate(),
		[]any{shopID(ctx), holder}, &id)
	return id, err
}

// PutBooking implements delivery.SlotStore.
func (s *Store) PutBooking(ctx context.Context, holder, slotID string, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "put booking", `INSERT INTO delivery_bookings (shop_id, holder, slot_id, created_at) VALUES ($1, $2, $3, $4)`,
		shopID(ctx), holder, slotID, at)
	return err
}

// FreeSlot implements delivery.SlotStore.
func (s *Store) FreeSlot(ctx context.Context, holder string) (bool, error) {
	q := s.conn(ctx)
	var id string
	found, err := q.one(ctx, "drop booking", `DELETE FROM delivery_bookings WHERE shop_id = $1 AND holder = $2 RETURNING slot_id`,
		[]any{shopID(ctx), holder}, &id)
	if err != nil || !found {
		return false, err
	}
	_, err = q.exec(ctx, "free slot", `UPDATE delivery_slots SET taken = taken - 1 WHERE shop_id = $1 AND id = $2`, shopID(ctx), id)
	return true, err
}
