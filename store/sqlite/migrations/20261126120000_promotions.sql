-- Promotions: see supabase/migrations/20261126120000_promotions.sql, whose twin this is.

-- rule is the benefit and the conditions that no query looks at. max_uses and
-- per_contact are 0 without a limit; used is counted only under a limit.
CREATE TABLE promotions (
  shop_id     text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  title       text NOT NULL,
  kind        text NOT NULL,
  rule        text NOT NULL DEFAULT '{}',
  automatic   boolean NOT NULL,
  first_order boolean NOT NULL DEFAULT 0,
  priority    integer NOT NULL DEFAULT 0,
  starts_at   text,
  ends_at     text,
  max_uses    integer NOT NULL DEFAULT 0,
  per_contact integer NOT NULL DEFAULT 0,
  used        integer NOT NULL DEFAULT 0,
  status      text NOT NULL,
  revision    integer NOT NULL DEFAULT 1,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (max_uses >= 0 AND per_contact >= 0 AND used >= 0)
);
CREATE INDEX promotions_automatic ON promotions (shop_id, priority) WHERE automatic AND status = 'active';

-- code is folded and unique in the shop; written is how the owner wrote it.
CREATE TABLE promotion_codes (
  shop_id      text NOT NULL,
  code         text NOT NULL,
  promotion_id text NOT NULL,
  written      text NOT NULL,
  created_at   text NOT NULL,
  PRIMARY KEY (shop_id, code),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX promotion_codes_promotion ON promotion_codes (shop_id, promotion_id);

-- One row for each order that a promotion made cheaper; returned_at when the use was
-- given back because the order did not come about.
CREATE TABLE promotion_redemptions (
  shop_id      text NOT NULL,
  order_id     text NOT NULL,
  promotion_id text NOT NULL,
  contact_id   text NOT NULL,
  code         text NOT NULL DEFAULT '',
  amount       integer NOT NULL,
  created_at   text NOT NULL,
  returned_at  text,
  PRIMARY KEY (shop_id, order_id, promotion_id),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX promotion_redemptions_promotion ON promotion_redemptions (shop_id, promotion_id, contact_id);
CREATE INDEX promotion_redemptions_contact ON promotion_redemptions (shop_id, contact_id);

-- The code that the contact entered, folded; '' without one.
ALTER TABLE carts ADD COLUMN code text NOT NULL DEFAULT '';

-- What was applied to the whole order, and to each line with its reasons.
ALTER TABLE orders ADD COLUMN promotions text NOT NULL DEFAULT '[]';

-- SQLite cannot change a CHECK: the lines move to a table with the new one.
CREATE TABLE order_lines_summed (
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
  discount   integer NOT NULL DEFAULT 0,
  reasons    text NOT NULL DEFAULT '[]',
  PRIMARY KEY (shop_id, order_id, line),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE,
  CHECK (quantity > 0 AND discount >= 0 AND discount <= price * quantity AND total = price * quantity - discount)
);
INSERT INTO order_lines_summed (shop_id, order_id, line, product_id, variant_id, sku, title, options, image, price, quantity, total)
  SELECT shop_id, order_id, line, product_id, variant_id, sku, title, options, image, price, quantity, total FROM order_lines;
DROP TABLE order_lines;
ALTER TABLE order_lines_summed RENAME TO order_lines;
CREATE INDEX order_lines_variant ON order_lines (shop_id, variant_id);
