-- The catalog: categories, products, variants with their stock, reservations, stock log.
CREATE TABLE prilavok.categories (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  slug       text NOT NULL,
  parent_id  text,
  title      jsonb NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug),
  FOREIGN KEY (shop_id, parent_id) REFERENCES prilavok.categories (shop_id, id)
);
CREATE INDEX categories_parent ON prilavok.categories (shop_id, parent_id);
SELECT prilavok.secure('categories');

-- price_min and price_max are kept by the store in the same unit, for filters and order.
CREATE TABLE prilavok.products (
  shop_id     text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  slug        text NOT NULL,
  category_id text,
  title       jsonb NOT NULL,
  description jsonb NOT NULL,
  brand       text NOT NULL,
  attributes  jsonb NOT NULL,
  images      jsonb NOT NULL,
  status      text NOT NULL,
  position    bigint NOT NULL,
  price_min   bigint NOT NULL,
  price_max   bigint NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug),
  FOREIGN KEY (shop_id, category_id) REFERENCES prilavok.categories (shop_id, id)
);
CREATE INDEX products_order ON prilavok.products (shop_id, status, position, id);
CREATE INDEX products_price ON prilavok.products (shop_id, status, price_min, id);
CREATE INDEX products_category ON prilavok.products (shop_id, category_id, position, id);
SELECT prilavok.secure('products');

CREATE TABLE prilavok.variants (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  product_id text NOT NULL,
  sku        text NOT NULL,
  options    jsonb NOT NULL,
  price      bigint NOT NULL CHECK (price >= 0),
  compare_at bigint NOT NULL DEFAULT 0 CHECK (compare_at >= 0),
  currency   text NOT NULL,
  on_hand    bigint NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= on_hand),
  tracked    boolean NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, sku),
  FOREIGN KEY (shop_id, product_id) REFERENCES prilavok.products (shop_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX variants_product ON prilavok.variants (shop_id, product_id, position);
SELECT prilavok.secure('variants');

-- counted: the variant's stock was counted when it was held, so reserved holds it.
CREATE TABLE prilavok.reservations (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  holder     text NOT NULL,
  variant_id text NOT NULL,
  quantity   bigint NOT NULL CHECK (quantity > 0),
  counted    boolean NOT NULL,
  status     text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  closed_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, variant_id) REFERENCES prilavok.variants (shop_id, id)
);
CREATE INDEX reservations_holder ON prilavok.reservations (shop_id, holder);
CREATE INDEX reservations_made ON prilavok.reservations (shop_id, created_at);
CREATE INDEX reservations_variant ON prilavok.reservations (shop_id, variant_id);
CREATE INDEX reservations_expiry ON prilavok.reservations (shop_id, expires_at) WHERE status = 'held';
SELECT prilavok.secure('reservations');

CREATE TABLE prilavok.stock_log (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  variant_id text NOT NULL,
  delta      bigint NOT NULL,
  held       bigint NOT NULL,
  reason     text NOT NULL,
  holder     text,
  by_whom    text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, variant_id) REFERENCES prilavok.variants (shop_id, id)
);
CREATE INDEX stock_log_variant ON prilavok.stock_log (shop_id, variant_id, created_at);
SELECT prilavok.secure('stock_log');
