-- See supabase/migrations/20261129040000_channel_links.sql, whose twin this is.
CREATE TABLE channel_attempts (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  hash       text NOT NULL,
  way        text NOT NULL,
  begun_by   text NOT NULL,
  account_id text NOT NULL DEFAULT '',
  created_at text NOT NULL,
  expires_at text NOT NULL,
  used_at    text,
  PRIMARY KEY (shop_id, hash)
);
CREATE TABLE channel_health (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  doc        text NOT NULL,
  PRIMARY KEY (shop_id, account_id)
);
CREATE TABLE stray_events (
  shop_id     text NOT NULL,
  channel     text NOT NULL,
  external_id text NOT NULL,
  key         text NOT NULL,
  raw         text NOT NULL,
  created_at  text NOT NULL,
  PRIMARY KEY (shop_id, channel, external_id, key)
);
CREATE INDEX stray_events_age ON stray_events (created_at);
CREATE TABLE channel_erasures (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  code       text NOT NULL,
  account_id text NOT NULL,
  created_at text NOT NULL,
  done_at    text,
  PRIMARY KEY (code)
);
CREATE INDEX channel_erasures_shop ON channel_erasures (shop_id);
CREATE INDEX channel_health_account ON channel_health (account_id);
