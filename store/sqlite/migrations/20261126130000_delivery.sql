-- See supabase/migrations/20261126130000_delivery.sql, whose twin this is.
ALTER TABLE delivery_methods ADD COLUMN points text NOT NULL DEFAULT '[]';
ALTER TABLE delivery_methods ADD COLUMN schedule text NOT NULL DEFAULT '{}';
ALTER TABLE delivery_methods ADD COLUMN rates text NOT NULL DEFAULT '[]';
ALTER TABLE delivery_methods ADD COLUMN carrier text NOT NULL DEFAULT '';

CREATE TABLE delivery_slots (
  shop_id   text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id        text NOT NULL,
  method_id text NOT NULL,
  zone_id   text NOT NULL DEFAULT '',
  starts_at text NOT NULL,
  ends_at   text NOT NULL,
  capacity  integer NOT NULL,
  taken     integer NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (taken >= 0 AND taken <= capacity)
);
CREATE INDEX delivery_slots_time ON delivery_slots (shop_id, starts_at);

CREATE TABLE delivery_bookings (
  shop_id    text NOT NULL,
  holder     text NOT NULL,
  slot_id    text NOT NULL,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, holder),
  FOREIGN KEY (shop_id, slot_id) REFERENCES delivery_slots (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_bookings_slot ON delivery_bookings (shop_id, slot_id);
