-- What happens to an order's goods: see supabase/migrations/20261126100100_order_goods.sql, whose twin this is.
CREATE TABLE fulfillments (
  shop_id text NOT NULL,
  id text NOT NULL,
  order_id text NOT NULL,
  state text NOT NULL,
  lines text NOT NULL,
  carrier text NOT NULL DEFAULT '',
  tracking text NOT NULL DEFAULT '',
  tracking_url text NOT NULL DEFAULT '',
  created_at text NOT NULL,
  shipped_at   text,
  delivered_at text,
  canceled_at  text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX fulfillments_order ON fulfillments (shop_id, order_id, id);
CREATE INDEX fulfillments_tracking ON fulfillments (shop_id, tracking) WHERE tracking <> '';

-- Goods that come back. exchange lists what goes out instead; amount is what the goods
-- are worth, refund_to how the customer wants it back; credited: the order counts it.
CREATE TABLE order_returns (
  shop_id text NOT NULL,
  id text NOT NULL,
  order_id text NOT NULL,
  state text NOT NULL,
  lines text NOT NULL,
  exchange text NOT NULL DEFAULT '[]',
  reason text NOT NULL DEFAULT '',
  photos text NOT NULL DEFAULT '[]',
  refund_to text NOT NULL DEFAULT '',
  amount integer NOT NULL,
  currency text NOT NULL,
  credited boolean NOT NULL DEFAULT 0,
  refusal text NOT NULL DEFAULT '',
  created_at text NOT NULL,
  decided_at  text,
  received_at text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_returns_order ON order_returns (shop_id, order_id, id);
CREATE INDEX order_returns_open ON order_returns (shop_id, state, id);

-- Pieces that a paid order should have and that stock has not.
CREATE TABLE order_shortfalls (
  shop_id text NOT NULL,
  id text NOT NULL,
  order_id text NOT NULL,
  variant_id text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  state text NOT NULL,
  created_at text NOT NULL,
  closed_at  text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_shortfalls_order ON order_shortfalls (shop_id, order_id, id);
CREATE INDEX order_shortfalls_open ON order_shortfalls (shop_id, variant_id, id) WHERE state IN ('open', 'waiting');
