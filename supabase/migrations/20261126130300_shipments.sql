-- Parcels with carriers: one of a holder, which is an order's fulfillment.
CREATE TABLE prilavok.delivery_shipments (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  holder     text NOT NULL,
  order_id   text NOT NULL DEFAULT '',
  carrier    text NOT NULL,
  number     text NOT NULL DEFAULT '',
  url        text NOT NULL DEFAULT '',
  parcel     jsonb NOT NULL DEFAULT '{}',
  state      text NOT NULL DEFAULT '',
  place      text NOT NULL DEFAULT '',
  fails      integer NOT NULL DEFAULT 0,
  check_at   timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX delivery_shipments_holder ON prilavok.delivery_shipments (shop_id, holder);
CREATE INDEX delivery_shipments_due ON prilavok.delivery_shipments (shop_id, check_at);
SELECT prilavok.secure('delivery_shipments');
