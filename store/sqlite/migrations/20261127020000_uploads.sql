-- See supabase/migrations/20261127020000_uploads.sql, whose twin this is.
CREATE TABLE uploads (
  shop_id    text NOT NULL REFERENCES shops (shop_id),
  id         text NOT NULL,
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  key        text NOT NULL,
  mime       text NOT NULL,
  size       integer NOT NULL,
  data       blob NOT NULL,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX uploads_key ON uploads (account_id, key, created_at);
CREATE INDEX uploads_age ON uploads (shop_id, created_at);
