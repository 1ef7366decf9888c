-- Telegram's file_id of a picture that a bot has sent: the next time it is sent by id
-- and not uploaded again. An id is good for one bot only.
CREATE TABLE prilavok.telegram_files (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  source     text NOT NULL,
  file_id    text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, source)
);
CREATE INDEX telegram_files_shop ON prilavok.telegram_files (shop_id);
SELECT prilavok.secure('telegram_files');
