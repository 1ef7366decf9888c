-- Postgres only: here a loop stores what arrives, and a statement costs no round trip.
SELECT 1;
