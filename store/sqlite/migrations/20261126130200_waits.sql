-- See supabase/migrations/20261126130200_waits.sql, whose twin this is.
ALTER TABLE variants ADD COLUMN low_at integer NOT NULL DEFAULT 0;
ALTER TABLE variants ADD COLUMN low_told boolean NOT NULL DEFAULT false;

CREATE TABLE stock_waits (
  shop_id         text NOT NULL,
  contact_id      text NOT NULL,
  variant_id      text NOT NULL,
  conversation_id text,
  waiting         boolean NOT NULL,
  created_at      text NOT NULL,
  told_at         text,
  PRIMARY KEY (shop_id, contact_id, variant_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, variant_id) REFERENCES variants (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX stock_waits_turn ON stock_waits (shop_id, variant_id, created_at);
CREATE INDEX stock_waits_conversation ON stock_waits (shop_id, conversation_id);

CREATE INDEX stock_log_holder ON stock_log (shop_id, holder);
