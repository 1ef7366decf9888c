-- See supabase/migrations/20261203130000_imports.sql, whose twin this is.
CREATE TABLE goods_imports (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  by_whom    text NOT NULL DEFAULT '',
  file       text NOT NULL DEFAULT '',
  created    integer NOT NULL,
  updated    integer NOT NULL,
  categories text NOT NULL DEFAULT '[]',
  created_at text NOT NULL,
  undone_at  text,
  undone_by  text NOT NULL DEFAULT '',
  outcome    text NOT NULL DEFAULT '{}',
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX goods_imports_time ON goods_imports (shop_id, created_at);

CREATE TABLE goods_import_items (
  shop_id    text NOT NULL,
  import_id  text NOT NULL,
  product_id text NOT NULL,
  made       boolean NOT NULL,
  fields     text NOT NULL,
  PRIMARY KEY (shop_id, import_id, product_id),
  FOREIGN KEY (shop_id, import_id) REFERENCES goods_imports (shop_id, id) ON DELETE CASCADE
);
