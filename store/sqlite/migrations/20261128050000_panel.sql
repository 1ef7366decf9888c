-- Postgres only: SQLite has no roles.
SELECT 1;
