-- See supabase/migrations/20261123000210_knowledge.sql, whose twin this is.
-- Questions that the owner has answered.
CREATE TABLE articles (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  slug       text NOT NULL,
  kind       text NOT NULL,
  title      text NOT NULL,
  body       text NOT NULL,
  keywords   text NOT NULL,
  position   integer NOT NULL,
  active     boolean NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, slug)
);
