-- See supabase/migrations/20261203110000_pictures.sql, whose twin this is.
CREATE TABLE pictures (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  name       text NOT NULL,
  sent       text NOT NULL,
  mime       text NOT NULL,
  bytes      integer NOT NULL,
  checked    boolean NOT NULL,
  loose_at   text,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, name)
);
CREATE INDEX pictures_loose ON pictures (shop_id, loose_at) WHERE loose_at IS NOT NULL;
