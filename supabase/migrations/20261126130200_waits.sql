-- Who wants to hear when a variant can be had again, and when staff hear that few are left.
-- low_at: 0 as the shop's settings say, -1 never; low_told: said, and not refilled since.
ALTER TABLE prilavok.variants
  ADD COLUMN low_at   bigint NOT NULL DEFAULT 0,
  ADD COLUMN low_told boolean NOT NULL DEFAULT false;

CREATE TABLE prilavok.stock_waits (
  shop_id         text NOT NULL,
  contact_id      text NOT NULL,
  variant_id      text NOT NULL,
  conversation_id text,
  waiting         boolean NOT NULL,
  created_at      timestamptz NOT NULL,
  told_at         timestamptz,
  PRIMARY KEY (shop_id, contact_id, variant_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, variant_id) REFERENCES prilavok.variants (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX stock_waits_turn ON prilavok.stock_waits (shop_id, variant_id, created_at);
CREATE INDEX stock_waits_conversation ON prilavok.stock_waits (shop_id, conversation_id);
SELECT prilavok.secure('stock_waits');

-- The log is read newest first, whole or of one order.
CREATE INDEX stock_log_holder ON prilavok.stock_log (shop_id, holder);
