-- Promotions: what makes a purchase cheaper, its codes, and who has used it. Carts keep
-- the code entered; orders and their lines keep what was taken off and why.

-- rule is the benefit and the conditions that no query looks at. max_uses and
-- per_contact are 0 without a limit; used is counted only under a limit.
CREATE TABLE prilavok.promotions (
  shop_id     text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  title       jsonb NOT NULL,
  kind        text NOT NULL,
  rule        jsonb NOT NULL DEFAULT '{}',
  automatic   boolean NOT NULL,
  first_order boolean NOT NULL DEFAULT false,
  priority    integer NOT NULL DEFAULT 0,
  starts_at   timestamptz,
  ends_at     timestamptz,
  max_uses    bigint NOT NULL DEFAULT 0,
  per_contact bigint NOT NULL DEFAULT 0,
  used        bigint NOT NULL DEFAULT 0,
  status      text NOT NULL,
  revision    bigint NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK (max_uses >= 0 AND per_contact >= 0 AND used >= 0)
) WITH (fillfactor = 70);
CREATE INDEX promotions_automatic ON prilavok.promotions (shop_id, priority) WHERE automatic AND status = 'active';
SELECT prilavok.secure('promotions');

-- code is folded and unique in the shop; written is how the owner wrote it.
CREATE TABLE prilavok.promotion_codes (
  shop_id      text NOT NULL,
  code         text NOT NULL,
  promotion_id text NOT NULL,
  written      text NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (shop_id, code),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES prilavok.promotions (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX promotion_codes_promotion ON prilavok.promotion_codes (shop_id, promotion_id);
SELECT prilavok.secure('promotion_codes');

-- One row for each order that a promotion made cheaper; returned_at when the use was
-- given back because the order did not come about.
CREATE TABLE prilavok.promotion_redemptions (
  shop_id      text NOT NULL,
  order_id     text NOT NULL,
  promotion_id text NOT NULL,
  contact_id   text NOT NULL,
  code         text NOT NULL DEFAULT '',
  amount       bigint NOT NULL,
  created_at   timestamptz NOT NULL,
  returned_at  timestamptz,
  PRIMARY KEY (shop_id, order_id, promotion_id),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES prilavok.promotions (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX promotion_redemptions_promotion ON prilavok.promotion_redemptions (shop_id, promotion_id, contact_id);
CREATE INDEX promotion_redemptions_contact ON prilavok.promotion_redemptions (shop_id, contact_id);
SELECT prilavok.secure('promotion_redemptions');

-- The code that the contact entered, folded; '' without one.
ALTER TABLE prilavok.carts ADD COLUMN code text NOT NULL DEFAULT '';

-- What was applied to the whole order, and to each line with its reasons.
ALTER TABLE prilavok.orders ADD COLUMN promotions jsonb NOT NULL DEFAULT '[]';
ALTER TABLE prilavok.order_lines
  ADD COLUMN discount bigint NOT NULL DEFAULT 0,
  ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]',
  DROP CONSTRAINT order_lines_check,
  ADD CONSTRAINT order_lines_sum CHECK (quantity > 0 AND discount >= 0 AND discount <= price * quantity AND total = price * quantity - discount);
