-- See supabase/migrations/20261126180000_postal.sql, whose twin this is.
ALTER TABLE contacts ADD COLUMN postal text NOT NULL DEFAULT '{}';
