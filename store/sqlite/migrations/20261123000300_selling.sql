-- Selling: see supabase/migrations/20261123000300_selling.sql, whose twin this is.

-- The next number of a row of numbered things; numbers are unique, gaps may occur.
CREATE TABLE counters (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  name    text NOT NULL,
  value   integer NOT NULL,
  PRIMARY KEY (shop_id, name)
);

-- How orders reach the customer. Amounts are minor units of the shop's currency.
CREATE TABLE delivery_methods (
  shop_id     text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  kind        text NOT NULL,
  title       text NOT NULL,
  description text NOT NULL DEFAULT '{}',
  price       integer NOT NULL DEFAULT 0,
  free_from   integer NOT NULL DEFAULT 0,
  min_total   integer NOT NULL DEFAULT 0,
  zones       text NOT NULL DEFAULT '[]',
  pickup      text NOT NULL DEFAULT '{}',
  days_from   integer NOT NULL DEFAULT 0,
  days_to     integer NOT NULL DEFAULT 0,
  position    integer NOT NULL DEFAULT 0,
  active      boolean NOT NULL DEFAULT 1,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (price >= 0 AND free_from >= 0 AND min_total >= 0)
);

-- One cart per contact. Its row is what rivals for the same cart wait on.
CREATE TABLE carts (
  shop_id    text NOT NULL,
  contact_id text NOT NULL,
  revision   integer NOT NULL DEFAULT 1,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, contact_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);

-- seen_price is what the contact was last shown; the price itself is the catalog's.
CREATE TABLE cart_lines (
  shop_id    text NOT NULL,
  contact_id text NOT NULL,
  variant_id text NOT NULL,
  quantity   integer NOT NULL,
  seen_price integer NOT NULL DEFAULT 0,
  added_at   text NOT NULL,
  PRIMARY KEY (shop_id, contact_id, variant_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES carts (shop_id, contact_id) ON DELETE CASCADE,
  CHECK (quantity > 0)
);

-- Where a contact stands in buying, per conversation; survives a restart.
CREATE TABLE checkouts (
  shop_id         text NOT NULL,
  id              text NOT NULL,
  contact_id      text NOT NULL,
  conversation_id text NOT NULL,
  status          text NOT NULL,
  step            text NOT NULL,
  state           text NOT NULL,
  revision        integer NOT NULL DEFAULT 1,
  order_id        text,
  created_at      text NOT NULL,
  updated_at      text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX checkouts_one_active ON checkouts (shop_id, contact_id, conversation_id) WHERE status = 'active';
CREATE INDEX checkouts_conversation ON checkouts (shop_id, conversation_id);
CREATE INDEX checkouts_contact ON checkouts (shop_id, contact_id);

-- place_key makes placing idempotent: one key, one order.
CREATE TABLE orders (
  shop_id          text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id               text NOT NULL,
  number           text NOT NULL,
  seq              integer NOT NULL,
  place_key        text NOT NULL,
  contact_id       text NOT NULL,
  conversation_id  text,
  account_id       text,
  turn_id          text,
  source           text NOT NULL DEFAULT '',
  lang             text NOT NULL DEFAULT '',
  status           text NOT NULL,
  currency         text NOT NULL,
  items_amount     integer NOT NULL,
  discount_amount  integer NOT NULL DEFAULT 0,
  delivery_amount  integer NOT NULL DEFAULT 0,
  total_amount     integer NOT NULL,
  delivery         text NOT NULL DEFAULT '{}',
  name             text NOT NULL DEFAULT '',
  phone            text NOT NULL DEFAULT '',
  phone_verified   boolean NOT NULL DEFAULT 0,
  address          text NOT NULL DEFAULT '',
  comment          text NOT NULL DEFAULT '',
  payment_method   text NOT NULL,
  payment_status   text NOT NULL,
  fulfillment_status text NOT NULL,
  reserved_until   text,
  revision         integer NOT NULL DEFAULT 1,
  created_at       text NOT NULL,
  placed_at        text,
  completed_at     text,
  canceled_at      text,
  updated_at       text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id),
  CHECK (total_amount = items_amount - discount_amount + delivery_amount)
);
CREATE UNIQUE INDEX orders_number ON orders (shop_id, number);
CREATE INDEX orders_seq ON orders (shop_id, seq);
CREATE UNIQUE INDEX orders_place_key ON orders (shop_id, place_key);
CREATE INDEX orders_contact ON orders (shop_id, contact_id, id);
CREATE INDEX orders_status ON orders (shop_id, status, id);
CREATE INDEX orders_conversation ON orders (shop_id, conversation_id);

-- Lines as sold: title, options and picture stay what they were that day.
CREATE TABLE order_lines (
  shop_id    text NOT NULL,
  order_id   text NOT NULL,
  line       integer NOT NULL,
  product_id text NOT NULL,
  variant_id text NOT NULL,
  sku        text NOT NULL DEFAULT '',
  title      text NOT NULL,
  options    text NOT NULL DEFAULT '[]',
  image      text NOT NULL DEFAULT '',
  price      integer NOT NULL,
  quantity   integer NOT NULL,
  total      integer NOT NULL,
  PRIMARY KEY (shop_id, order_id, line),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE,
  CHECK (quantity > 0 AND total = price * quantity)
);
CREATE INDEX order_lines_variant ON order_lines (shop_id, variant_id);

-- The timeline: who did what to an order, when and why.
CREATE TABLE order_events (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  order_id   text NOT NULL,
  what       text NOT NULL,
  actor      text NOT NULL,
  actor_id   text NOT NULL DEFAULT '',
  why        text NOT NULL DEFAULT '',
  data       text NOT NULL DEFAULT '{}',
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_events_order ON order_events (shop_id, order_id, id);
