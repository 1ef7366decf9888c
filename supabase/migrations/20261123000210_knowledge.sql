-- Questions that the owner has answered.
CREATE TABLE prilavok.articles (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  slug       text NOT NULL,
  kind       text NOT NULL,
  title      jsonb NOT NULL,
  body       jsonb NOT NULL,
  keywords   jsonb NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug)
);
SELECT prilavok.secure('articles');
