-- Pictures of products that lie in a store of files (S3, Supabase Storage): one row for each that
-- a browser was let send. checked ones may be shown by products; since loose_at no product shows
-- one, and upkeep deletes it.
CREATE TABLE prilavok.pictures (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  name       text NOT NULL, -- where it is read
  sent       text NOT NULL, -- where it was sent to
  mime       text NOT NULL,
  bytes      bigint NOT NULL,
  checked    boolean NOT NULL,
  loose_at   timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, name)
);
CREATE INDEX pictures_loose ON prilavok.pictures (shop_id, loose_at) WHERE loose_at IS NOT NULL;
SELECT prilavok.secure('pictures');
SELECT prilavok.share('pictures', 'panel', 'SELECT, INSERT, UPDATE, DELETE');
SELECT prilavok.share('pictures', 'reader', '');
