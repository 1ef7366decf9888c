-- See supabase/migrations/20261127030000_questions.sql, whose twin this is.
ALTER TABLE conversations ADD COLUMN question text NOT NULL DEFAULT '';
