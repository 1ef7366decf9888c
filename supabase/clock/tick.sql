-- The database's clock, set up by `prilavok supabase enable`, which repeats it at will. It is
-- no migration: plain Postgres has neither pg_net nor Vault.

-- tick_due reports whether the bot has something to do at a time: a job whose time has come
-- and that neither runs nor waits for another of its lane, or a shop to be looked after.
CREATE OR REPLACE FUNCTION prilavok.tick_due(at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM prilavok.jobs j
    WHERE ((j.status = 'ready' AND j.run_at <= at) OR (j.status = 'running' AND j.lease_until < at))
      AND NOT EXISTS (SELECT FROM prilavok.jobs k WHERE k.lane = j.lane AND k.status <> 'dead'
        AND (k.seq < j.seq OR (k.seq = j.seq AND k.id < j.id)))
  ) OR EXISTS (
    SELECT FROM prilavok.shops s LEFT JOIN prilavok.upkeep u USING (shop_id)
    WHERE u.begun_at IS NULL OR u.begun_at <= at - interval '10 minutes'
  )
$$;

-- tick calls the function when something is due, and returns the request's number. Nobody
-- waits for the answer: the next tick is the retry.
CREATE OR REPLACE FUNCTION prilavok.tick() RETURNS bigint
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  url text;
  secret text;
BEGIN
  IF NOT prilavok.tick_due(pg_catalog.clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  SELECT decrypted_secret INTO url FROM vault.decrypted_secrets WHERE name = 'prilavok_function_url';
  SELECT decrypted_secret INTO secret FROM vault.decrypted_secrets WHERE name = 'prilavok_tick_secret';
  IF url IS NULL OR secret IS NULL THEN
    RAISE EXCEPTION 'prilavok: Vault has no address or secret of the function; run prilavok supabase enable';
  END IF;
  RETURN net.http_post(
    url := url || '/tick',
    body := '{}'::jsonb,
    headers := pg_catalog.jsonb_build_object('Content-Type', 'application/json', 'x-prilavok-tick', secret),
    timeout_milliseconds := 5000);
END
$$;

REVOKE ALL ON FUNCTION prilavok.tick_due(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION prilavok.tick() FROM PUBLIC;
