-- The test provider of demo shops: what its page was told.
CREATE TABLE prilavok.demo_payments (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  doc        jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
SELECT prilavok.secure('demo_payments');
