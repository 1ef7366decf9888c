-- When an empty cart got its first goods: how many conversations came so far. Carts that
-- were checked out before this table are in it by their checkouts.
CREATE TABLE cart_fills (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  contact_id text NOT NULL,
  filled_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX cart_fills_time ON cart_fills (shop_id, filled_at);
CREATE INDEX cart_fills_contact ON cart_fills (shop_id, contact_id);
INSERT INTO cart_fills (shop_id, id, contact_id, filled_at)
  SELECT shop_id, 'ctf_' || id, contact_id, created_at FROM checkouts;

-- How far the days below are counted: every day before rolled_to, in zone. What is later is
-- read from the orders and messages themselves.
CREATE TABLE report_state (
  shop_id   text PRIMARY KEY REFERENCES shops (shop_id) ON DELETE CASCADE,
  zone      text NOT NULL,
  rolled_to text NOT NULL,
  seen_at   text NOT NULL
);

-- What was sold on a day, by channel and currency. Whatever was placed is in it; amounts are
-- of what was not canceled since.
CREATE TABLE sales_days (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  day      text NOT NULL,
  channel  text NOT NULL,
  currency text NOT NULL,
  orders   integer NOT NULL,
  amount   integer NOT NULL,
  returned integer NOT NULL,
  canceled integer NOT NULL,
  PRIMARY KEY (shop_id, day, channel, currency)
);

CREATE TABLE product_days (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  day        text NOT NULL,
  channel    text NOT NULL,
  currency   text NOT NULL,
  product_id text NOT NULL,
  pieces     integer NOT NULL,
  amount     integer NOT NULL,
  PRIMARY KEY (shop_id, day, channel, currency, product_id)
);

-- What happened in a conversation on a day: messages by author, how long the first answers
-- took (ms; NULL there was none), how many messages at the end of the day nobody had answered,
-- and how far the customer came.
CREATE TABLE talk_days (
  shop_id         text NOT NULL,
  day             text NOT NULL,
  conversation_id text NOT NULL,
  channel         text NOT NULL,
  incoming        integer NOT NULL,
  by_assistant    integer NOT NULL,
  by_people       integer NOT NULL,
  assistant_ms    integer,
  people_ms       integer,
  open_end        integer NOT NULL,
  last_seq        integer NOT NULL,
  carted          integer NOT NULL,
  ordered         integer NOT NULL,
  paid            integer NOT NULL,
  PRIMARY KEY (shop_id, day, conversation_id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX talk_days_conversation ON talk_days (shop_id, conversation_id);

-- Which days an order's change makes stale, and how often people were asked for.
CREATE INDEX orders_updated ON orders (shop_id, updated_at, placed_at);
CREATE INDEX handoffs_requested ON handoffs (shop_id, requested_at);
