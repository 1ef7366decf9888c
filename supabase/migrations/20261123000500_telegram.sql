-- What only Telegram has: Business connections, and how far polling has confirmed.
CREATE TABLE prilavok.telegram_connections (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  id         text NOT NULL,
  owner_id   text NOT NULL,
  usable     boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX telegram_connections_shop ON prilavok.telegram_connections (shop_id);
SELECT prilavok.secure('telegram_connections');

CREATE TABLE prilavok.telegram_offsets (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  next       bigint NOT NULL,
  PRIMARY KEY (account_id)
);
CREATE INDEX telegram_offsets_shop ON prilavok.telegram_offsets (shop_id);
SELECT prilavok.secure('telegram_offsets');
