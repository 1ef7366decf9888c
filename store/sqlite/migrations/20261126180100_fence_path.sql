-- Postgres only: here the fence is a SELECT.
SELECT 1;
