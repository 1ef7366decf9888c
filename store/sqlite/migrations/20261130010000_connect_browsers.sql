-- See supabase/migrations/20261130010000_connect_browsers.sql, whose twin this is.
ALTER TABLE channel_attempts ADD COLUMN browser text NOT NULL DEFAULT '';
ALTER TABLE channel_attempts ADD COLUMN link text NOT NULL DEFAULT '';
