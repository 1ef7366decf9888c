-- See supabase/migrations/20261126130400_transcripts.sql, whose twin this is.
CREATE INDEX turn_steps_time ON turn_steps (shop_id, created_at);
