-- See supabase/migrations/20261123000510_telegram_files.sql, whose twin this is.
CREATE TABLE telegram_files (
  shop_id    text NOT NULL,
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  source     text NOT NULL,
  file_id    text NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (account_id, source)
);
CREATE INDEX telegram_files_shop ON telegram_files (shop_id);
