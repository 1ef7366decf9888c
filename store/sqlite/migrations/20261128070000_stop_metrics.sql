-- See supabase/migrations/20261128070000_stop_metrics.sql, whose twin this is.
CREATE TABLE stop_metrics (
  shop_id text NOT NULL REFERENCES shops (shop_id),
  hour    text NOT NULL,
  stop    text NOT NULL,
  bound   integer NOT NULL,
  n       integer NOT NULL,
  failed  integer NOT NULL,
  spent   integer NOT NULL,
  PRIMARY KEY (shop_id, hour, stop, bound)
);
