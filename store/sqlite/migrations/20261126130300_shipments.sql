-- See supabase/migrations/20261126130300_shipments.sql, whose twin this is.
CREATE TABLE delivery_shipments (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  holder     text NOT NULL,
  order_id   text NOT NULL DEFAULT '',
  carrier    text NOT NULL,
  number     text NOT NULL DEFAULT '',
  url        text NOT NULL DEFAULT '',
  parcel     text NOT NULL DEFAULT '{}',
  state      text NOT NULL DEFAULT '',
  place      text NOT NULL DEFAULT '',
  fails      integer NOT NULL DEFAULT 0,
  check_at   text,
  created_at text NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX delivery_shipments_holder ON delivery_shipments (shop_id, holder);
CREATE INDEX delivery_shipments_due ON delivery_shipments (shop_id, check_at);
