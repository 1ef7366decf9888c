-- When a shop was last looked after: of several processes and isolates, one does it.
CREATE TABLE prilavok.upkeep (
  shop_id  text PRIMARY KEY REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  begun_at timestamptz NOT NULL
);
SELECT prilavok.secure('upkeep');
