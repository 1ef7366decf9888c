-- See supabase/migrations/20261123000200_catalog.sql, whose twin this is.
-- The catalog: categories, products, variants with their stock, reservations, stock log.
CREATE TABLE categories (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  slug       text NOT NULL,
  parent_id  text,
  title      text NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug),
  FOREIGN KEY (shop_id, parent_id) REFERENCES categories (shop_id, id)
);
CREATE INDEX categories_parent ON categories (shop_id, parent_id);

-- price_min and price_max are kept by the store in the same unit, for filters and order.
CREATE TABLE products (
  shop_id     text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  slug        text NOT NULL,
  category_id text,
  title       text NOT NULL,
  description text NOT NULL,
  brand       text NOT NULL,
  attributes  text NOT NULL,
  images      text NOT NULL,
  status      text NOT NULL,
  position    integer NOT NULL,
  price_min   integer NOT NULL,
  price_max   integer NOT NULL,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug),
  FOREIGN KEY (shop_id, category_id) REFERENCES categories (shop_id, id)
);
CREATE INDEX products_order ON products (shop_id, status, position, id);
CREATE INDEX products_price ON products (shop_id, status, price_min, id);
CREATE INDEX products_category ON products (shop_id, category_id, position, id);

CREATE TABLE variants (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  product_id text NOT NULL,
  sku        text NOT NULL,
  options    text NOT NULL,
  price      integer NOT NULL CHECK (price >= 0),
  compare_at integer NOT NULL DEFAULT 0 CHECK (compare_at >= 0),
  currency   text NOT NULL,
  on_hand    integer NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reserved   integer NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= on_hand),
  tracked    boolean NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, sku),
  FOREIGN KEY (shop_id, product_id) REFERENCES products (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX variants_product ON variants (shop_id, product_id, position);

-- counted: the variant's stock was counted when it was held, so reserved holds it.
CREATE TABLE reservations (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  holder     text NOT NULL,
  variant_id text NOT NULL,
  quantity   integer NOT NULL CHECK (quantity > 0),
  counted    boolean NOT NULL,
  status     text NOT NULL,
  expires_at text NOT NULL,
  created_at text NOT NULL,
  closed_at  text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, variant_id) REFERENCES variants (shop_id, id)
);
CREATE INDEX reservations_holder ON reservations (shop_id, holder);
CREATE INDEX reservations_made ON reservations (shop_id, created_at);
CREATE INDEX reservations_variant ON reservations (shop_id, variant_id);
CREATE INDEX reservations_expiry ON reservations (shop_id, expires_at) WHERE status = 'held';

CREATE TABLE stock_log (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  variant_id text NOT NULL,
  delta      integer NOT NULL,
  held       integer NOT NULL,
  reason     text NOT NULL,
  holder     text,
  by_whom    text,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, variant_id) REFERENCES variants (shop_id, id)
);
CREATE INDEX stock_log_variant ON stock_log (shop_id, variant_id, created_at);
