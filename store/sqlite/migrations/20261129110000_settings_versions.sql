-- See supabase/migrations/20261129110000_settings_versions.sql, whose twin this is.
CREATE TABLE settings_versions (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id       text NOT NULL,
  at       text NOT NULL,
  actor_id text NOT NULL,
  revision integer NOT NULL,
  undoes   text,
  changes  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, undoes)
);
CREATE TABLE guide_steps (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  step     text NOT NULL,
  state    text NOT NULL,
  at       text NOT NULL,
  PRIMARY KEY (shop_id, step)
);
