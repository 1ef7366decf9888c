-- Postgres only: here a statement costs no round trip, and the fence is a SELECT.
SELECT 1;
