-- What happens to an order's goods: fulfillments, returns, shortfalls. Lines are JSON
-- lists of pieces ({"line", "variant_id", "quantity"}): they are read and written whole.
CREATE TABLE prilavok.fulfillments (
  shop_id      text NOT NULL,
  id           text NOT NULL,
  order_id     text NOT NULL,
  state        text NOT NULL,
  lines        jsonb NOT NULL,
  carrier      text NOT NULL DEFAULT '',
  tracking     text NOT NULL DEFAULT '',
  tracking_url text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  shipped_at   timestamptz,
  delivered_at timestamptz,
  canceled_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX fulfillments_order ON prilavok.fulfillments (shop_id, order_id, id);
CREATE INDEX fulfillments_tracking ON prilavok.fulfillments (shop_id, tracking) WHERE tracking <> '';
SELECT prilavok.secure('fulfillments');

-- Goods that come back. exchange lists what goes out instead; amount is what the goods
-- are worth, refund_to how the customer wants it back; credited: the order counts it.
CREATE TABLE prilavok.order_returns (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  order_id    text NOT NULL,
  state       text NOT NULL,
  lines       jsonb NOT NULL,
  exchange    jsonb NOT NULL DEFAULT '[]',
  reason      text NOT NULL DEFAULT '',
  photos      jsonb NOT NULL DEFAULT '[]',
  refund_to   text NOT NULL DEFAULT '',
  amount      bigint NOT NULL,
  currency    text NOT NULL,
  credited    boolean NOT NULL DEFAULT false,
  refusal     text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL,
  decided_at  timestamptz,
  received_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_returns_order ON prilavok.order_returns (shop_id, order_id, id);
CREATE INDEX order_returns_open ON prilavok.order_returns (shop_id, state, id);
SELECT prilavok.secure('order_returns');

-- Pieces that a paid order should have and that stock has not.
CREATE TABLE prilavok.order_shortfalls (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  order_id   text NOT NULL,
  variant_id text NOT NULL,
  quantity   bigint NOT NULL CHECK (quantity > 0),
  state      text NOT NULL,
  created_at timestamptz NOT NULL,
  closed_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_shortfalls_order ON prilavok.order_shortfalls (shop_id, order_id, id);
CREATE INDEX order_shortfalls_open ON prilavok.order_shortfalls (shop_id, variant_id, id) WHERE state IN ('open', 'waiting');
SELECT prilavok.secure('order_shortfalls');
