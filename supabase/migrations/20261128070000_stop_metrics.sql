-- How long the stops of a message's way take and how often they fail, by the hour: counts
-- that any process adds to, an isolate at the edge too. Forgotten after 90 days.
CREATE TABLE prilavok.stop_metrics (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id),
  hour    timestamptz NOT NULL,
  stop    text NOT NULL,
  bound   bigint NOT NULL,
  n       bigint NOT NULL,
  failed  bigint NOT NULL,
  spent   bigint NOT NULL,
  PRIMARY KEY (shop_id, hour, stop, bound)
);
SELECT prilavok.secure('stop_metrics');
SELECT prilavok.share('stop_metrics', 'panel', 'SELECT');
SELECT prilavok.share('stop_metrics', 'reader', 'SELECT');

-- For dashboards: a line for a shop, an hour and a stop. p50_ms, p95_ms and p99_ms are
-- bounds: so many per cent took no longer; NULL is longer than about two minutes.
CREATE VIEW prilavok.metrics WITH (security_invoker = true) AS
SELECT shop_id, hour, stop, sum(n)::bigint AS n, sum(failed)::bigint AS failed, round(sum(spent) / 1000.0 / sum(n), 1) AS mean_ms,
  min(bound) FILTER (WHERE so_far >= 0.50 * total AND bound < 131072) AS p50_ms,
  min(bound) FILTER (WHERE so_far >= 0.95 * total AND bound < 131072) AS p95_ms,
  min(bound) FILTER (WHERE so_far >= 0.99 * total AND bound < 131072) AS p99_ms
FROM (
  SELECT m.*, sum(n) OVER (PARTITION BY shop_id, hour, stop ORDER BY bound) AS so_far, sum(n) OVER (PARTITION BY shop_id, hour, stop) AS total
  FROM prilavok.stop_metrics m
) x
GROUP BY shop_id, hour, stop;
GRANT SELECT ON prilavok.metrics TO prilavok_bot, prilavok_panel, prilavok_reader;
