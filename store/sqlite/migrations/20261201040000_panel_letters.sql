-- See supabase/migrations/20261201040000_panel_letters.sql: SQLite has no roles.
SELECT 1;
