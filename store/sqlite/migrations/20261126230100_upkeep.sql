-- When a shop was last looked after: of several processes and isolates, one does it.
CREATE TABLE upkeep (
  shop_id  text PRIMARY KEY REFERENCES shops (shop_id) ON DELETE CASCADE,
  begun_at text NOT NULL
);
