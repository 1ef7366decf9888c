-- See supabase/migrations/20261126110100_demo_payments.sql, whose twin this is.
-- The test provider of demo shops: what its page was told.
CREATE TABLE demo_payments (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  doc        text NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
