-- Selling: delivery methods, carts, checkouts, orders with their lines and timeline.

-- The next number of a row of numbered things; numbers are unique, gaps may occur.
CREATE TABLE prilavok.counters (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  name    text NOT NULL,
  value   bigint NOT NULL,
  PRIMARY KEY (shop_id, name)
) WITH (fillfactor = 50);
SELECT prilavok.secure('counters');

-- How orders reach the customer. Amounts are minor units of the shop's currency.
CREATE TABLE prilavok.delivery_methods (
  shop_id     text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  kind        text NOT NULL,
  title       jsonb NOT NULL,
  description jsonb NOT NULL DEFAULT '{}',
  price       bigint NOT NULL DEFAULT 0,
  free_from   bigint NOT NULL DEFAULT 0,
  min_total   bigint NOT NULL DEFAULT 0,
  zones       jsonb NOT NULL DEFAULT '[]',
  pickup      jsonb NOT NULL DEFAULT '{}',
  days_from   integer NOT NULL DEFAULT 0,
  days_to     integer NOT NULL DEFAULT 0,
  position    integer NOT NULL DEFAULT 0,
  active      boolean NOT NULL DEFAULT true,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (price >= 0 AND free_from >= 0 AND min_total >= 0)
);
SELECT prilavok.secure('delivery_methods');

-- One cart per contact. Its row is what rivals for the same cart wait on.
CREATE TABLE prilavok.carts (
  shop_id    text NOT NULL,
  contact_id text NOT NULL,
  revision   bigint NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, contact_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
SELECT prilavok.secure('carts');

-- seen_price is what the contact was last shown; the price itself is the catalog's.
CREATE TABLE prilavok.cart_lines (
  shop_id    text NOT NULL,
  contact_id text NOT NULL,
  variant_id text NOT NULL,
  quantity   bigint NOT NULL,
  seen_price bigint NOT NULL DEFAULT 0,
  added_at   timestamptz NOT NULL,
  PRIMARY KEY (shop_id, contact_id, variant_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.carts (shop_id, contact_id) ON DELETE CASCADE,
  CHECK (quantity > 0)
);
SELECT prilavok.secure('cart_lines');

-- Where a contact stands in buying, per conversation; survives a restart.
CREATE TABLE prilavok.checkouts (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  contact_id      text NOT NULL,
  conversation_id text NOT NULL,
  status          text NOT NULL,
  step            text NOT NULL,
  state           jsonb NOT NULL,
  revision        bigint NOT NULL DEFAULT 1,
  order_id        text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX checkouts_one_active ON prilavok.checkouts (shop_id, contact_id, conversation_id) WHERE status = 'active';
CREATE INDEX checkouts_conversation ON prilavok.checkouts (shop_id, conversation_id);
CREATE INDEX checkouts_contact ON prilavok.checkouts (shop_id, contact_id);
SELECT prilavok.secure('checkouts');

-- place_key makes placing idempotent: one key, one order.
CREATE TABLE prilavok.orders (
  shop_id          text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id               text NOT NULL,
  number           text NOT NULL,
  seq              bigint NOT NULL,
  place_key        text NOT NULL,
  contact_id       text NOT NULL,
  conversation_id  text,
  account_id       text,
  turn_id          text,
  source           text NOT NULL DEFAULT '',
  lang             text NOT NULL DEFAULT '',
  status           text NOT NULL,
  currency         text NOT NULL,
  items_amount     bigint NOT NULL,
  discount_amount  bigint NOT NULL DEFAULT 0,
  delivery_amount  bigint NOT NULL DEFAULT 0,
  total_amount     bigint NOT NULL,
  delivery         jsonb NOT NULL DEFAULT '{}',
  name             text NOT NULL DEFAULT '',
  phone            text NOT NULL DEFAULT '',
  phone_verified   boolean NOT NULL DEFAULT false,
  address          text NOT NULL DEFAULT '',
  comment          text NOT NULL DEFAULT '',
  payment_method   text NOT NULL,
  payment_status   text NOT NULL,
  fulfillment_status text NOT NULL,
  reserved_until   timestamptz,
  revision         bigint NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  placed_at        timestamptz,
  completed_at     timestamptz,
  canceled_at      timestamptz,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id),
  CHECK (total_amount = items_amount - discount_amount + delivery_amount)
);
CREATE UNIQUE INDEX orders_number ON prilavok.orders (shop_id, number);
CREATE INDEX orders_seq ON prilavok.orders (shop_id, seq);
CREATE UNIQUE INDEX orders_place_key ON prilavok.orders (shop_id, place_key);
CREATE INDEX orders_contact ON prilavok.orders (shop_id, contact_id, id);
CREATE INDEX orders_status ON prilavok.orders (shop_id, status, id);
CREATE INDEX orders_conversation ON prilavok.orders (shop_id, conversation_id);
SELECT prilavok.secure('orders');

-- Lines as sold: title, options and picture stay what they were that day.
CREATE TABLE prilavok.order_lines (
  shop_id    text NOT NULL,
  order_id   text NOT NULL,
  line       integer NOT NULL,
  product_id text NOT NULL,
  variant_id text NOT NULL,
  sku        text NOT NULL DEFAULT '',
  title      jsonb NOT NULL,
  options    jsonb NOT NULL DEFAULT '[]',
  image      text NOT NULL DEFAULT '',
  price      bigint NOT NULL,
  quantity   bigint NOT NULL,
  total      bigint NOT NULL,
  PRIMARY KEY (shop_id, order_id, line),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id) ON DELETE CASCADE,
  CHECK (quantity > 0 AND total = price * quantity)
);
CREATE INDEX order_lines_variant ON prilavok.order_lines (shop_id, variant_id);
SELECT prilavok.secure('order_lines');

-- The timeline: who did what to an order, when and why.
CREATE TABLE prilavok.order_events (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  order_id   text NOT NULL,
  what       text NOT NULL,
  actor      text NOT NULL,
  actor_id   text NOT NULL DEFAULT '',
  why        text NOT NULL DEFAULT '',
  data       jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_events_order ON prilavok.order_events (shop_id, order_id, id);
SELECT prilavok.secure('order_events');
