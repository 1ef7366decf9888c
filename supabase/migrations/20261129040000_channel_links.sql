-- How channel accounts are connected, and how they are.
--
-- An attempt to connect one at its messenger's login page: bound to the shop and to who
-- began it, good for minutes, used once. Only a hash of its word is kept.
CREATE TABLE prilavok.channel_attempts (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  hash       text NOT NULL,
  way        text NOT NULL,
  begun_by   text NOT NULL,
  account_id text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (shop_id, hash)
);
SELECT prilavok.secure('channel_attempts');
SELECT prilavok.share('channel_attempts', 'panel', 'SELECT, INSERT, DELETE');

-- What was last found out about an account. It stands apart from the account, whose row
-- holds its token and is written by whoever connects it.
CREATE TABLE prilavok.channel_health (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  doc        jsonb NOT NULL,
  PRIMARY KEY (shop_id, account_id)
);
SELECT prilavok.secure('channel_health');
SELECT prilavok.share('channel_health', 'panel', 'SELECT');

-- What came for accounts that no shop has. It is nobody's, so its shop is 'nobody', which no shop is called; whoever
-- connects such an account gets what waits for it. The system alone sees it.
CREATE TABLE prilavok.stray_events (
  shop_id     text NOT NULL,
  channel     text NOT NULL,
  external_id text NOT NULL,
  key         text NOT NULL,
  raw         text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, channel, external_id, key)
);
CREATE INDEX stray_events_age ON prilavok.stray_events (created_at);
SELECT prilavok.secure('stray_events', 'SELECT, INSERT, UPDATE, DELETE');
SELECT prilavok.share('stray_events', 'panel', '');

-- Requests to delete what is known through an account, as its messenger passes them on.
-- Whoever asked looks up by the code what became of it; so may the system.
CREATE TABLE prilavok.channel_erasures (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  code       text NOT NULL,
  account_id text NOT NULL,
  created_at timestamptz NOT NULL,
  done_at    timestamptz,
  PRIMARY KEY (code)
);
CREATE INDEX channel_erasures_shop ON prilavok.channel_erasures (shop_id);
CREATE INDEX channel_health_account ON prilavok.channel_health (account_id);
SELECT prilavok.secure('channel_erasures', 'SELECT');
SELECT prilavok.share('channel_erasures', 'panel', 'SELECT');
