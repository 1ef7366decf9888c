-- See supabase/migrations/20261126130100_weight.sql, whose twin this is.
ALTER TABLE variants ADD COLUMN grams integer NOT NULL DEFAULT 0 CHECK (grams >= 0);
