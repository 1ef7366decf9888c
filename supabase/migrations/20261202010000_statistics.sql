-- When an empty cart got its first goods: how many conversations came so far. Carts that
-- were checked out before this table are in it by their checkouts.
CREATE TABLE prilavok.cart_fills (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  contact_id text NOT NULL,
  filled_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX cart_fills_time ON prilavok.cart_fills (shop_id, filled_at);
CREATE INDEX cart_fills_contact ON prilavok.cart_fills (shop_id, contact_id);
SELECT prilavok.secure('cart_fills');
SELECT prilavok.share('cart_fills', 'panel', 'SELECT, INSERT');
SELECT prilavok.share('cart_fills', 'reader', 'SELECT');
INSERT INTO prilavok.cart_fills (shop_id, id, contact_id, filled_at)
  SELECT shop_id, 'ctf_' || id, contact_id, created_at FROM prilavok.checkouts;

-- How far the days below are counted: every day before rolled_to, in zone. What is later is
-- read from the orders and messages themselves.
CREATE TABLE prilavok.report_state (
  shop_id   text PRIMARY KEY REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  zone      text NOT NULL,
  rolled_to text NOT NULL,
  seen_at   timestamptz NOT NULL
);
SELECT prilavok.secure('report_state');
SELECT prilavok.share('report_state', 'panel', 'SELECT');
SELECT prilavok.share('report_state', 'reader', 'SELECT');

-- What was sold on a day, by channel and currency. Whatever was placed is in it; amounts are
-- of what was not canceled since.
CREATE TABLE prilavok.sales_days (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  day      text NOT NULL,
  channel  text NOT NULL,
  currency text NOT NULL,
  orders   bigint NOT NULL,
  amount   bigint NOT NULL,
  returned bigint NOT NULL,
  canceled bigint NOT NULL,
  PRIMARY KEY (shop_id, day, channel, currency)
);
SELECT prilavok.secure('sales_days');
SELECT prilavok.share('sales_days', 'panel', 'SELECT');
SELECT prilavok.share('sales_days', 'reader', 'SELECT');

CREATE TABLE prilavok.product_days (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  day        text NOT NULL,
  channel    text NOT NULL,
  currency   text NOT NULL,
  product_id text NOT NULL,
  pieces     bigint NOT NULL,
  amount     bigint NOT NULL,
  PRIMARY KEY (shop_id, day, channel, currency, product_id)
);
SELECT prilavok.secure('product_days');
SELECT prilavok.share('product_days', 'panel', 'SELECT');
SELECT prilavok.share('product_days', 'reader', 'SELECT');

-- What happened in a conversation on a day: messages by author, how long the first answers
-- took (ms; NULL there was none), how many messages at the end of the day nobody had answered,
-- and how far the customer came.
CREATE TABLE prilavok.talk_days (
  shop_id         text NOT NULL,
  day             text NOT NULL,
  conversation_id text NOT NULL,
  channel         text NOT NULL,
  incoming        bigint NOT NULL,
  by_assistant    bigint NOT NULL,
  by_people       bigint NOT NULL,
  assistant_ms    bigint,
  people_ms       bigint,
  open_end        bigint NOT NULL,
  last_seq        bigint NOT NULL,
  carted          bigint NOT NULL,
  ordered         bigint NOT NULL,
  paid            bigint NOT NULL,
  PRIMARY KEY (shop_id, day, conversation_id),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX talk_days_conversation ON prilavok.talk_days (shop_id, conversation_id);
SELECT prilavok.secure('talk_days');
SELECT prilavok.share('talk_days', 'panel', 'SELECT');
SELECT prilavok.share('talk_days', 'reader', 'SELECT');

-- Which days an order's change makes stale, and how often people were asked for.
CREATE INDEX orders_updated ON prilavok.orders (shop_id, updated_at, placed_at);
CREATE INDEX handoffs_requested ON prilavok.handoffs (shop_id, requested_at);
