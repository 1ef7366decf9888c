-- Delivery: pickup points, times with their bookings, prices by weight.
ALTER TABLE prilavok.delivery_methods
  ADD COLUMN points   jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN schedule jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN rates    jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN carrier  text NOT NULL DEFAULT '';

-- How many orders have booked a time. The first booking makes the row.
CREATE TABLE prilavok.delivery_slots (
  shop_id   text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id        text NOT NULL,
  method_id text NOT NULL,
  zone_id   text NOT NULL DEFAULT '',
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz NOT NULL,
  capacity  bigint NOT NULL,
  taken     bigint NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (taken >= 0 AND taken <= capacity)
) WITH (fillfactor = 70);
CREATE INDEX delivery_slots_time ON prilavok.delivery_slots (shop_id, starts_at);
SELECT prilavok.secure('delivery_slots');

-- Who has which time; a holder has one.
CREATE TABLE prilavok.delivery_bookings (
  shop_id    text NOT NULL,
  holder     text NOT NULL,
  slot_id    text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, holder),
  FOREIGN KEY (shop_id, slot_id) REFERENCES prilavok.delivery_slots (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_bookings_slot ON prilavok.delivery_bookings (shop_id, slot_id);
SELECT prilavok.secure('delivery_bookings');
