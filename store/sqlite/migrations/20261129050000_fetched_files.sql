-- See supabase/migrations/20261129050000_fetched_files.sql, whose twin this is.
ALTER TABLE uploads ADD COLUMN source text;
CREATE UNIQUE INDEX uploads_source ON uploads (shop_id, account_id, source);
