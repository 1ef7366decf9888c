-- Tables that were imported, and what each did to the catalog, so that it can be taken back.
CREATE TABLE prilavok.goods_imports (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  by_whom    text NOT NULL DEFAULT '',
  file       text NOT NULL DEFAULT '',
  created    bigint NOT NULL, -- variants
  updated    bigint NOT NULL,
  categories jsonb NOT NULL DEFAULT '[]', -- ids of those it made
  created_at timestamptz NOT NULL,
  undone_at  timestamptz,
  undone_by  text NOT NULL DEFAULT '',
  outcome    jsonb NOT NULL DEFAULT '{}', -- what taking it back did, and left
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX goods_imports_time ON prilavok.goods_imports (shop_id, created_at);
SELECT prilavok.secure('goods_imports');
SELECT prilavok.share('goods_imports', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('goods_imports', 'reader', '');

-- Fields of a product before and after, as long as the import can be taken back.
CREATE TABLE prilavok.goods_import_items (
  shop_id    text NOT NULL,
  import_id  text NOT NULL,
  product_id text NOT NULL,
  made       boolean NOT NULL,
  fields     jsonb NOT NULL,
  PRIMARY KEY (shop_id, import_id, product_id),
  FOREIGN KEY (shop_id, import_id) REFERENCES prilavok.goods_imports (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('goods_import_items');
SELECT prilavok.share('goods_import_items', 'panel', 'SELECT, INSERT, DELETE');
SELECT prilavok.share('goods_import_items', 'reader', '');
