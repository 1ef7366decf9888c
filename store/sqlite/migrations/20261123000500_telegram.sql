-- See supabase/migrations/20261123000500_telegram.sql, whose twin this is.
-- What only Telegram has: Business connections, and how far polling has confirmed.
CREATE TABLE telegram_connections (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  id         text NOT NULL,
  owner_id   text NOT NULL,
  usable     boolean NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX telegram_connections_shop ON telegram_connections (shop_id);

CREATE TABLE telegram_offsets (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  next       integer NOT NULL,
  PRIMARY KEY (account_id)
);
CREATE INDEX telegram_offsets_shop ON telegram_offsets (shop_id);
